"""Runs commands as a person or a script does."""

import fcntl
import json
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_PATIENCE = 60.0


@dataclass(frozen=True)
class Finished:
    """What a command left."""

    code: int
    stdout: str
    stderr: str

    @property
    def answer(self) -> Any:
        """The one JSON document on standard output."""
        return json.loads(self.stdout)


def heed_interrupts() -> None:
    """Undo what a shell does to the commands that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _take_the_terminal() -> None:
    """Make Ctrl-C an interrupt, as on a person's terminal."""
    heed_interrupts()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Shell:
    """A shell in a home of its own.

    Parameters
    ----------
    folder
        Everything is inside; the home is ``folder/home``.
    config
        Jupyter configuration to name with ``--config``.
    """

    def __init__(self, folder: Path, config: Path) -> None:
        self.folder = folder
        self.config = config
        self.home = folder / "home"
        self.home.mkdir()
        self.copy = self.home / "notebooks" / "system-test"

    @property
    def environment(self) -> dict[str, str]:
        inside = {
            "HOME": self.home,
            "JUPYTER_CONFIG_DIR": self.folder / "jupyter" / "config",
            "JUPYTER_DATA_DIR": self.folder / "jupyter" / "data",
            "JUPYTER_RUNTIME_DIR": self.folder / "jupyter" / "runtime",
        }
        others = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "JUPYTER")) and not name.lower().endswith("_proxy")
        }
        return {**others, **{name: str(path) for name, path in inside.items()}}

    def words(self, *arguments: str) -> list[str]:
        """The whole command line."""
        return [sys.executable, "-m", "jupyter_healthcheck", *arguments]

    def run(self, command: str, *arguments: str, config: Path | None = None) -> Finished:
        """Run a command on this home, without a terminal."""
        return self.run_plain(command, *arguments, "--config", str(config or self.config))

    def run_plain(self, *arguments: str) -> Finished:
        """Run a command as it is given."""
        done = subprocess.run(
            self.words(*arguments),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    def on_terminal(self, *arguments: str, typed: list[tuple[str, str]]) -> Finished:
        """Run a command on a terminal, and type an answer when a text appears."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            self.words(*arguments, "--config", str(self.config)),
            env={**self.environment, "TERM": "xterm", "COLUMNS": "200"},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_take_the_terminal,  # noqa: PLW1509  (two calls into the system)
        )
        os.close(theirs)
        screen, waiting = "", list(typed)
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    chunk = os.read(ours, 65_536)
                except OSError:
                    break
                screen += chunk.decode(errors="replace")
                if waiting and waiting[0][0] in screen:
                    os.write(ours, waiting.pop(0)[1].encode())
            elif process.poll() is not None:
                break
        os.close(ours)
        return Finished(process.wait(10), screen, screen)
