"""``jupyter healthcheck backups``."""

from __future__ import annotations

import argparse

from ..services.collections import CollectionService
from .configuration import load_settings
from .console import Console, bytes_in_words


def run(options: argparse.Namespace, console: Console) -> int:
    """List previous copies, newest first."""
    service = CollectionService(load_settings(options.config, options.root))
    service.heal()
    backups = service.list_backups(options.id)
    if not backups:
        console.say("There are no previous copies.")
    rows = [
        [
            backup.id,
            backup.path,
            bytes_in_words(backup.size),
            "yes" if backup.own_changes else "no",
            backup.restorable_until or "kept",
        ]
        for backup in backups
    ]
    columns = ["backup", "folder", "size", "changes of yours", "restorable until"]
    console.answer({"backups": backups}, console.table(columns, rows) if rows else "")
    return 0
