"""Server extensions that put a contents manager of their own in, as some do.

Each is linked and loaded after ours. The configuration names the step.
"""

from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Unicode

from .managers import AsyncDerived


class Replacing(ExtensionApp):
    """Puts it in when it is linked, or when it is loaded."""

    name = "replacing"
    when = Unicode(config=True)

    def _link_jupyter_server_extension(self, serverapp: Any) -> None:
        super()._link_jupyter_server_extension(serverapp)
        if self.when == "linked":
            serverapp.contents_manager_class = AsyncDerived

    def initialize(self) -> None:
        super().initialize()
        if self.when == "loaded":
            self._replace(AsyncDerived)
        if self.when == "loaded, derived":

            class Written(self.serverapp.contents_manager_class):
                async def delete(self, path: str) -> None:
                    Path(self._get_os_path(path)).unlink()

            self._replace(Written)

    def _replace(self, kind: type) -> None:
        app = self.serverapp
        app.contents_manager_class = kind
        app.contents_manager = kind(parent=app, log=app.log)
        app.session_manager.contents_manager = app.contents_manager
        app.web_app.settings["contents_manager"] = app.contents_manager


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": __name__, "app": Replacing}]
