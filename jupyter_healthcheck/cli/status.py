"""``jupyter healthcheck status``."""

from __future__ import annotations

import argparse

from .._version import __version__
from ..services.collections import CollectionService
from .configuration import load_settings
from .console import Console
from .remote import find_server


def run(options: argparse.Namespace, console: Console) -> int:
    """Tell what this installation works with."""
    settings = load_settings(options.config, options.root)
    service = CollectionService(settings)
    facts = service.status()
    server = find_server(settings.root)
    document = {
        "version": __version__,
        "git_version": facts.git_version,
        "root": str(facts.root),
        "server": server.url if server else None,
        "problems": list(settings.problems),
        "collections": service.list_collections(),
        "backups": service.list_backups(),
    }
    lines = [
        f"jupyter_healthcheck {__version__}, git {facts.git_version or 'missing or too old'}",
        f"home    {facts.root}",
        f"server  {server.url if server else 'none runs on this folder'}",
        *(f"{found.id}: {found.state} in {found.path}" for found in service.list_collections()),
        *(f"{problem.message} {problem.hint}" for problem in settings.problems),
    ]
    console.answer(document, "\n".join(lines))
    return 0
