"""Collections, previous copies, and what this server is."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from ..._version import __version__
from ..base import HealthCheckHandler
from ..messages import (
    BackupsReply,
    CollectionsReply,
    GetRequest,
    ProvisionRequest,
    RestoreRequest,
    Status,
)


class CollectionsHandler(HealthCheckHandler):
    """What can be got here."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """List the collections."""
        collections = await self.call(self.service.list_collections)
        settings = self.service.settings
        self.reply(
            CollectionsReply(
                collections, list(settings.problems), settings.get_enabled, __version__
            )
        )


class GetHandler(HealthCheckHandler):
    """Getting one collection."""

    @authenticated
    @authorized
    async def post(self, collection: str) -> None:
        """Begin to get it."""
        request = self.decode(GetRequest)
        operation = await self.call(
            self.service.get, collection, request.on_existing, request.token
        )
        self.accept(operation)


class ProvisionHandler(HealthCheckHandler):
    """Providing one read-only collection."""

    @authenticated
    @authorized
    async def post(self, collection: str) -> None:
        """Begin to bring it up to date."""
        self.decode(ProvisionRequest)
        self.accept(await self.call(self.service.provisioner.provision, collection))


class BackupsHandler(HealthCheckHandler):
    """Previous copies."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """List them."""
        self.reply(BackupsReply(await self.call(self.service.list_backups)))


class RestoreHandler(HealthCheckHandler):
    """Bringing a previous copy back."""

    @authenticated
    @authorized
    async def post(self, backup: str) -> None:
        """Begin to restore it."""
        self.decode(RestoreRequest)
        self.accept(await self.call(self.service.restore, backup))


class StatusHandler(HealthCheckHandler):
    """Facts about this server part."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """Tell versions and the folder that stands for the home."""
        facts = await self.call(self.service.status)
        self.reply(Status(__version__, facts.git_version, str(facts.root), facts.storage))
