"""``jupyter healthcheck restore``."""

from __future__ import annotations

import argparse

from .configuration import load_settings
from .console import Console
from .following import follow
from .questions import summarize_in_words
from .workers import open_worker

FAILED = 2


def run(options: argparse.Namespace, console: Console) -> int:
    """Bring a previous copy back."""
    worker = open_worker(load_settings(options.config, options.root), console)
    operation = follow(console, "Restoring", worker.restore(options.backup), worker.cancel)
    if operation["error"] is not None:
        console.error(operation["error"])
        return FAILED
    result = operation["result"]
    console.answer(
        {"restored": options.backup, "path": result["path"], "backup": result["backup"]},
        summarize_in_words(operation),
    )
    return 0
