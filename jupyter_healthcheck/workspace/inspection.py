"""Reads a copy and gathers what a plan needs. Writes nothing into it."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import NoReturn

from ..exceptions import CancelledError, HealthCheckError
from ..models.workspace import Loss, LossKind
from .git import Git
from .layout import Layout
from .marker import Marker
from .planning import FileChange, classify, loss
from .pristine import PristineCache, Upstream
from .storage import tree_size

#: Notebooks above this size are not compared cell by cell.
_READABLE = 100_000_000


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a copy.

    Attributes
    ----------
    losses
        Everything that the upstream has not, noise included.
    branch, head
        The branch and the commit that are checked out, ``None`` if none is.
    stamp
        Changes whenever a file among the losses is written.
    commits_behind, notebooks_changed
        How the upstream differs from where the copy came from, if known.
    """

    losses: tuple[Loss, ...]
    branch: str | None
    head: str | None
    stamp: str = ""
    commits_behind: int | None = None
    notebooks_changed: int | None = None


def inspect(
    layout: Layout,
    marker: Marker,
    cache: PristineCache,
    upstream: Upstream,
    git: Git,
    *,
    trusted: bool = False,
) -> Inspection:
    """Tell what a copy holds that a fresh set would not.

    Parameters
    ----------
    layout
        The collection; its destination is the copy.
    marker
        The copy's marker.
    cache, upstream
        What the upstream has.
    git
        Runs git.
    trusted
        Whether the commit that the copy was made from counts as the
        upstream's even if the cache holds it no more, as a shallow one does.

    Returns
    -------
    Inspection
        A copy that git cannot read is one loss of the kind *unreadable*.
    """
    reader = _Reader(layout.destination, cache.layout.cache, git)
    try:
        given = [marker.commit] if trusted else []
        found = [*reader.files(), *reader.commits([*cache.refs(), *given]), *reader.stashes()]
        found += reader.worktrees()
        branch, head = reader.branch(), reader.head()
    except CancelledError:
        raise
    except (HealthCheckError, OSError) as error:
        detail = str(getattr(error, "details", {}).get("git") or error)
        return Inspection((loss(LossKind.UNREADABLE, None, detail),), None, None)
    origin = head if cache.holds(head) else marker.commit
    behind, changed = cache.distance(origin, upstream.commit)
    stamp = _stamp(layout.destination, found)
    return Inspection(tuple(found), branch, head, stamp, behind, changed)


def unchanged_files(layout: Layout, git: Git) -> list[str]:
    """Name the files of a copy that are as they were got."""
    reader = _Reader(layout.destination, layout.cache, git)
    return reader.unchanged()


def _stamp(folder: Path, losses: Iterable[Loss]) -> str:
    digest = hashlib.sha256()
    for item in losses:
        if item.matters and item.path is not None:
            with suppress(OSError):
                facts = os.lstat(folder / item.path)
                digest.update(f"{item.path}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files_below(root: Path) -> Iterator[str]:
    """Paths of all files, as git writes them; a repository inside counts as one."""
    for folder, folders, names in os.walk(root, onerror=_fail):
        if not os.access(folder, os.X_OK):  # git takes what it cannot look at for unchanged
            _fail(PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder))
        place = "" if folder == str(root) else os.path.relpath(folder, root) + "/"
        if not place:
            folders[:] = [name for name in folders if name != ".git"]
        elif ".git" in folders or ".git" in names:
            folders.clear()
            yield place
            continue
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (place + name for name in [*names, *links])


def _fail(error: OSError) -> NoReturn:
    """Refuse to walk past a folder that cannot be read: what is in it would be overlooked."""
    raise error


@dataclass(frozen=True)
class _Reader:
    folder: Path
    cache: Path
    git: Git

    def _run(self, *args: str, input: bytes | None = None, with_cache: bool = False) -> bytes:  # noqa: A002
        # The folder is named twice, since core.worktree could point elsewhere.
        # Quoted as in C, since a colon would end the path.
        objects = str(self.cache / "objects").replace("\\", "\\\\").replace('"', '\\"')
        borrowed = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": f'"{objects}"'}
        return self.git.run(
            [f"--git-dir={self.folder / '.git'}", f"--work-tree={self.folder}", *args],
            cwd=self.folder,
            input=input,
            environment=borrowed if with_cache else None,
            safe_directory=self.folder,
        )

    def files(self) -> Iterator[Loss]:
        """Compare every file with the commit that is checked out."""
        changes = [*self._changes(), *self._hidden_changes(), *self._unknown_files()]
        originals = self._originals([c.path for c in changes if c.path.endswith(".ipynb")])
        for change in changes:
            yield classify(change, originals.get(change.path), self._current(change))

    def unchanged(self) -> list[str]:
        """Paths that git has a version of, and that version is in the file."""
        changed = {change.path for change in [*self._changes(), *self._hidden_changes()]}
        return [path for _, path in self._known if path not in changed]

    def _changes(self) -> Iterator[FileChange]:
        output = self._run(
            "status",
            "--porcelain=v2",
            "-z",
            "--no-renames",
            "--untracked-files=no",
            "--ignore-submodules=none",
        )
        for record in output.split(b"\0"):
            text = os.fsdecode(record)
            if text.startswith("1 "):
                _, states, _, _, was, mode, _, _, path = text.split(" ", 8)
                if states != ".M" or mode != was or not self._is_as_checked_out(path):
                    yield self._change(path, tracked=True, staged=states[0] != ".")
            elif text.startswith("u "):
                path = text.split(" ", 10)[10]
                yield self._change(path, tracked=True, staged=True)

    def _is_as_checked_out(self, path: str) -> bool:
        """Whether a file that git calls modified is as git itself would write it.

        Where the upstream holds other ends of lines than its ``.gitattributes``
        ask for, every fresh copy is modified.
        """
        if not any(PurePosixPath(name).name == ".gitattributes" for _, name in self._known):
            return False
        file = self.folder / path
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _READABLE:
            return False
        return self._run("cat-file", "--filters", f":{path}") == file.read_bytes()

    def _hidden_changes(self) -> Iterator[FileChange]:
        """Files that git was told not to look at may be edited or deleted all the same."""
        for tag, path in self._known:
            if tag.islower() or tag == "S":
                yield self._change(path, tracked=True)

    def _unknown_files(self) -> Iterator[FileChange]:
        """Files that git has no version of, whatever it was told to ignore.

        git itself would overlook some: in the folder of a submodule, below a
        folder that is named ``.git``, and where ``core.ignoreCase`` is set.
        """
        known = {path for _, path in self._known}
        for path in _files_below(self.folder):
            if path not in known:
                yield self._change(path, tracked=False)

    @cached_property
    def _known(self) -> list[tuple[str, str]]:
        """Tag and path of every file in the index."""
        records = self._run("ls-files", "-v", "-z").split(b"\0")
        return [(text[0], text[2:]) for text in map(os.fsdecode, records) if text]

    def _change(self, path: str, *, tracked: bool, staged: bool = False) -> FileChange:
        try:
            facts = os.lstat(self.folder / path)
        except OSError:
            return FileChange(path, tracked, staged, None)
        whole = tree_size(self.folder / path) if path.endswith("/") else facts.st_size
        return FileChange(path, tracked, staged, whole)

    def _originals(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Contents at the commit that is checked out, in one call."""
        wanted = [path for path in paths if "\n" not in path]
        request = b"".join(b"HEAD:" + os.fsencode(path) + b"\n" for path in wanted)
        output = self._run("cat-file", "--batch", input=request) if wanted else b""
        found: dict[str, bytes] = {}
        position = 0
        for path in wanted:
            end = output.find(b"\n", position)
            header = output[position:end].rsplit(b" ", 2)
            position = end + 1
            if len(header) == 3 and header[1] == b"blob":
                size = int(header[2])
                found[path] = output[position : position + size]
                position += size + 1
        return found

    def _current(self, change: FileChange) -> bytes | None:
        if not change.path.endswith(".ipynb") or not change.size or change.size > _READABLE:
            return None
        path = self.folder / change.path
        return None if path.is_symlink() or not path.is_file() else path.read_bytes()

    def commits(self, upstream_refs: list[str]) -> Iterator[Loss]:
        """Find commits of any branch, tag or note that the upstream lacks."""
        known = "".join(f"^{ref}\n" for ref in upstream_refs).encode()
        output = self._run(
            "rev-list",
            "--no-commit-header",
            "--format=%s",
            "--exclude=refs/remotes/*",
            "--exclude=refs/stash",
            "--all",
            "HEAD",
            "--stdin",
            input=known,
            with_cache=True,
        )
        for subject in output.decode(errors="replace").split("\n")[:-1]:
            yield loss(LossKind.COMMIT, None, subject)

    def stashes(self) -> Iterator[Loss]:
        """Find what was stashed."""
        output = self._run("stash", "list", "-z", "--format=%gs")
        for subject in output.decode(errors="replace").split("\0"):
            if subject:
                yield loss(LossKind.STASH, None, subject)

    def worktrees(self) -> list[Loss]:
        """Find further working trees, which a move would cut off."""
        folder = self.folder / ".git" / "worktrees"
        names = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
        return [loss(LossKind.WORKTREE, None, name) for name in names]

    def branch(self) -> str | None:
        """Name of the branch that is checked out."""
        head = (self.folder / ".git" / "HEAD").read_text(errors="replace").strip()
        return head.removeprefix("ref: refs/heads/") if head.startswith("ref: ") else None

    def head(self) -> str:
        """Full hash of the commit that is checked out."""
        return self._run("rev-parse", "--verify", "HEAD").decode().strip()
