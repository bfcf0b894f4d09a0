"""``jupyter healthcheck status``."""

from __future__ import annotations

import argparse

from .._version import __version__
from ..models.collection import Collection, ConfigurationProblem
from ..models.storage import StorageUse
from ..services.collections import CollectionService
from ..services.settings import Settings
from .configuration import load_settings
from .console import Console, age_in_words, bytes_in_words
from .remote import Server, find_server


def run(options: argparse.Namespace, console: Console) -> int:
    """Tell what this installation works with."""
    settings = load_settings(options.config, options.root)
    service = CollectionService(settings)
    facts = service.status()
    server = find_server(settings.root)
    collections = service.list_collections()
    problems = _problems(settings, server)
    document = {
        "version": __version__,
        "git_version": facts.git_version,
        "root": str(facts.root),
        "server": server.url if server else None,
        "problems": problems,
        "collections": collections,
        "backups": service.list_backups(),
        "storage": facts.storage,
    }
    lines = [
        f"jupyter_healthcheck {__version__}, git {facts.git_version or 'missing or too old'}",
        f"home    {facts.root}",
        f"server  {server.url if server else 'none runs on this folder'}",
        *(line for found in collections for line in _about(found)),
        *(_kept(facts.storage) if facts.storage else []),
        *(f"{problem.message} {problem.hint}" for problem in problems),
    ]
    console.answer(document, "\n".join(lines))
    return 0


def _problems(settings: Settings, server: Server | None) -> list[ConfigurationProblem]:
    """Say what is wrong with the configuration here, and with that of a running server."""
    problems = list(settings.problems)
    if server is not None:
        told = server.request("GET", "collections").get("problems", [])
        theirs = [ConfigurationProblem(**problem) for problem in told]
        problems += [problem for problem in theirs if problem not in problems]
    return problems


def _about(found: Collection) -> list[str]:
    """Say where a collection is, how old it is, and what is wrong with it."""
    line = f"{found.id}: {found.state} in {found.path}"
    if found.linked_to:
        line += f", shown from {found.linked_to}"
    if found.updated_at:
        line += f", from {age_in_words(found.updated_at)}"
    if found.checked_at:
        line += f", compared with its source {age_in_words(found.checked_at)}"
    notice = found.notice
    return [line, f"    {notice.message} {notice.hint}"] if notice else [line]


def _kept(use: StorageUse) -> list[str]:
    caches, older, newest, limit = map(
        bytes_in_words,
        (sum(use.caches.values()), use.older_backups, use.newest_backups, use.limit),
    )
    kept = f"kept    caches {caches}, newest previous copies {newest}, older ones {older}"
    lines = [f"{kept}; caches and older ones may take up {limit}"]
    if use.is_over:
        lines.append("    That is too much: delete folders in previous/ that you do not need.")
    return lines
