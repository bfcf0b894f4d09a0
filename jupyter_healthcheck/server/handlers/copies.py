"""A person's own copies of read-only notebooks, and their originals."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from ...services.copies import CopyService
from ..base import HealthCheckHandler
from ..messages import CopyRequest, OriginalRequest


class CopiesHandler(HealthCheckHandler):
    """Copies of one collection's files."""

    @authenticated
    @authorized
    async def post(self, collection: str) -> None:
        """Make one."""
        request = self.decode(CopyRequest)
        copies = CopyService(self.service.settings)
        copy = await self.call(
            copies.make, collection, request.path, request.siblings, another=request.another
        )
        self.reply(copy, status=201)


class OriginalsHandler(HealthCheckHandler):
    """Originals of copies."""

    @authenticated
    @authorized
    async def post(self, collection: str) -> None:
        """Look for one."""
        request = self.decode(OriginalRequest)
        copies = CopyService(self.service.settings)
        self.reply(await self.call(copies.original, collection, request.path, request.blob))
