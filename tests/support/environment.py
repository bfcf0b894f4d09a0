"""Run the real git without anything of the person who runs the tests.

``run_git("log", "-1", cwd=path)`` returns stdout and fails loudly.
``git_env()`` is for code that starts git by itself.
"""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

# Libraries and certificates are found through these; everything else is ours.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")


def git_env(home: Path | None = None, **extra: str) -> dict[str, str]:
    """Return an environment in which git reads no configuration but a repository's.

    Parameters
    ----------
    home
        A folder to use as ``$HOME``; without it there is none that exists.
    **extra
        Variables to add, or to set differently.

    Returns
    -------
    dict of str to str
        A whole environment, not an addition to the current one.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment |= {
        "HOME": str(home) if home else os.devnull,
        "LC_ALL": "C",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_AUTHOR_NAME": "Ada Example",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada Example",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
    }
    return environment | extra


def run_git(
    *arguments: str | Path,
    cwd: Path | None = None,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> str:
    """Run git to its end and return what it wrote to stdout.

    Raises
    ------
    AssertionError
        If git failed; the message holds what it wrote to stderr.
    """
    done = subprocess.run(
        ["git", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        env=dict(env) if env is not None else git_env(),
        capture_output=True,
        check=False,
        timeout=timeout,
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace")
        msg = f"git {' '.join(map(str, arguments))} ended with {done.returncode}: {said}"
        raise AssertionError(msg)
    return done.stdout.decode(errors="surrogateescape")
