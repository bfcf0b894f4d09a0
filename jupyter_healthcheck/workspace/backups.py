"""The ledger of previous copies. A backup never overwrites a backup."""

from __future__ import annotations

import contextlib
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..exceptions import ConflictError, NotFoundError
from ..models.workspace import BackupKind
from .layout import Layout
from .marker import read_marker
from .occupants import processes_inside
from .staging import discard, own
from .storage import (
    move_without_clobbering,
    read_json,
    sync_directory,
    tree_size,
    write_json,
)

_ID = re.compile(r"[A-Za-z0-9._-]{1,200}")


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """What the ledger knows of one previous copy.

    Attributes
    ----------
    id, collection
        Its name and its collection's.
    name
        Where it is, relative to the folder that holds the destination.
    kind
        See `BackupKind`.
    created_at
        When it was set aside (ISO 8601, UTC).
    tree
        The copy's unique name, from its marker.
    commit
        Where it came from, if known.
    own_changes
        Whether anything in it matters to the person.
    size
        Bytes in its files, without git's own.
    """

    id: str
    collection: str
    name: str
    kind: BackupKind
    created_at: str
    tree: str | None
    commit: str | None
    own_changes: bool
    size: int


def describe(layout: Layout, folder: Path, kind: BackupKind, *, own_changes: bool) -> BackupRecord:
    """Prepare the record of what a copy will become, under an unused name.

    Parameters
    ----------
    layout
        The collection.
    folder
        The copy, where it is now.
    kind, own_changes
        See `BackupRecord`.

    Raises
    ------
    ConflictError
        ``target-in-the-way`` if the folder for previous copies is a link or
        a file: a rename into it could fail half-way.
    """
    now = datetime.now(UTC)
    kept = kind is BackupKind.KEPT
    target = layout.free_keep_path(now) if kept else layout.free_backup_path(now)
    parent = target.parent
    if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
        shown = parent.relative_to(layout.root).as_posix()
        raise ConflictError(
            "target-in-the-way",
            f"{shown} is not a folder, so your copy cannot be kept there.",
            "Rename it or move it elsewhere, then try again.",
            path=shown,
        )
    parent.mkdir(parents=True, exist_ok=True)
    marker = read_marker(folder)
    return BackupRecord(
        id=f"{layout.id}-{now:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}",
        collection=layout.id,
        name=target.relative_to(layout.destination.parent).as_posix(),
        kind=kind,
        # Two in one second still have an order.
        created_at=now.isoformat(timespec="milliseconds"),
        tree=marker.tree if marker else None,
        commit=marker.commit if marker else None,
        own_changes=own_changes,
        size=tree_size(folder),
    )


def record_path(layout: Layout, backup_id: str) -> Path:
    """Where a backup's record lies; never outside the ledger."""
    if not _ID.fullmatch(backup_id) or backup_id.startswith("."):
        raise unknown_backup(backup_id)
    return layout.ledger / f"{backup_id}.json"


def backup_path(layout: Layout, record: BackupRecord) -> Path:
    """Where a previous copy lies."""
    return layout.destination.parent.joinpath(*record.name.split("/"))


def write_record(layout: Layout, record: BackupRecord) -> None:
    """Enter a backup into the ledger."""
    write_json(record_path(layout, record.id), asdict(record))


def list_records(layout: Layout) -> list[BackupRecord]:
    """Backups of one collection that are still there, newest first.

    A copy that the person moved, renamed or deleted is their own affair and
    is not listed.
    """
    found = [record for record in _records(layout) if _is_there(layout, record)]
    return sorted(found, key=lambda record: (record.created_at, record.id), reverse=True)


def find_record(layout: Layout, backup_id: str) -> BackupRecord:
    """Look a backup up.

    Raises
    ------
    NotFoundError
        ``backup-missing`` if there is none, or its folder is gone.
    """
    record = _read(record_path(layout, backup_id))
    if record is None or record.collection != layout.id or not _is_there(layout, record):
        raise unknown_backup(backup_id)
    return record


def forget(layout: Layout, backup_id: str) -> None:
    """Remove a backup from the ledger; its folder stays."""
    record_path(layout, backup_id).unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        sync_directory(layout.ledger)


def restorable_until(record: BackupRecord, days: int) -> datetime | None:
    """When a backup may be pruned, or `None` for never."""
    if record.kind is not BackupKind.REPLACED:
        return None
    return datetime.fromisoformat(record.created_at) + timedelta(days=days)


def prune(layout: Layout, days: int, holds_own_work: Callable[[Path], bool]) -> list[str]:
    """Delete expired backups that hold nothing of the person's own.

    Backups with changes of the person's own, kept copies, and copies in
    which a process works all stay.

    Parameters
    ----------
    layout
        The collection.
    days
        How old a backup must be.
    holds_own_work
        Looks into a copy for what a person would miss.

    Returns
    -------
    list of str
        Ids of the deleted backups.
    """
    now = datetime.now(UTC)
    pruned = []
    for record in reversed(list_records(layout)):
        until = restorable_until(record, days)
        if until is None or until > now or record.own_changes:
            continue
        if delete(layout, record, holds_own_work):
            pruned.append(record.id)
    return pruned


def delete(layout: Layout, record: BackupRecord, holds_own_work: Callable[[Path], bool]) -> bool:
    """Delete a backup, unless it holds anything of the person's own.

    Parameters
    ----------
    layout, record
        The collection and its backup.
    holds_own_work
        Looks into a copy for what a person would miss.

    Returns
    -------
    bool
        Whether it was deleted.
    """
    # Taken out of sight before it is looked at for the last time, so that
    # nothing can be put into it afterwards.
    path, doomed = backup_path(layout, record), layout.staging / f"pruned-{uuid.uuid4().hex}"
    doomed.parent.mkdir(parents=True, exist_ok=True)
    move_without_clobbering(path, doomed)
    if processes_inside(doomed) or holds_own_work(doomed):
        move_without_clobbering(doomed, path)
        return False
    own(doomed)
    forget(layout, record.id)
    discard(doomed)
    return True


def _records(layout: Layout) -> Iterator[BackupRecord]:
    if layout.ledger.is_dir():
        for path in layout.ledger.glob("*.json"):
            record = _read(path)
            if record is not None and record.collection == layout.id:
                yield record


def _read(path: Path) -> BackupRecord | None:
    facts = read_json(path)
    try:
        return BackupRecord(**{**facts, "kind": BackupKind(facts["kind"])}) if facts else None
    except (TypeError, KeyError, ValueError):
        return None


def _is_there(layout: Layout, record: BackupRecord) -> bool:
    path = backup_path(layout, record)
    if path.is_symlink() or not path.is_dir():
        return False
    marker = read_marker(path)
    return marker is None or record.tree is None or marker.tree == record.tree


def unknown_backup(backup_id: str) -> NotFoundError:
    """There is no such backup."""
    return NotFoundError(
        "backup-missing",
        "There is no such previous copy.",
        "`jupyter healthcheck backups` lists those that can be restored.",
        backup=backup_id[:200],
    )
