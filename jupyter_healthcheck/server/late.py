"""Loads what only a request needs when the first one comes.

Handlers, services and models take longer to load than a lab's start may pay.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tornado.routing import RuleRouter

from . import PREFIX

if TYPE_CHECKING:
    from tornado.httputil import HTTPMessageDelegate, HTTPServerRequest
    from tornado.web import Application

    from ..services.collections import CollectionService


class LateRouter(RuleRouter):
    """Passes requests on to the handlers of the table of routes.

    Parameters
    ----------
    web_app
        Runs the handlers.
    base_url
        Where the server is.
    """

    def __init__(self, web_app: Application, base_url: str) -> None:
        super().__init__()
        self._web_app = web_app
        self._base = re.escape(base_url.rstrip("/"))

    @property
    def pattern(self) -> str:
        """The addresses that it answers for."""
        return f"{self._base}/{PREFIX}(?:/.*)?"

    def find_handler(
        self,
        request: HTTPServerRequest,
        **_: Any,
    ) -> HTTPMessageDelegate | None:
        """Find who answers a request."""
        if not self.rules:
            from .routes import handlers

            self.add_rules([(self._base + path, handler) for path, handler in handlers()])
        return super().find_handler(request)

    def get_target_delegate(
        self, target: Any, request: HTTPServerRequest, **target_params: Any
    ) -> HTTPMessageDelegate | None:
        """Let the web application run a handler."""
        return self._web_app.get_handler_delegate(request, target, **target_params)


class LateService:
    """Makes the one service when somebody first needs it.

    Parameters
    ----------
    make
        Called once, from whichever thread comes first.
    """

    def __init__(self, make: Callable[[], CollectionService]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: CollectionService | None = None

    def __call__(self) -> CollectionService:
        """Return the service."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return self._made

    def stop(self, seconds: float) -> None:
        """Let running work stop in good order, if there is any."""
        if self._made is not None:
            self._made.operations.cancel_all(seconds)
