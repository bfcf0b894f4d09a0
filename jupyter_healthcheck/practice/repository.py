"""Bare repositories made from lists of commits, each in one stream to git."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..workspace.git import Git
from ..workspace.storage import move_without_clobbering
from .history import Commit

BRANCH = "refs/heads/main"
_AUTHOR = "Practice Author <practice@example.org>"


def create_repository(path: Path, commits: Sequence[Commit]) -> None:
    """Create a bare repository; an interrupted call leaves nothing at the path.

    Parameters
    ----------
    path
        Where it is to be. A repository that somebody else put there in the
        meantime stays.
    commits
        Its history, oldest first.
    """
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
        staged = Path(folder) / path.name
        Git().run(["init", "--quiet", "--bare", "--initial-branch=main", "--", str(staged)])
        append_commits(staged, commits)
        try:
            move_without_clobbering(staged, path)
        except FileExistsError:
            return


def append_commits(repository: Path, commits: Sequence[Commit], parent: str | None = None) -> str:
    """Add commits to the default branch.

    Parameters
    ----------
    repository
        A bare repository.
    commits
        What to add, oldest first.
    parent
        Hash of the commit that the first one follows; git refuses if the
        branch has moved on from it.

    Returns
    -------
    str
        Hash of the last commit.
    """
    git = Git()
    stream = b"".join(_stream(commits, parent))
    git.run(["fast-import", "--quiet", "--done"], cwd=repository, input=stream)
    return git.run(["rev-parse", BRANCH], cwd=repository).decode().strip()


def _stream(commits: Sequence[Commit], parent: str | None) -> Iterator[bytes]:
    for commit in commits:
        yield f"commit {BRANCH}\n".encode()
        yield f"committer {_AUTHOR} {int(commit.when.timestamp())} +0000\n".encode()
        yield _data(commit.message.encode() + b"\n")
        if parent:
            yield f"from {parent}\n".encode()
            parent = None
        for path, content in commit.changes.items():
            if content is None:
                yield f"D {path}\n".encode()
            else:
                yield f"M 100644 inline {path}\n".encode() + _data(content)
    yield b"done\n"


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)
