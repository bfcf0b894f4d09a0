"""Follows an operation on a terminal, wherever the work is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .console import Console

#: What is said while an operation is in a phase.
PHASES = {
    "waiting": "waiting for another process that works on it",
    "connecting": "connecting",
    "receiving": "receiving",
    "unpacking": "unpacking",
    "comparing": "comparing",
    "writing": "writing",
    "quiescing": "closing open documents",
    "swapping": "putting in place",
    "done": "done",
}

#: Looks an operation up, waiting a little for news; plain JSON.
Look = Callable[[], dict[str, Any]]


def follow(console: Console, title: str, look: Look, cancel: Callable[[], None]) -> dict[str, Any]:
    """Show progress until an operation has ended; Ctrl-C cancels it.

    Returns
    -------
    dict
        The operation's last snapshot.
    """
    asked_to_stop = False
    with console.progress(title) as show:
        while True:
            try:
                operation = look()
                if operation["state"] != "running":
                    return operation
                if not asked_to_stop:
                    show(PHASES[operation["phase"]], operation["percent"])
            except KeyboardInterrupt:
                if asked_to_stop:
                    raise
                asked_to_stop = True
                cancel()
