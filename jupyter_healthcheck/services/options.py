"""What an operator may configure, with the values that hold otherwise.

A server's start loads this module, and no other of the services.
"""

from __future__ import annotations

from typing import Any, NamedTuple

DEFAULT_COLLECTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": "tutorial-notebooks",
        "title": "tutorial",
        "url": "https://github.com/lsst/tutorial-notebooks",
        "access": "read-only",
        "delivery": "automatic",
        "depth": 1,
    },
    {
        "id": "system-test",
        "title": "system-test",
        "url": "https://github.com/lsst-sqre/system-test",
    },
    {
        "id": "curation-check",
        "title": "curation-check",
        "url": "https://github.com/lsst-sqre/curation-check",
    },
    {
        "id": "phalanx-test",
        "title": "phalanx-test",
        "url": "https://github.com/lsst-sqre/phalanx-test",
        "enabled": False,
    },
)
DEFAULT_PROTOCOLS = ("https",)


class Option(NamedTuple):
    """A setting besides ``collections`` and ``allowed_protocols``.

    Attributes
    ----------
    default
        Its value when nothing is configured; tells its type too.
    help
        What it does, for the operator.
    """

    default: bool | int | float
    help: str


#: The one list that traits, documentation and the command line are made from.
OPTIONS = {
    "get_enabled": Option(True, "Whether people may get and restore collections."),
    "honour_user_git_config": Option(
        False,
        "Whether git may use the user's own configuration, with its url.insteadOf rules "
        "and credential helpers.",
    ),
    "stall_seconds": Option(60.0, "A transfer that is silent for so many seconds is stopped."),
    "lock_seconds": Option(
        600.0, "For how many seconds to wait while another process works on a collection."
    ),
    "quiesce_seconds": Option(
        15.0, "For how many seconds to wait until open documents are saved and closed."
    ),
    "backup_days": Option(14, "For how many days a replaced copy can be restored."),
}
