"""A home with read-only notebooks that come by themselves.

::

    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    provided(home)                        # as a person asks for it
    provided(home, Reach.NEAR)            # as a start does
"""

import stat
from pathlib import Path
from typing import Any

from jupyter_healthcheck.models.operation import Operation, OperationResult
from jupyter_healthcheck.services.collections import CollectionService
from jupyter_healthcheck.services.provisioning import Reach

from .home import NAME, Home, ended

READ_ONLY = {"access": "read-only", "delivery": "automatic", "depth": 1}


def tutorials(root: Path, url: str, **fields: Any) -> Home:
    """Make a home for a read-only collection; fields go to its entry."""
    return Home.create(root, url, entry={**READ_ONLY, **fields}, stall_seconds=20)


def provide(
    home: Home, reach: Reach = Reach.FAR, service: CollectionService | None = None
) -> Operation:
    """Provide the collection and wait for the end, however it is."""
    service = service or home.service()
    return ended(service, service.provisioner.provision(NAME, reach))


def provided(
    home: Home, reach: Reach = Reach.FAR, service: CollectionService | None = None
) -> OperationResult:
    """Provide the collection, which must succeed."""
    operation = provide(home, reach, service)
    assert operation.result is not None, operation.error
    return operation.result


def writable(folder: Path) -> list[str]:
    """Name the files with any write bit, without git's own."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts and stat.S_IMODE(path.stat().st_mode) & 0o222
    )
