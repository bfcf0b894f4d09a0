"""The one module that runs git, as if every remote were hostile."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ..exceptions import CancelledError, HealthCheckError, UnavailableError
from .git_failures import failure_from_stderr
from .supervision import Ending, Finished, Limits, run_supervised

#: Oldest git that understands every option used here.
MINIMUM_VERSION = (2, 34)

#: Configuration that neither a repository nor a person's settings can undo.
_FIXED_CONFIG = {
    "advice.detachedHead": "false",
    "core.attributesFile": os.devnull,
    "core.checkStat": "default",
    "core.fsmonitor": "false",
    "core.fsync": "committed",
    "core.hooksPath": os.devnull,
    "core.ignoreStat": "false",
    "core.protectHFS": "true",
    "core.protectNTFS": "true",
    "core.quotePath": "false",
    "core.trustctime": "true",
    "fetch.fsckObjects": "true",
    "gc.auto": "0",
    "http.followRedirects": "initial",
    "init.templateDir": "",
    "maintenance.auto": "false",
    "protocol.ext.allow": "never",
    "submodule.recurse": "false",
    "transfer.fsckObjects": "true",
}

_FIXED_ENVIRONMENT = {
    # An empty GIT_ASKPASS hides core.askPass and SSH_ASKPASS as well.
    "GIT_ASKPASS": "",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}


@dataclass(frozen=True)
class Git:
    """Runs git with a fixed, hardened surrounding.

    Attributes
    ----------
    honour_user_config
        Use the person's own git configuration, with its ``url.insteadOf``
        and credential helpers. Off unless the operator says otherwise.
    stall_seconds
        A transfer without any sign of life for so long is ended.
    deadline_seconds
        No single call takes longer.
    in_background
        Nobody waits for it: everything else on the machine goes first.
    cancelled
        When set, the running call ends and `CancelledError` is raised.
    """

    honour_user_config: bool = False
    stall_seconds: float = 60.0
    deadline_seconds: float = 3600.0
    in_background: bool = False
    cancelled: threading.Event = field(default_factory=threading.Event)

    def version(self) -> str:
        """Version of the installed git.

        Raises
        ------
        UnavailableError
            ``git-missing`` or ``git-too-old``.
        """
        text = self.run(["version"]).decode(errors="replace")
        match = re.search(r"(\d+)\.(\d+)(\.\d+)*", text)
        if not match or (int(match[1]), int(match[2])) < MINIMUM_VERSION:
            found = match[0] if match else text.strip()
            needed = ".".join(str(part) for part in MINIMUM_VERSION)
            raise UnavailableError(
                "git-too-old",
                f"git {found} is too old; {needed} or newer is needed.",
                "Ask whoever maintains this lab's image to install a newer git.",
                found=found,
                needed=needed,
            )
        return match[0]

    def run(
        self,
        args: Sequence[str],
        *,
        cwd: Path = Path("/"),
        input: bytes | None = None,  # noqa: A002  (as subprocess names it)
        environment: Mapping[str, str] | None = None,
        protocols: Sequence[str] = (),
        safe_directory: Path | None = None,
        on_line: Callable[[str], None] | None = None,
    ) -> bytes:
        """Run one git command and return what it printed.

        Parameters
        ----------
        args
            Arguments after ``git``; never anything that a client sent.
        cwd
            Working directory.
        input
            Fed to the command's standard input.
        environment
            Further environment variables.
        protocols
            Transports that the command may use; none by default.
        safe_directory
            A repository that may belong to another user.
        on_line
            Called with each line of progress; the stall limit then holds.

        Raises
        ------
        HealthCheckError
            What went wrong, by name; see `failure_from_stderr`.
        """
        if self.cancelled.is_set():
            raise CancelledError
        env = {
            **_FIXED_ENVIRONMENT,
            "GIT_ALLOW_PROTOCOL": ":".join(protocols) or "none",
            **(environment or {}),
        }
        if not self.honour_user_config:
            env["GIT_CONFIG_GLOBAL"] = os.devnull
        limits = Limits(
            cancelled=self.cancelled,
            deadline=self.deadline_seconds,
            stall=self.stall_seconds if on_line else None,
        )
        with _fed(input) as stdin:
            finished = run_supervised(
                self._command(args, env, cwd, safe_directory),
                cwd=cwd,
                env=env,
                stdin=stdin,
                limits=limits,
                on_line=on_line,
            )
        if failure := self._failure(finished):
            raise failure
        return finished.output

    def _command(
        self,
        args: Sequence[str],
        env: Mapping[str, str],
        cwd: Path,
        safe_directory: Path | None,
    ) -> list[str]:
        executable = shutil.which("git")
        if executable is None:
            raise UnavailableError(
                "git-missing",
                "git is not installed here.",
                "Ask whoever maintains this lab's image to install git.",
            )
        # GitPython can only add to the environment, so what was inherited
        # (GIT_DIR, GIT_CONFIG_COUNT, ...) leaves through env(1).
        command = ["/usr/bin/env"]
        command += [
            f"--unset={name}" for name in os.environ if name.startswith("GIT_") and name not in env
        ]
        if self.in_background:
            command += ["nice", "-n", "10"]
        # GitPython stays where it is if the folder is gone; git must not.
        command += [executable, "-C", os.fspath(cwd)]
        for key, value in _FIXED_CONFIG.items():
            command += ["-c", f"{key}={value}"]
        if not self.honour_user_config:
            command += ["-c", "credential.helper="]
        if safe_directory is not None:
            command += ["-c", f"safe.directory={safe_directory}"]
        return [*command, *args]

    def _failure(self, finished: Finished) -> HealthCheckError | None:
        if finished.ending is Ending.CANCELLED:
            return CancelledError()
        if finished.ending in {Ending.STALLED, Ending.DEADLINE}:
            stalled = finished.ending is Ending.STALLED
            seconds = self.stall_seconds if stalled else self.deadline_seconds
            said = "sent nothing" if stalled else "was not done"
            return UnavailableError(
                "stalled",
                f"The transfer was stopped: the other side {said} for {seconds:g} seconds.",
                "Try again in a few minutes; if it goes on, the upstream or the network is slow.",
                seconds=seconds,
            )
        return failure_from_stderr(finished.errors) if finished.code != 0 else None


@contextmanager
def _fed(input: bytes | None) -> Iterator[IO[bytes] | None]:  # noqa: A002
    """Offer what a command is to read. A pipe could fill up before it is read."""
    if input is None:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(input)
        file.seek(0)
        yield file
