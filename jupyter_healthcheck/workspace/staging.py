"""A fresh copy, made complete beside the old one before anything is replaced."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from ..exceptions import UnavailableError
from ..models.collection import Access, CollectionSpec
from ..models.operation import Phase
from .git import Git
from .layout import Layout
from .marker import Marker, write_marker
from .pristine import Upstream
from .progress import Progress
from .storage import named_failures, remove_tree, sync_directory, sync_tree
from .write_bits import protect

_LINK = "120000"
_OURS = ".ours"


@dataclass(frozen=True, slots=True)
class StagedCopy:
    """A complete fresh copy that nobody has seen yet.

    Attributes
    ----------
    path
        Where it is.
    marker
        What it is, as also written inside it.
    notebooks
        Number of notebooks in it.
    """

    path: Path
    marker: Marker
    notebooks: int


def stage(
    spec: CollectionSpec, layout: Layout, upstream: Upstream, git: Git, progress: Progress
) -> StagedCopy:
    """Make a fresh, ordinary checkout from the pristine cache.

    Parameters
    ----------
    spec, layout
        The collection and its paths.
    upstream
        What to check out.
    git, progress
        Runs git; is told how far it is.

    Raises
    ------
    HealthCheckError
        What went wrong, by name; nothing is left behind then.
    """
    progress.enter(Phase.WRITING)
    layout.staging.mkdir(parents=True, exist_ok=True)
    folder = layout.staging / uuid.uuid4().hex
    own(folder)
    try:
        # Named before anything is deleted, which makes room.
        with named_failures(folder):
            return _make(spec, layout, upstream, git, progress, folder)
    except BaseException:
        discard(folder)
        raise


def _make(
    spec: CollectionSpec,
    layout: Layout,
    upstream: Upstream,
    git: Git,
    progress: Progress,
    folder: Path,
) -> StagedCopy:
    # The only transport needed here is the local one, for a shallow cache.
    git.run(
        [
            "clone",
            "--local",
            "--no-checkout",
            "--origin=origin",
            f"--branch={upstream.branch}",
            "--",
            os.fspath(layout.cache),
            os.fspath(folder),
        ],
        protocols=("file",),
        safe_directory=layout.cache,
    )
    # Named outright: were it searched for, another repository of the
    # person's could be found, and what they edited there be lost.
    here = [f"--git-dir={folder / '.git'}", f"--work-tree={folder}"]
    git.run([*here, "remote", "set-url", "origin", "--", spec.url])
    notebooks = _verify(git, here, upstream.commit, spec)
    git.run(
        [*here, "checkout", "--progress", "--force", upstream.branch, "--"],
        cwd=folder,
        on_line=progress.git_line,
    )
    if spec.access is Access.READ_ONLY:
        protect(folder)
        # Other modes would have git read every file again at each look.
        git.run([*here, "update-index", "-q", "--refresh"], cwd=folder)
    marker = Marker(
        tree=folder.name,
        collection=spec.id,
        commit=upstream.commit,
        branch=upstream.branch,
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    write_marker(folder, marker)
    sync_tree(folder)
    return StagedCopy(folder, marker, notebooks)


def own(folder: Path) -> None:
    """Note that a folder in the staging area is ours to delete."""
    _note(folder).touch()
    sync_directory(folder.parent)


def disown(folder: Path) -> None:
    """Take that back: the folder may come to hold what a person wrote."""
    if _note(folder).exists():
        _note(folder).unlink()
        sync_directory(folder.parent)


def discard(folder: Path) -> None:
    """Delete an unused copy."""
    remove_tree(folder)
    if not folder.exists():
        _note(folder).unlink(missing_ok=True)


def discard_unused(staged: StagedCopy) -> None:
    """Delete a fresh copy unless it came into use."""
    if _note(staged.path).exists():
        discard(staged.path)


def sweep(layout: Layout) -> list[Path]:
    """Delete unfinished copies of processes that are gone. The lock must be held.

    Returns
    -------
    list of Path
        Folders that are not known to be ours to delete, and were left.
    """
    left = []
    for entry in sorted(layout.staging.glob("*")) if layout.staging.is_dir() else []:
        if entry.suffix == _OURS:
            discard(entry.with_suffix(""))
        elif not _note(entry).exists():
            left.append(entry)
    return left


def _note(folder: Path) -> Path:
    return folder.with_name(folder.name + _OURS)


def _verify(git: Git, here: list[str], commit: str, spec: CollectionSpec) -> int:
    """Look at every entry before any is written; count the notebooks."""
    notebooks = 0
    for mode, entry, name in _entries(git, here, commit):
        if mode == _LINK:
            target = git.run([*here, "cat-file", "blob", entry])
            _refuse_leaving_link(name, target.decode(errors="surrogateescape"), spec)
        notebooks += name.endswith(".ipynb")
    return notebooks


def _entries(git: Git, here: list[str], commit: str) -> Iterator[tuple[str, str, str]]:
    listing = git.run([*here, "ls-tree", "-r", "-z", "--full-tree", commit])
    for record in listing.split(b"\0"):
        if record:
            facts, _, name = record.partition(b"\t")
            mode, _, entry = facts.decode().split(" ")
            yield mode, entry, name.decode(errors="surrogateescape")


def _refuse_leaving_link(name: str, target: str, spec: CollectionSpec) -> None:
    if _leaves(name, target):
        shown = name.encode(errors="replace").decode()
        raise UnavailableError(
            "unsafe-content",
            f"The new set holds a link that leads out of its folder ({shown}), "
            "so nothing was taken over.",
            f"Tell the maintainers of the {spec.title} notebooks.",
            path=shown,
        )


def _leaves(name: str, target: str) -> bool:
    """Whether a link could lead out of the tree, or to git's own files."""
    steps = [step for step in target.split("/") if step not in {"", "."}]
    up = len(list(takewhile(lambda step: step == "..", steps)))
    # A step up that comes later would start from where another link leads.
    strays = target.startswith("/") or up > name.count("/") or ".." in steps[up:]
    return strays or any(step.casefold() == ".git" for step in steps)
