"""Commits as plain data, and the stream in which ``git fast-import`` takes them.

Nothing is checked out and nothing is refused: links, gitlinks and whatever
else a hostile repository may hold are as easy as files.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

# Mon 5 Jan 2026, 09:00 UTC; a commit an hour from then on, so that the same
# history always has the same names.
_FIRST_COMMIT = 1767603600
_BETWEEN_COMMITS = 3600


@dataclass(frozen=True)
class Executable:
    """A file that may be run."""

    data: bytes | str


@dataclass(frozen=True)
class Symlink:
    """A symbolic link, wherever it leads."""

    target: str


@dataclass(frozen=True)
class Gitlink:
    """What a submodule leaves in the tree: the name of some commit."""

    sha: str = "1" * 40


Content: TypeAlias = bytes | str | Executable | Symlink | Gitlink | None
"""What a path is to hold; None deletes it."""


@dataclass(frozen=True)
class Commit:
    """A change to some paths."""

    files: Mapping[str, Content]
    message: str = "Change something"
    author: str = "Ada Example <ada@example.org>"


def commit_stream(
    mark: int, branch: str, commit: Commit, *, parent: str | None, number: int
) -> Iterator[bytes]:
    """Write one commit for ``git fast-import``.

    Parameters
    ----------
    mark
        The number by which git is to report the commit's name.
    branch
        The branch that is moved to it.
    commit
        What it holds.
    parent
        A commit, a branch or a mark; None for a commit without a parent.
    number
        Its place in the history, which gives it its time.
    """
    who = f"{commit.author} {_FIRST_COMMIT + number * _BETWEEN_COMMITS} +0000\n"
    yield f"commit refs/heads/{branch}\nmark :{mark}\nauthor {who}committer {who}".encode()
    yield _data(commit.message)
    if parent is not None:
        yield f"from {parent}\n".encode()
    # A folder may take the place of a file, so what goes away goes first.
    for path, content in sorted(commit.files.items(), key=lambda item: item[1] is not None):
        yield _change(path, content)
    yield b"\n"


def _change(path: str, content: Content) -> bytes:
    name = _quoted(path)
    match content:
        case None:
            return b"D %b\n" % name
        case Gitlink(sha):
            return b"M 160000 %b %b\n" % (sha.encode(), name)
        case Symlink(target):
            return b"M 120000 inline %b\n%b" % (name, _data(target))
        case Executable(data):
            return b"M 100755 inline %b\n%b" % (name, _data(data))
        case data:
            return b"M 100644 inline %b\n%b" % (name, _data(data))


def _data(content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return b"data %d\n%b\n" % (len(raw), raw)


def _quoted(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return b'"%b"' % escaped.encode()
