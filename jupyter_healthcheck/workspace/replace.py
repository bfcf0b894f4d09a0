"""Puts one folder in another's place so that a crash at any moment loses nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..exceptions import ConflictError
from ..models.workspace import BackupKind
from .backups import BackupRecord, backup_path, forget, write_record
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
        If the file system refuses; nothing is lost then.
    """
    write_json(layout.journal, asdict(change))
    observer(Step.JOURNALED)
    try:
        _install(layout, change, observer)
        return _finish(layout, change, observer)
    except FileExistsError as error:
        heal(layout)
        raise in_the_way(layout) from error
    except OSError:
        heal(layout)
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
        if incoming.is_dir() and old.is_dir():
            _move(incoming, layout.destination)
            _finish(layout, change, observer)
        elif old.is_dir():
            _move(old, layout.destination)
            _close(layout)
        else:
            _drop(layout, change)
    return True


def move_aside(layout: Layout, folder: Path, record: BackupRecord) -> None:
    """Make a previous copy of a folder that was found where it should not be."""
    _move(folder, backup_path(layout, record))
    write_record(layout, record)


def _install(layout: Layout, change: Swap, observer: Observer) -> None:
    incoming, destination = _incoming(layout, change), layout.destination
    # From here on the folder may come to hold the person's old copy.
    disown(incoming)
    observer(Step.DISOWNED)
    if change.backup is None:
        _move(incoming, destination)
    elif exchange(incoming, destination):
        _sync(destination.parent, incoming.parent)
    else:
        _move(destination, backup_path(layout, change.backup))
        observer(Step.FIRST_RENAME)
        _move(incoming, destination)
    observer(Step.INSTALLED)


def _finish(layout: Layout, change: Swap, observer: Observer) -> BackupRecord | None:
    """Do what is left once the new copy stands; looks at the disk first."""
    incoming, record = _incoming(layout, change), change.backup
    if record is not None:
        # After an exchange the old copy lies where the new one came from.
        while incoming.is_dir():
            try:
                _move(incoming, backup_path(layout, record))
            except FileExistsError:
                record = _renamed(layout, record)
                change = replace(change, backup=record)
                write_json(layout.journal, asdict(change))
        observer(Step.OLD_ASIDE)
        write_record(layout, record)
        observer(Step.RECORDED)
    if change.restored is not None:
        forget(layout, change.restored)
        observer(Step.FORGOTTEN)
    _close(layout)
    observer(Step.CLOSED)
    return record


def _drop(layout: Layout, change: Swap) -> None:
    """Forget a swap that never began; its unused copy may be swept again."""
    incoming = _incoming(layout, change)
    marker = read_marker(incoming)
    if incoming.parent == layout.staging and marker is not None and marker.tree == change.tree:
        own(incoming)
    record = change.backup
    if record is not None and backup_path(layout, record).is_dir():
        write_record(layout, record)
    _close(layout)


def _renamed(layout: Layout, record: BackupRecord) -> BackupRecord:
    now = datetime.now(UTC)
    kept = record.kind is BackupKind.KEPT
    free = layout.free_keep_path(now) if kept else layout.free_backup_path(now)
    return replace(record, name=free.relative_to(layout.destination.parent).as_posix())


def _stands(layout: Layout, change: Swap) -> bool:
    marker = read_marker(layout.destination)
    return marker is not None and marker.tree == change.tree


def _incoming(layout: Layout, change: Swap) -> Path:
    return layout.destination.parent.joinpath(*change.incoming.split("/"))


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
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
