"""Long work, and the pages that watch it."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado.web import authenticated

from ...services.pages import ClosedDocument
from ..base import HealthCheckHandler
from ..messages import OperationsReply, PageDocuments, QuiescedRequest


class OperationsHandler(HealthCheckHandler):
    """All operations."""

    @authenticated
    @authorized
    async def get(self) -> None:
        """List those that run, and those that ended a short while ago."""
        self.reply(OperationsReply(self.service.operations.all()))


class OperationHandler(HealthCheckHandler):
    """One operation."""

    @authenticated
    @authorized
    async def get(self, operation: str) -> None:
        """Tell how far it is."""
        self.reply(self.service.operations.get(operation))

    @authenticated
    @authorized
    async def delete(self, operation: str) -> None:
        """Ask it to stop."""
        self.accept(self.service.operations.cancel(operation))


class QuiescedHandler(HealthCheckHandler):
    """A page's answer to an operation that is about to replace files."""

    # It carries the text of every open document.
    body_limit = 50_000_000

    @authenticated
    @authorized
    async def post(self, operation: str) -> None:
        """Take in what the page saved and closed."""
        request = await self.call(self.decode, QuiescedRequest)
        documents = [
            ClosedDocument(document.path, document.edited, document.sources)
            for document in request.documents
        ]
        await self.call(self.service.confirm_closed, operation, request.page, documents)
        self.set_status(204)
        self.finish()


class PageHandler(HealthCheckHandler):
    """A browser page."""

    body_limit = 1_000_000

    @authenticated
    @authorized
    async def put(self, page: str) -> None:
        """Take in what it has open."""
        request = self.decode(PageDocuments)
        pairs = [(document.path, document.edited) for document in request.documents]
        self.service.pages.report(page, pairs)
        self.set_status(204)
        self.finish()

    @authenticated
    @authorized
    async def delete(self, page: str) -> None:
        """Take note that it was closed."""
        self.service.pages.forget(page)
        self.set_status(204)
        self.finish()
