"""The guard in a real server, whatever else is configured or loaded."""

import json
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.contents.largefilemanager import LargeFileManager

from jupyter_healthcheck.server.contents import is_guarded
from tests.support.repositories import Upstream
from tests.support.tutorials import ENTRY, FOLDER, NOTEBOOK, Tutorials
from tests.workspace.snapshots import snapshot

from .client import Client
from .managers import AsyncDerived, Elsewhere

REPLACING = {"jupyter_healthcheck": True, "tests.server.replacing": True}


@pytest.fixture
def collections(upstream: Upstream) -> list[dict[str, Any]]:
    return [
        {**ENTRY, "url": "http://git.example.org/tutorial-notebooks"},
        {**ENTRY, "id": "provided", "title": "provided", "url": upstream.path.as_uri()},
    ]


@pytest.fixture
def tutorials(jp_root_dir: Path) -> Tutorials:
    return Tutorials.create(jp_root_dir)


async def refuses(client: Client, tutorials: Tutorials) -> None:
    """Check that nothing can be changed, and that the person is told why."""
    before = snapshot(tutorials.folder)
    for method, path in (("delete", NOTEBOOK), ("delete", "notebooks"), ("post", FOLDER)):
        response = await client.fetch(method, f"api/contents/{path}")
        body = json.loads(response.body)
        assert (response.code, body["reason"]) == (403, "Read-only"), (method, path, body)
    read = await client.fetch("get", f"api/contents/{NOTEBOOK}?content=0")
    assert json.loads(read.body)["writable"] is False
    assert snapshot(tutorials.folder) == before


async def test_the_stock_manager(client: Client, tutorials: Tutorials, running: ServerApp) -> None:
    await refuses(client, tutorials)

    assert running.contents_manager_class is type(running.contents_manager)
    assert (await client.request("get", "collections", expect=200)).body["problems"] == []


async def test_what_was_provided_a_moment_ago(client: Client, jp_root_dir: Path) -> None:
    folder = jp_root_dir / "notebooks" / "provided"
    folder.parent.mkdir()
    assert (await client.fetch("post", "api/contents/notebooks", b'{"type": "file"}')).code == 201

    begun = (await client.request("post", "collections/provided/provision", {}, expect=202)).body
    assert (await client.end_of(begun))["state"] == "succeeded"

    before = snapshot(folder)
    for path in ("notebooks/provided/README.md", "notebooks/provided", "notebooks"):
        refused = await client.fetch("delete", f"api/contents/{path}")
        assert "provided notebooks" in json.loads(refused.body)["message"]
    assert snapshot(folder) == before


@pytest.mark.configured(
    ServerApp={"contents_manager_class": LargeFileManager, "jpserver_extensions": REPLACING},
    LargeFileManager={"untitled_file": "fresh"},
)
@pytest.mark.filterwarnings("ignore:The synchronous ContentsManager")
async def test_a_configured_one_although_the_configuration_is_read_again(
    client: Client, tutorials: Tutorials, running: ServerApp
) -> None:
    await refuses(client, tutorials)

    assert isinstance(running.contents_manager, LargeFileManager)
    assert running.contents_manager.untitled_file == "fresh"
    assert is_guarded(running.contents_manager_class)


@pytest.mark.parametrize("when", ["linked", "loaded", "loaded, derived"])
@pytest.mark.configured(ServerApp={"jpserver_extensions": REPLACING})
class TestAnotherExtensionPutsOneIn:
    @pytest.fixture
    def jp_server_config(self, jp_server_config: Any, when: str) -> Any:
        jp_server_config.Replacing.when = when
        return jp_server_config

    async def test_it_is_guarded(
        self, client: Client, tutorials: Tutorials, running: ServerApp, when: str
    ) -> None:
        await refuses(client, tutorials)

        made = type(running.contents_manager)
        assert is_guarded(made)
        assert made.__mro__[1].__name__ == (
            "Written" if when == "loaded, derived" else AsyncDerived.__name__
        )
        assert running.session_manager.contents_manager is running.contents_manager


@pytest.mark.configured(ServerApp={"contents_manager_class": Elsewhere})
@pytest.mark.filterwarnings("ignore:The synchronous ContentsManager")
async def test_one_that_cannot_be_guarded_is_named(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    problems = (await client.request("get", "collections", expect=200)).body["problems"]

    assert [problem["field"] for problem in problems] == ["contents_manager_class"]
    assert "Elsewhere" in problems[0]["message"]
    assert "tutorial" in problems[0]["message"]
    assert "ServerApp.contents_manager_class" in problems[0]["hint"]
