"""What every route shares: authorization, JSON, and one table of errors."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado.web import HTTPError

from ..exceptions import (
    CancelledError,
    ConflictError,
    HealthCheckError,
    InvalidInputError,
    NotFoundError,
    StorageFullError,
    UnavailableError,
)
from ..models.failure import ErrorInfo
from ..models.operation import Operation
from ..services.collections import CollectionService
from ..services.operations import error_info
from . import PREFIX

if TYPE_CHECKING:
    from pydantic import TypeAdapter

P = ParamSpec("P")
T = TypeVar("T")

#: The one table from errors to statuses; the first that fits counts.
STATUSES: tuple[tuple[type[HealthCheckError], int], ...] = (
    (InvalidInputError, 422),
    (NotFoundError, 404),
    (CancelledError, 409),
    (ConflictError, 409),
    (StorageFullError, 507),
    (UnavailableError, 503),
    (HealthCheckError, 409),
)
#: Code, message and hint of what tornado and jupyter_server refuse by themselves.
_REFUSALS = {
    400: (
        "bad-request",
        "The request was not understood.",
        "Reload the page and try again.",
    ),
    403: (
        "forbidden",
        "You are not allowed to do this here.",
        "Log in again, or ask the operator whether you may do this.",
    ),
    404: ("not-found", "There is nothing at this address.", "Check the address."),
    405: ("method-not-allowed", "This cannot be done at this address.", "Check the method."),
    413: ("too-large", "The request is larger than what is taken.", "Send less."),
}
_DEFECT = (
    "internal",
    "Something went wrong inside Health Check.",
    "The server's log has the details; please report them.",
)


class HealthCheckHandler(APIHandler):
    """Base of all handlers; each verb does one thing with one service."""

    #: What a hub's authorizer can allow or forbid.
    auth_resource = "jupyter_healthcheck"
    #: Largest body that is taken, in bytes.
    body_limit = 65_536

    @property
    def service(self) -> CollectionService:
        """The collections' service."""
        service: CollectionService = self.settings["jupyter_healthcheck_service"]()
        return service

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run what may block outside the event loop."""
        return await asyncio.to_thread(function, *args, **kwargs)

    def decode(self, kind: type[T]) -> T:
        """Read the request's body.

        Raises
        ------
        InvalidInputError
            ``invalid-request``, naming each wrong or unknown field.
        """
        from pydantic import ValidationError

        if len(self.request.body) > self.body_limit:
            raise HTTPError(413)
        try:
            decoded: T = _adapter(cast("type", kind)).validate_json(self.request.body or b"{}")
        except ValidationError as error:
            wrong = {
                ".".join(str(part) for part in problem["loc"]) or "body": problem["msg"]
                for problem in error.errors(include_url=False, include_input=False)
            }
            named = "; ".join(f"{field}: {text}" for field, text in list(wrong.items())[:5])
            raise InvalidInputError(
                "invalid-request",
                f"The request is not valid: {named}.",
                "Send what the API's description asks for.",
                fields=dict(list(wrong.items())[:20]),
            ) from error
        return decoded

    def reply(self, value: Any, status: int = 200) -> None:
        """Answer with a dataclass."""
        self.set_status(status)
        self.finish(json.dumps(asdict(value)))

    def accept(self, operation: Operation) -> None:
        """Answer that it will be done, and where to look for the outcome."""
        place = url_path_join(self.base_url, PREFIX, "operations", operation.id)
        self.set_header("Location", place)
        self.reply(operation, status=202)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with ``{code, message, hint, details}``, whatever went wrong."""
        error = kwargs.get("exc_info", (None, None))[1]
        if isinstance(error, HealthCheckError):
            status_code = next(status for kind, status in STATUSES if isinstance(error, kind))
            body = asdict(error_info(error))
        else:
            code, message, hint = _REFUSALS.get(status_code, _DEFECT)
            body = asdict(ErrorInfo(code, message, hint))
        self.set_status(status_code)
        self.finish(json.dumps(body))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Keep what a person can act on out of the log of defects."""
        if isinstance(value, HealthCheckError):
            self.log.info("%s: %s", value.code, value.message)
        else:
            super().log_exception(typ, value, tb)


class UnknownHandler(HealthCheckHandler):
    """Any other address below the prefix, so that no answer is a page for people."""

    async def prepare(self) -> None:  # type: ignore[override]  # as its base class has it
        """Refuse whatever is asked."""
        await super().prepare()
        raise HTTPError(404)


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
