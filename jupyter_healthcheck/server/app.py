"""Wires the services into a Jupyter server."""

from __future__ import annotations

import asyncio
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.extension.application import ExtensionApp
from jupyter_server.serverapp import ServerApp
from tornado.routing import PathMatches, Rule
from tornado.web import Application
from traitlets import Any as Anything

from ..services.options import DEFAULT_COLLECTIONS, DEFAULT_PROTOCOLS, OPTIONS
from .contents import guard_class, guard_instance, is_guarded
from .late import LateRouter, LateService
from .publisher import Publisher
from .readonly import ReadOnlyRules

if TYPE_CHECKING:
    from ..services.collections import CollectionService
    from ..services.protection import Protection
    from ..services.settings import Settings

#: Key of the service's maker among the web application's settings.
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
    provision_enabled = _option("provision_enabled")
    provision_seconds = _option("provision_seconds")
    provision_first_seconds = _option("provision_first_seconds")
    storage_megabytes = _option("storage_megabytes")

    service: LateService | None = None
    loop: asyncio.AbstractEventLoop | None = None
    publisher: Publisher
    _ending: threading.Event

    @cached_property
    def protection(self) -> Protection:
        """What is read-only; made when the contents API is first used."""
        from ..services.protection import Protection

        settings = self._read_settings(self._server().root_dir)
        return Protection(settings.collections, settings.root)

    @cached_property
    def _rules(self) -> ReadOnlyRules:
        return ReadOnlyRules(lambda: self.protection)

    def _link_jupyter_server_extension(self, serverapp: ServerApp) -> None:
        """Guard read-only collections, before the contents manager is made."""
        super()._link_jupyter_server_extension(serverapp)
        guard_class(serverapp, self._rules)

    def initialize_settings(self) -> None:
        """Announce the event. Nothing else is done that would delay the server."""
        self._ending = threading.Event()
        guard_instance(self._server(), self._rules)
        self.publisher = Publisher(self._server().event_logger, self.log)
        self.service = LateService(self._make_service)
        self.settings[SERVICE] = self.service

    def initialize_handlers(self) -> None:
        """Add the routes."""
        web_app = self._server().web_app
        router = LateRouter(web_app, web_app.settings["base_url"])
        # Tornado's method: the server's own takes nothing but classes of handlers.
        Application.add_handlers(web_app, ".*$", [Rule(PathMatches(router.pattern), router)])

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:  # noqa: ARG002
        # Again, since extensions that were loaded after this one may have put
        # in a contents manager of theirs.
        guard_instance(self._server(), self._rules)
        service = self.service
        if service is None:  # loading failed, and the log says why
            return
        self.loop = asyncio.get_running_loop()
        self.publisher.attach(self.loop)
        # After the start and beside it: a disk or a mirror may be slow.
        threading.Thread(
            target=self._keep_up, args=(service,), name="healthcheck-upkeep", daemon=True
        ).start()

    def _keep_up(self, service: LateService) -> None:
        from ..services.upkeep import keep_up

        keep_up(service(), self._ending)

    async def stop_extension(self) -> None:
        """Let running work stop in good order."""
        self._ending.set()
        if self.service is not None:
            await asyncio.to_thread(self.service.stop, 5.0)

    def _make_service(self) -> CollectionService:
        from ..services.collections import CollectionService
        from ..services.protection import without_guard
        from .rooms import ServerRooms

        server = self._server()
        settings = self._read_settings(server.root_dir)
        manager = type(server.contents_manager)
        if not is_guarded(manager):
            settings = without_guard(settings, manager.__name__)
        for problem in settings.problems:
            self.log.error("%s %s", problem.message, problem.hint)
        service = CollectionService(settings)
        if self.loop is not None:
            editors = server.web_app.settings
            service.pages.rooms = ServerRooms(editors, self.loop, settings.shown_from, self.log)
        service.operations.subscribe(self.publisher.publish)
        return service

    def _server(self) -> ServerApp:
        if self.serverapp is None:  # jupyter_server links before it initializes
            raise RuntimeError("the extension is not linked to a server")
        return self.serverapp

    def _read_settings(self, root_dir: str) -> Settings:
        from ..services.settings import read_settings

        shown_from = Path(root_dir).resolve()
        home = Path.home().resolve()
        # A platform may show the whole file system; notebooks go to the home.
        root = home if shown_from in home.parents else shown_from
        configured = {name: getattr(self, name) for name in _CONFIGURED}
        return read_settings(configured, root, shown_from)
