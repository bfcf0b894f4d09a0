"""The one table of routes; handlers, the API's description and tests are made from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..models.copies import Copy, OriginalState
from ..models.operation import Operation
from . import PREFIX, messages
from .base import HealthCheckHandler, UnknownHandler
from .handlers import collections, copies, operations


@dataclass(frozen=True, slots=True)
class Verb:
    """One method of a route.

    Attributes
    ----------
    summary
        What it does.
    status
        Of a success.
    reply, request
        Types of the bodies, if any.
    failures
        Statuses besides those that every route can answer with.
    """

    summary: str
    status: int
    reply: type | None
    request: type | None = None
    failures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """A path below the prefix, with ``{name}`` for its parameters."""

    path: str
    handler: type[HealthCheckHandler]
    verbs: dict[str, Verb]


ROUTES = (
    Route(
        "collections",
        collections.CollectionsHandler,
        {"get": Verb("List the collections", 200, messages.CollectionsReply)},
    ),
    Route(
        "collections/{collection}/get",
        collections.GetHandler,
        {
            "post": Verb(
                "Begin to get a collection, or join those who are getting it",
                202,
                Operation,
                messages.GetRequest,
                (404, 409, 413, 422, 503, 507),
            )
        },
    ),
    Route(
        "collections/{collection}/provision",
        collections.ProvisionHandler,
        {
            "post": Verb(
                "Begin to bring a read-only collection up to date, or join those who do",
                202,
                Operation,
                messages.ProvisionRequest,
                (404, 409, 413, 422, 503, 507),
            )
        },
    ),
    Route(
        "collections/{collection}/copies",
        copies.CopiesHandler,
        {
            "post": Verb(
                "Make a copy of a read-only file that is the person's own",
                201,
                Copy,
                messages.CopyRequest,
                (404, 409, 413, 422, 503, 507),
            )
        },
    ),
    Route(
        "collections/{collection}/originals",
        copies.OriginalsHandler,
        {
            "post": Verb(
                "Find the original of a copy, and tell whether it changed",
                200,
                OriginalState,
                messages.OriginalRequest,
                (404, 409, 413, 422, 503, 507),
            )
        },
    ),
    Route(
        "operations",
        operations.OperationsHandler,
        {"get": Verb("List running and lately ended operations", 200, messages.OperationsReply)},
    ),
    Route(
        "operations/{operation}",
        operations.OperationHandler,
        {
            "get": Verb("Tell how far an operation is", 200, Operation, failures=(404,)),
            "delete": Verb("Ask an operation to stop", 202, Operation, failures=(404,)),
        },
    ),
    Route(
        "operations/{operation}/quiesced",
        operations.QuiescedHandler,
        {
            "post": Verb(
                "Tell that a page saved and closed its documents inside",
                204,
                None,
                messages.QuiescedRequest,
                (404, 409, 413, 422),
            )
        },
    ),
    Route(
        "pages/{page}",
        operations.PageHandler,
        {
            "put": Verb(
                "Tell what a page has open inside collections",
                204,
                None,
                messages.PageDocuments,
                (409, 413, 422),
            ),
            "delete": Verb("Tell that a page was closed", 204, None),
        },
    ),
    Route(
        "backups",
        collections.BackupsHandler,
        {"get": Verb("List previous copies, newest first", 200, messages.BackupsReply)},
    ),
    Route(
        "backups/{backup}/restore",
        collections.RestoreHandler,
        {
            "post": Verb(
                "Begin to bring a previous copy back",
                202,
                Operation,
                messages.RestoreRequest,
                (404, 409, 413, 422, 503, 507),
            )
        },
    ),
    Route(
        "status",
        collections.StatusHandler,
        {"get": Verb("Tell versions and the home folder", 200, messages.Status)},
    ),
)


def handlers() -> list[tuple[str, Any]]:
    """Routes as tornado takes them."""
    described = [(rf"/{PREFIX}/{_pattern(route.path)}", route.handler) for route in ROUTES]
    return [*described, (rf"/{PREFIX}(?:/.*)?", UnknownHandler)]


def _pattern(path: str) -> str:
    return re.sub(r"\{(\w+)\}", r"(?P<\1>[A-Za-z0-9._-]{1,200})", path)
