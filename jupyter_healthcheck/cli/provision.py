"""``jupyter healthcheck provision``."""

from __future__ import annotations

import argparse
from typing import Any

from ..exceptions import HealthCheckError
from ..models.collection import Delivery
from ..services.collections import CollectionService
from ..services.settings import Settings
from .configuration import load_settings
from .console import Console, plain
from .following import follow
from .questions import summarize_in_words
from .workers import open_worker

FAILED = 2


def run(options: argparse.Namespace, console: Console) -> int:
    """Bring read-only collections up to date, one after the other."""
    settings = load_settings(options.config, options.root)
    worker = open_worker(settings, console)
    documents: list[dict[str, Any]] = []
    words: list[str] = []
    failed = False
    for identifier in options.ids or _automatic(settings):
        try:
            look = worker.provision(identifier)
            operation = follow(console, f"Providing {identifier}", look, worker.cancel)
            error = operation["error"]
        except HealthCheckError as reason:
            details = plain(reason.details)
            error = {"code": reason.code, "message": reason.message, "hint": reason.hint}
            error["details"] = details
        if error is not None:
            failed = True
            documents.append({"id": identifier, "error": error})
            words.append(f"{identifier}: {error['message']} {error['hint']}")
            continue
        documents.append({"id": identifier, **operation["result"]})
        words.append(summarize_in_words(operation))
    if not words:
        words.append("No collection comes by itself here.")
    console.answer({"provisioned": documents}, "\n".join(words))
    return FAILED if failed else 0


def _automatic(settings: Settings) -> list[str]:
    provisioner = CollectionService(settings).provisioner
    return [spec.id for spec in provisioner.collections if spec.delivery is Delivery.AUTOMATIC]
