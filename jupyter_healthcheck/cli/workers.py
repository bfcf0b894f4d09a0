"""Two ways to have work done: in this process, or by a running server."""

from __future__ import annotations

import time
from typing import Any, Protocol

from ..models.operation import OnExisting, Operation
from ..services.collections import CollectionService
from ..services.settings import Settings
from .console import Console, plain
from .following import Look
from .remote import Server, find_server

_NEWS_EVERY = 0.1


class Worker(Protocol):
    """Does the work of a command."""

    def get(self, collection: str, on_existing: str, token: str | None) -> Look:
        """Begin to get a collection."""

    def restore(self, backup: str) -> Look:
        """Begin to restore a backup."""

    def provision(self, collection: str) -> Look:
        """Begin to bring a read-only collection up to date."""

    def cancel(self) -> None:
        """Ask what was begun last to stop."""


class LocalWorker:
    """Works in this process.

    Parameters
    ----------
    service
        Does the work.
    """

    def __init__(self, service: CollectionService) -> None:
        self._service = service
        self._id = ""

    def get(self, collection: str, on_existing: str, token: str | None) -> Look:
        """Begin to get a collection."""
        decided = OnExisting(on_existing)
        # Without a token the choice came with the command: decided in advance.
        operation = self._service.get(collection, decided, token, in_advance=token is None)
        return self._looker(operation)

    def restore(self, backup: str) -> Look:
        """Begin to restore a backup."""
        return self._looker(self._service.restore(backup))

    def provision(self, collection: str) -> Look:
        """Begin to bring a read-only collection up to date."""
        return self._looker(self._service.provisioner.provision(collection))

    def cancel(self) -> None:
        """Ask what was begun last to stop."""
        self._service.operations.cancel(self._id)

    def _looker(self, operation: Operation) -> Look:
        self._id = operation.id

        def look() -> dict[str, Any]:
            seen: dict[str, Any] = plain(self._service.operations.wait(self._id, _NEWS_EVERY))
            return seen

        return look


class RemoteWorker:
    """Has a running server work, which sees to its open pages.

    Parameters
    ----------
    server
        The server.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._id = ""

    def get(self, collection: str, on_existing: str, token: str | None) -> Look:
        """Begin to get a collection; without a token the server only asks."""
        body = {"on_existing": on_existing if token else "ask", "token": token}
        return self._looker(self._server.request("POST", f"collections/{collection}/get", body))

    def restore(self, backup: str) -> Look:
        """Begin to restore a backup."""
        return self._looker(self._server.request("POST", f"backups/{backup}/restore", {}))

    def provision(self, collection: str) -> Look:
        """Begin to bring a read-only collection up to date."""
        path = f"collections/{collection}/provision"
        return self._looker(self._server.request("POST", path, {}))

    def cancel(self) -> None:
        """Ask what was begun last to stop."""
        self._server.request("DELETE", f"operations/{self._id}")

    def _looker(self, operation: dict[str, Any]) -> Look:
        self._id = operation["id"]

        def look() -> dict[str, Any]:
            time.sleep(_NEWS_EVERY)
            return self._server.request("GET", f"operations/{self._id}")

        return look


def open_worker(settings: Settings, console: Console) -> Worker:
    """Choose the server if one runs on the same home, else this process."""
    server = find_server(settings.root)
    if server is None:
        return LocalWorker(CollectionService(settings))
    console.say(f"Asking the Jupyter server at {server.url} to do it.")
    return RemoteWorker(server)
