"""One JupyterLab of each kind, with two windows, for all tests."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab import Lab
from playwright.sync_api import BrowserContext, Page

from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook, touched
from tests.support.stacks import Stack, interpreter

NOTEBOOK, TEXT = "tap_schemas.ipynb", "notes.md"
_AUTOMATIC = {"title": "tutorial", "access": "read-only", "delivery": "automatic"}

#: How long editors may hold on to what nobody has open, shortened to a second each.
SHORT = {
    "YDocExtension": {"document_cleanup_delay": 1},
    "YRoom": {"inactivity_timeout": 1},
    "YRoomManager": {"auto_free_interval": 1},
}
#: Seconds that are longer than all of that.
LONGEST_HOLD = 3


@dataclass(frozen=True)
class StackLab:
    """A running JupyterLab with a collection to get, seen through two windows of a browser."""

    stack: Stack
    lab: Lab
    upstream: Upstream
    git_server: GitServer
    page: Page
    other: Page

    @property
    def copy(self) -> Path:
        """Where the collection is."""
        return self.lab.notebooks / self.upstream.name

    @property
    def hold(self) -> float:
        """Milliseconds after which its editor has nothing left to write."""
        return 0 if self.stack is Stack.PLAIN else LONGEST_HOLD * 1000

    @property
    def tracebacks(self) -> int:
        """How many the server logged, but for those of messages to a window that is gone."""
        log = self.lab.log()
        return log.count("Traceback") - log.count("tornado.websocket.WebSocketClosedError")


@contextmanager
def running(stack: Stack, folder: Path, context: BrowserContext) -> Iterator[StackLab]:
    """Run one, with its collections in place."""
    remotes = folder / "remotes"
    upstream = Upstream.create(remotes, "system-test")
    upstream.commit({NOTEBOOK: as_jupyter_writes_it("'first'"), TEXT: "# First\n"}, "First")
    tutorials = Upstream.create(remotes, "tutorial-notebooks")
    tutorials.commit({NOTEBOOK: as_jupyter_writes_it("'read me'")}, "First")
    with GitServer(remotes) as git_server:
        settings = {
            "collections": [
                {"id": upstream.name, "url": git_server.url(upstream.name)},
                {"id": tutorials.name, "url": git_server.url(tutorials.name), **_AUTOMATIC},
            ],
            "allowed_protocols": ["http"],
            "quiesce_seconds": 6,
        }
        with Lab(folder, settings, python=interpreter(stack), config=SHORT) as lab:
            for command in ("get", "provision"):
                name = upstream.name if command == "get" else tutorials.name
                done = lab.health_check(command, name, "--root", str(lab.home))
                assert done.returncode == 0, done.stderr
            pages = context.new_page(), context.new_page()
            for page in pages:
                page.on("console", lambda message: sys.stderr.write(message.text + "\n"))
                lab.open(page)
            yield StackLab(stack, lab, upstream, git_server, *pages)


def as_jupyter_writes_it(source: str) -> str:
    """A notebook that no editor changes when it is only opened."""
    return touched(notebook([source]), platform.python_version())
