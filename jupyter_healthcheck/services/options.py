"""What an operator may configure, with the values that hold otherwise.

A server's start loads this module, and no other of the services.
"""

from __future__ import annotations

from typing import Any, NamedTuple

TUTORIALS = "tutorial-notebooks"
#: Variable in which Nublado names a folder with the tutorials.
SHARED_TUTORIALS = "TUTORIAL_NOTEBOOKS_CACHE_DIR"
DEFAULT_COLLECTIONS: tuple[dict[str, Any], ...] = (
    {
        "id": TUTORIALS,
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
    "provision_enabled": Option(
        True, "Whether automatic collections are put into the home and kept current."
    ),
    "provision_seconds": Option(
        3600, "The upstream of an automatic collection is asked once in so many seconds."
    ),
    "provision_first_seconds": Option(
        300, "A collection that is not there yet comes at random within so many seconds."
    ),
    "storage_megabytes": Option(
        200, "What may be kept beside the copies and the newest backup of each, in MB."
    ),
}
