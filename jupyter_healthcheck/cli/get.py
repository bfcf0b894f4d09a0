"""``jupyter healthcheck get``."""

from __future__ import annotations

import argparse
from typing import Any

from ..exceptions import ConflictError
from .configuration import load_settings
from .console import Console
from .following import follow
from .questions import choose, describe_plan, summarize_in_words
from .workers import open_worker

FAILED = 2
NEEDS_DECISION = 3


def run(options: argparse.Namespace, console: Console) -> int:
    """Get a collection; ask first if something could be lost."""
    worker = open_worker(load_settings(options.config, options.root), console)
    choice, token = options.on_existing, None
    while True:
        try:
            look = worker.get(options.id, choice, token)
        except ConflictError as error:
            if error.code != "plan-changed":
                raise
            # It changed while the person read: the new plan is shown.
            console.say(error.message)
            choice, token = "ask", None
            continue
        operation = follow(console, f"Getting {options.id}", look, worker.cancel)
        if operation["state"] != "needs-decision":
            break
        plan = operation["plan"]
        token = plan["token"]
        if options.on_existing != "ask":
            choice = options.on_existing
            continue
        console.say(describe_plan(plan))
        if not console.can_ask:
            console.answer(_asked(operation), "")
            console.say("Nothing was touched. Decide with --on-existing keep-both or replace.")
            return NEEDS_DECISION
        decided = choose(console)
        if decided is None:
            console.say("Cancelled. Your copy is as it was.")
            console.answer(_asked(operation), "")
            return NEEDS_DECISION
        choice = decided
    if operation["error"] is not None:
        console.error(operation["error"])
        return FAILED
    document = {"id": options.id, **operation["result"]}
    console.answer(document, summarize_in_words(operation))
    return 0


def _asked(operation: dict[str, Any]) -> dict[str, Any]:
    plan = operation["plan"]
    return {
        "id": operation["collection"],
        "action": "ask",
        "path": plan["path"],
        "commit": plan["commit"],
        "backup": None,
        "losses": plan["losses"],
        "plan": plan,
    }
