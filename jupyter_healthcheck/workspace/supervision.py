"""One child process under watch: output, cancel, deadline and stall."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import IO, Any

from ..exceptions import UnavailableError

#: Seconds between asking a process group to end and ending it.
_GRACE = 2.0
_LOOK_EVERY = 0.05
_LINES_KEPT = 400


class Ending(Enum):
    """Why a process ended."""

    BY_ITSELF = auto()
    CANCELLED = auto()
    DEADLINE = auto()
    STALLED = auto()


@dataclass(frozen=True, slots=True)
class Limits:
    """When to end a process.

    Attributes
    ----------
    cancelled
        Ends it as soon as it is set.
    deadline
        Seconds it may take in all.
    stall
        Seconds it may be silent, or `None` for any time.
    """

    cancelled: threading.Event
    deadline: float
    stall: float | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """What a process left: exit code, standard output, last lines of standard error."""

    code: int
    output: bytes
    errors: str
    ending: Ending


def run_supervised(
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: IO[bytes] | None,
    limits: Limits,
    on_line: Callable[[str], None] | None = None,
) -> Finished:
    """Run a command in a process group of its own and watch over it.

    Parameters
    ----------
    command
        Program and arguments; no shell is involved.
    cwd, env, stdin
        Where it runs; variables added to the environment; its input.
    limits
        When to end it early, with its whole group.
    on_line
        Called with each line of standard error as it comes, where a carriage
        return ends a line too. Standard output is then text.
    """
    git_class, handle_process_output = _git_python()

    text = on_line is not None
    output: list[Any] = []
    errors: list[str] = []
    last_sign = time.monotonic()

    def keep_output(chunk: Any) -> None:
        nonlocal last_sign
        last_sign = time.monotonic()
        output.append(chunk)

    def keep_error(line: Any) -> None:
        nonlocal last_sign
        last_sign = time.monotonic()
        line = line if isinstance(line, str) else line.decode(errors="replace")
        errors.append(line)
        del errors[:-_LINES_KEPT]
        if on_line:
            on_line(line.rstrip())

    options: dict[str, Any] = {"errors": "replace"} if text else {}
    process: Any = git_class(str(cwd)).execute(
        list(command),
        istream=stdin,
        as_process=True,
        env=dict(env),
        universal_newlines=text,
        start_new_session=True,
        **options,
    )
    child = process.proc
    over = threading.Event()
    ending = Ending.BY_ITSELF

    def guard() -> None:
        nonlocal ending
        started = time.monotonic()
        while not over.wait(_LOOK_EVERY):
            now = time.monotonic()
            if limits.cancelled.is_set():
                ending = Ending.CANCELLED
            elif now - started > limits.deadline:
                ending = Ending.DEADLINE
            elif limits.stall is not None and now - last_sign > limits.stall:
                ending = Ending.STALLED
            else:
                continue
            _end_group(child.pid, over)
            return

    watcher = threading.Thread(target=guard, name="git-guard", daemon=True)
    watcher.start()
    try:
        handle_process_output(process, keep_output, keep_error, decode_streams=False)
        code = child.wait()
    finally:
        over.set()
        watcher.join()
    joined = b"".join(part if isinstance(part, bytes) else part.encode() for part in output)
    return Finished(code, joined, "".join(errors), ending)


def _git_python() -> tuple[Any, Any]:
    # Loading it takes 30 ms, which a lab's start must not pay.
    try:
        from git import Git
        from git.cmd import handle_process_output
    except ImportError as error:  # it tries git out, and gives up if that goes wrong
        raise UnavailableError(
            "git-missing",
            "git does not work here.",
            "Ask whoever maintains this lab's image to install git anew.",
            git=str(error)[:2000],
        ) from error
    return Git, handle_process_output


def _end_group(group: int, over: threading.Event) -> None:
    for number, patience in ((signal.SIGTERM, _GRACE), (signal.SIGKILL, 0.0)):
        with suppress(ProcessLookupError):
            os.killpg(group, number)
        if over.wait(patience):
            return
