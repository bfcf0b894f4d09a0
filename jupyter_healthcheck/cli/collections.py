"""``jupyter healthcheck collections``."""

from __future__ import annotations

import argparse

from ..services.collections import CollectionService
from .configuration import load_settings
from .console import Console


def run(options: argparse.Namespace, console: Console) -> int:
    """List the collections and what is wrong with the configuration."""
    settings = load_settings(options.config, options.root)
    service = CollectionService(settings)
    service.heal()
    collections = service.list_collections()
    for problem in settings.problems:
        console.say(f"{problem.message} {problem.hint}")
    rows = [
        [
            found.id,
            found.state,
            found.path,
            (found.commit or "")[:7],
            found.access,
            found.delivery,
            found.url,
        ]
        for found in collections
    ]
    columns = ["collection", "state", "folder", "commit", "access", "delivery", "from"]
    document = {"collections": collections, "problems": list(settings.problems)}
    console.answer(document, console.table(columns, rows))
    return 0
