"""Keeps what lies beside the copies within its limit; the cache goes first."""

from __future__ import annotations

import os
import threading
from contextlib import suppress

from ..exceptions import HealthCheckError
from ..models.storage import StorageUse
from ..workspace.backups import list_records
from ..workspace.layout import Layout, layout_of
from ..workspace.locks import collection_lock
from ..workspace.storage import exclusive_size, remove_tree
from .settings import Settings

#: Share of the free space that may be taken up.
_SHARE_OF_FREE = 0.05


def measure(settings: Settings) -> StorageUse:
    """Tell what caches and previous copies take up.

    Raises
    ------
    OSError
        If the home cannot be read.
    """
    caches: dict[str, int] = {}
    newest = older = 0
    for layout in _layouts(settings):
        size = exclusive_size(layout.cache)
        if size:
            caches[layout.id] = size
        sizes = [record.size for record in list_records(layout)]
        newest += sum(sizes[:1])
        older += sum(sizes[1:])
    facts = os.statvfs(settings.root)
    free = facts.f_bavail * facts.f_frsize
    limit = min(settings.storage_megabytes * 1_000_000, int(free * _SHARE_OF_FREE))
    return StorageUse(limit, caches, newest, older)


def trim(settings: Settings) -> None:
    """Delete caches, the largest first, until what is kept is within its limit.

    No previous copy is deleted: that is for the person to decide.
    """
    with suppress(HealthCheckError, OSError):
        use = measure(settings)
        surplus = use.counted - use.limit
        for layout in sorted(_layouts(settings), key=lambda one: -use.caches.get(one.id, 0)):
            size = use.caches.get(layout.id, 0)
            if surplus <= 0 or not size:
                return
            with suppress(HealthCheckError):  # somebody works with this one
                with collection_lock(layout, patience=0.0, cancelled=threading.Event()):
                    remove_tree(layout.cache)
                surplus -= size


def _layouts(settings: Settings) -> list[Layout]:
    found = []
    for spec in settings.collections:
        with suppress(HealthCheckError):  # one broken place does not hide the others
            found.append(layout_of(spec, settings.root))
    return found
