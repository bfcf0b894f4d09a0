"""What a person put into a read-only copy, found again when that copy was replaced."""

from __future__ import annotations

import os
import uuid
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from ..models.workspace import BackupKind, Loss, LossKind
from .backups import BackupRecord, backup_path, delete, list_records, write_record
from .git import Git
from .inspection import inspect, unchanged_files
from .layout import Layout
from .marker import Marker, read_marker
from .occupants import processes_inside
from .pristine import PristineCache, Upstream
from .staging import discard, own
from .storage import move_without_clobbering, sync_directory, tree_size
from .write_bits import open_folders, unprotect

_REFUSE = frozenset({LossKind.DELETED, LossKind.CHECKPOINT, LossKind.CACHE_FILE})
#: What only a whole repository can hold.
_IN_GIT = frozenset({LossKind.COMMIT, LossKind.STASH, LossKind.WORKTREE, LossKind.UNREADABLE})


def own_work(losses: tuple[Loss, ...]) -> tuple[Loss, ...]:
    """Pick what a person did; in read-only notebooks even outputs are."""
    return tuple(item for item in losses if item.kind not in _REFUSE)


def tidy(layout: Layout, cache: PristineCache, upstream: Upstream, git: Git) -> list[BackupRecord]:
    """Reduce replaced read-only copies to what a person put into them.

    A copy in which a process works stays as it is until another time. It is
    safe to be interrupted anywhere and called again.

    Parameters
    ----------
    layout
        The collection, whose lock must be held.
    cache, upstream, git
        Tell the upstream's files from others.

    Returns
    -------
    list of BackupRecord
        The rescued files, newest first; copies without any are deleted.
    """
    rescued = []
    for record in list_records(layout):
        folder = backup_path(layout, record)
        if record.kind is not BackupKind.REPLACED or processes_inside(folder):
            continue
        kept = _reduce(layout, record, cache, upstream, git)
        if kept is not None:
            rescued.append(kept)
    return rescued


def _reduce(
    layout: Layout, record: BackupRecord, cache: PristineCache, upstream: Upstream, git: Git
) -> BackupRecord | None:
    folder = backup_path(layout, record)
    marker = read_marker(folder)

    def losses(place: Path, made: Marker) -> tuple[Loss, ...]:
        there = replace(layout, destination=place)
        return inspect(there, made, cache, upstream, git, trusted=True).losses

    open_folders(folder)
    if marker is not None:
        found = losses(folder, marker)
        if not own_work(found):
            # If somebody came in meanwhile, it is looked at anew another time.
            delete(layout, record, lambda place: bool(own_work(losses(place, marker))))
            return None
        if not any(item.kind in _IN_GIT for item in found):
            refuse = [item.path for item in found if item.kind in _REFUSE and item.path]
            unchanged = unchanged_files(replace(layout, destination=folder), git)
            # What is in a repository of the person's own belongs to that one.
            nested = tuple(item.path for item in found if item.path and item.path.endswith("/"))
            doomed = [name for name in [*unchanged, *refuse] if not name.startswith(nested)]
            _remove(folder, doomed)
            _remove_git(layout, folder)
    unprotect(folder)
    kept = replace(record, kind=BackupKind.RESCUED, own_changes=True, size=tree_size(folder))
    write_record(layout, kept)
    return kept


def _remove(folder: Path, names: list[str]) -> None:
    by_place = defaultdict(list)
    for name in names:
        by_place[(folder / name).parent].append(folder / name)
    parents = set()
    for place, paths in by_place.items():
        if place.resolve() != folder.resolve() / place.relative_to(folder):
            continue  # a link of the person's leads elsewhere, where nothing is ours
        for path in paths:
            with suppress(OSError):  # what resists stays
                path.unlink()
        parents |= {parent for parent in (place, *place.parents) if folder in parent.parents}
    for parent in sorted(parents, key=lambda path: len(path.parts), reverse=True):
        with suppress(OSError):  # what holds a file of the person's stays
            parent.rmdir()


def _remove_git(layout: Layout, folder: Path) -> None:
    """Remove the repository in one step: half of one would count as the person's."""
    doomed = layout.staging / f"git-{uuid.uuid4().hex}"
    layout.staging.mkdir(parents=True, exist_ok=True)
    own(doomed)
    move_without_clobbering(Path(os.fspath(folder), ".git"), doomed)
    sync_directory(folder)
    discard(doomed)
