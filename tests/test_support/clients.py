"""A git that clones, whose failures are looked at rather than raised."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.support.environment import git_env


@dataclass(frozen=True)
class Client:
    """The real git with a folder to clone to."""

    copy: Path

    def clone(self, url: str, *options: str, **environment: str) -> tuple[int, str]:
        """Clone, and return how git ended and what it said."""
        cloning = self.started(url, *options, **environment)
        _, said = cloning.communicate(timeout=60)
        return cloning.returncode, said

    def started(self, url: str, *options: str, **environment: str) -> subprocess.Popen[str]:
        """Start to clone and return at once."""
        return subprocess.Popen(
            ["git", *options, "clone", "--progress", url, str(self.copy)],
            env=git_env() | environment,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def stop(cloning: subprocess.Popen[str]) -> None:
    """End git and the helper that speaks HTTP for it, which would go on alone."""
    os.killpg(cloning.pid, signal.SIGKILL)
    cloning.communicate(timeout=60)
