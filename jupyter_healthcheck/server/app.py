"""Wires the services into a Jupyter server."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from traitlets import Any as Anything

from ..services.collections import CollectionService
from ..services.configuration import DEFAULT_COLLECTIONS, DEFAULT_PROTOCOLS
from ..services.settings import OPTIONS, Settings, read_settings
from .publisher import Publisher
from .routes import handlers

#: Key of the services among the web application's settings.
SERVICE = "jupyter_healthcheck_service"
_CONFIGURED = ("collections", "allowed_protocols", *OPTIONS)


def _option(name: str) -> Any:
    # Untyped, since a wrong value must be reported and not stop the server.
    return Anything(OPTIONS[name].default, help=OPTIONS[name].help).tag(config=True)


class HealthCheck(ExtensionApp):
    """Health-check notebooks in JupyterLab."""

    name = "jupyter_healthcheck"
    app_name = "Health Check"

    collections = Anything(
        [dict(entry) for entry in DEFAULT_COLLECTIONS],
        help="Sets of notebooks that people can get: a list of objects with id, title, url, "
        "ref, access, delivery, path, depth, mirror and enabled. An entry whose id is one of "
        "the defaults needs to give only what differs.",
    ).tag(config=True)
    allowed_protocols = Anything(
        list(DEFAULT_PROTOCOLS),
        help="Transports that git may use: https, and where listed ssh, http and file.",
    ).tag(config=True)
    get_enabled = _option("get_enabled")
    honour_user_git_config = _option("honour_user_git_config")
    stall_seconds = _option("stall_seconds")
    lock_seconds = _option("lock_seconds")
    quiesce_seconds = _option("quiesce_seconds")
    backup_days = _option("backup_days")

    service: CollectionService
    publisher: Publisher

    def initialize_settings(self) -> None:
        """Make the services and announce the event. Nothing is read from disk for it."""
        settings = self._read_settings(self._server().root_dir)
        for problem in settings.problems:
            self.log.error("%s %s", problem.message, problem.hint)
        self.service = CollectionService(settings)
        self.settings[SERVICE] = self.service
        self.publisher = Publisher(self._server().event_logger, self.log)
        self.service.operations.subscribe(self.publisher.publish)

    def initialize_handlers(self) -> None:
        """Add the routes."""
        self.handlers.extend(handlers())

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:  # noqa: ARG002
        self.publisher.attach(asyncio.get_running_loop())
        # After the start and beside it: a crash's traces may be on a slow disk.
        threading.Thread(target=self.service.heal, name="healthcheck-heal", daemon=True).start()

    async def stop_extension(self) -> None:
        """Let running work stop in good order."""
        await asyncio.to_thread(self.service.operations.cancel_all, 5.0)

    def _server(self) -> ServerApp:
        if self.serverapp is None:  # jupyter_server links before it initializes
            raise RuntimeError("the extension is not linked to a server")
        return self.serverapp

    def _read_settings(self, root_dir: str) -> Settings:
        shown_from = Path(root_dir).resolve()
        home = Path.home().resolve()
        # A platform may show the whole file system; notebooks go to the home.
        root = home if shown_from in home.parents else shown_from
        configured = {name: getattr(self, name) for name in _CONFIGURED}
        return read_settings(configured, root, shown_from)
