"""Puts one folder in another's place so that a crash at any moment loses nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..exceptions import ConflictError
from ..models.workspace import BackupKind
from .backups import BackupRecord, backup_path, forget, record_path, write_record
from .layout import Layout
from .marker import read_marker
from .staging import disown, own
from .storage import exchange, move_without_clobbering, read_json, sync_directory, write_json


class Step(StrEnum):
    """Steps of a swap, each on disk once it is told; any may be the last before a crash."""

    JOURNALED = "journaled"
    DISOWNED = "disowned"
    FIRST_RENAME = "first-rename"
    INSTALLED = "installed"
    OLD_ASIDE = "old-aside"
    RECORDED = "recorded"
    FORGOTTEN = "forgotten"
    CLOSED = "closed"


Observer = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Swap:
    """A swap as its journal describes it.

    Attributes
    ----------
    incoming
        The folder that is to stand at the destination, relative to the
        folder that holds the destination: a home may be mounted elsewhere
        when the journal is read again.
    tree
        Unique name of that copy: tells whether it stands there yet.
    backup
        What becomes of the old copy, or `None` if there is none.
    restored
        Id of the backup that the incoming folder was, if it was one.
    """

    incoming: str
    tree: str
    backup: BackupRecord | None
    restored: str | None = None


def swap(layout: Layout, change: Swap, observer: Observer = lambda _: None) -> BackupRecord | None:
    """Carry out a swap. The collection's lock must be held.

    Parameters
    ----------
    layout
        The collection.
    change
        What goes where. All paths are on one file system.
    observer
        Told of each step once it is on disk.

    Returns
    -------
    BackupRecord or None
        Where the old copy went.

    Raises
    ------
    ConflictError
        ``target-in-the-way`` if something turned up at the destination.
    OSError
        If the file system refuses; all is then as it was.
    """
    write_json(layout.journal, asdict(change))
    observer(Step.JOURNALED)
    try:
        change = _install(layout, change, observer)
        return _finish(layout, change, observer)
    except OSError as error:
        with suppress(OSError):  # what cannot be taken back now is healed later
            _take_back(layout)
        if isinstance(error, FileExistsError):
            raise in_the_way(layout) from error
        raise


def heal(layout: Layout, observer: Observer = lambda _: None) -> bool:
    """Mend what a crash left. The collection's lock must be held.

    A swap that had begun is finished; one that had not is dropped, so that
    the person's copy stays as it was.

    Returns
    -------
    bool
        Whether there was anything to mend.
    """
    change = _read_journal(layout)
    if change is None:
        return False
    incoming = _incoming(layout, change)
    if _stands(layout, change):
        _finish(layout, change, observer)
    elif os.path.lexists(layout.destination) or change.backup is None:
        _drop(layout, change)
    else:
        old = backup_path(layout, change.backup)
        if not _is_tree(old, change.backup.tree):
            _drop(layout, change)
        elif incoming.is_dir():
            _move(incoming, layout.destination)
            _finish(layout, change, observer)
        else:
            _move(old, layout.destination)
            _close(layout)
    return True


def move_aside(layout: Layout, folder: Path, record: BackupRecord) -> None:
    """Make a previous copy of a folder that was found where it should not be."""
    _move(folder, backup_path(layout, record))
    write_record(layout, record)


def _install(layout: Layout, change: Swap, observer: Observer) -> Swap:
    incoming, destination = _incoming(layout, change), layout.destination
    # From here on the folder may come to hold the person's old copy.
    disown(incoming)
    observer(Step.DISOWNED)
    if change.backup is None:
        _move(incoming, destination)
    elif exchange(incoming, destination):
        _sync(destination.parent, incoming.parent)
        _be_sure(incoming, change.backup)
    else:
        change, old = _set_aside(layout, change, destination)
        _be_sure(backup_path(layout, old), old)
        observer(Step.FIRST_RENAME)
        _move(incoming, destination)
    observer(Step.INSTALLED)
    return change


def _be_sure(folder: Path, record: BackupRecord) -> None:
    """Make sure that what was moved is the copy that was looked at before."""
    if not _is_tree(folder, record.tree):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))


def _finish(layout: Layout, change: Swap, observer: Observer) -> BackupRecord | None:
    """Do what is left once the new copy stands; looks at the disk first."""
    incoming, record = _incoming(layout, change), change.backup
    if record is not None:
        # After an exchange the old copy lies where the new one came from.
        if _is_tree(incoming, record.tree):
            record = _set_aside(layout, change, incoming)[1]
        observer(Step.OLD_ASIDE)
        write_record(layout, record)
        observer(Step.RECORDED)
    if change.restored is not None:
        forget(layout, change.restored)
        observer(Step.FORGOTTEN)
    _close(layout)
    observer(Step.CLOSED)
    return record


def _set_aside(layout: Layout, change: Swap, folder: Path) -> tuple[Swap, BackupRecord]:
    """Move the old copy to where it is kept, by another name if that is taken now."""
    if change.backup is None:
        raise ValueError("there is no old copy in this swap")
    record = change.backup
    while True:
        try:
            _move(folder, backup_path(layout, record))
        except FileExistsError:
            record = _renamed(layout, record)
            change = replace(change, backup=record)
            write_json(layout.journal, asdict(change))
        else:
            return change, record


def _take_back(layout: Layout) -> None:
    """Give up a swap that was refused half-way, so that all is as it was."""
    change = _read_journal(layout)
    if change is None:
        return
    incoming, destination, record = _incoming(layout, change), layout.destination, change.backup
    if _stands(layout, change):
        if record is None or record_path(layout, record.id).exists():
            return  # all but the tidying up is done
        if os.path.lexists(incoming):
            exchange(incoming, destination)
        else:
            _move(destination, incoming)
    if record is not None and not os.path.lexists(destination):
        _move(backup_path(layout, record), destination)
    _drop(layout, change)


def _drop(layout: Layout, change: Swap) -> None:
    """Forget a swap that never began; its unused copy may be swept again."""
    incoming, record = _incoming(layout, change), change.backup
    if incoming.parent == layout.staging and _is_tree(incoming, change.tree):
        own(incoming)
    if record is not None and _is_tree(backup_path(layout, record), record.tree):
        write_record(layout, record)
    _close(layout)


def _renamed(layout: Layout, record: BackupRecord) -> BackupRecord:
    now = datetime.now(UTC)
    kept = record.kind is BackupKind.KEPT
    free = layout.free_keep_path(now) if kept else layout.free_backup_path(now)
    return replace(record, name=free.relative_to(layout.destination.parent).as_posix())


def _stands(layout: Layout, change: Swap) -> bool:
    return _is_tree(layout.destination, change.tree)


def _is_tree(folder: Path, tree: str | None) -> bool:
    """Whether a folder is the copy of that name, and no other thing in its place."""
    marker = None if folder.is_symlink() else read_marker(folder)
    return marker is not None and marker.tree == tree


def _incoming(layout: Layout, change: Swap) -> Path:
    return layout.destination.parent.joinpath(*change.incoming.split("/"))


def _move(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # another name would not help
        raise NotADirectoryError(
            errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target.parent)
        ) from error
    move_without_clobbering(source, target)
    _sync(source.parent, target.parent)


def _sync(*folders: Path) -> None:
    for folder in dict.fromkeys(folders):
        sync_directory(folder)


def _close(layout: Layout) -> None:
    layout.journal.unlink(missing_ok=True)
    sync_directory(layout.journal.parent)


def _read_journal(layout: Layout) -> Swap | None:
    record: dict[str, Any] | None = read_json(layout.journal)
    if record is None:
        return None
    try:
        backup = record["backup"]
        if backup is not None:
            backup = BackupRecord(**{**backup, "kind": BackupKind(backup["kind"])})
        return Swap(**{**record, "backup": backup})
    except (KeyError, TypeError, ValueError):  # nothing that this program wrote
        return None


def in_the_way(layout: Layout) -> ConflictError:
    """Something stands at the destination that is not ours to touch."""
    shown = layout.destination.relative_to(layout.root).as_posix()
    return ConflictError(
        "target-in-the-way",
        f"{shown} is there already, and was not made by Health Check.",
        "Rename it or move it elsewhere, then try again. It was not touched.",
        path=shown,
    )
