"""A real Jupyter server with the extension, upstreams, and a client that checks.

A test configures it with a marker: ``@pytest.mark.configured(HealthCheck={"get_enabled": False})``.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

# Its fixtures clean up after every test, so they are only for those of servers.
from pytest_jupyter.jupyter_server import *  # noqa: F403
from traitlets.config import Config

from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook

from .client import Client
from .copies import Copy


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "configured(Section={...}): configures the server")


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    """The notebooks of the collection ``system-test``."""
    made = Upstream.create(tmp_path / "remotes", "system-test")
    made.commit(
        {
            "nublado_login.ipynb": notebook(["print('in')"]),
            "nublado_disk.ipynb": notebook(["free()", "print('enough')"]),
            "README.md": "How to run these.\n",
        },
        "First checks",
    )
    return made


@pytest.fixture
def second_upstream(tmp_path: Path) -> Upstream:
    """The notebooks of the collection ``curation-check``."""
    made = Upstream.create(tmp_path / "remotes", "curation-check")
    made.commit({"compare.ipynb": notebook(["compare()"])}, "First comparison")
    return made


@pytest.fixture
def git_server(upstream: Upstream) -> Iterator[GitServer]:
    """Serves the upstreams over HTTP, and can misbehave."""
    with GitServer(upstream.path.parent) as server:
        yield server


@pytest.fixture
def collections(upstream: Upstream, second_upstream: Upstream) -> list[dict[str, Any]]:
    """What the operator configures; the upstreams are folders."""
    return [
        {"id": "system-test", "title": "system-test", "url": upstream.path.as_uri()},
        {"id": "curation-check", "title": "curation", "url": second_upstream.path.as_uri()},
        {
            "id": "tutorial-notebooks",
            "title": "tutorial",
            "url": upstream.path.as_uri(),
            "access": "read-only",
            "delivery": "automatic",
        },
        {"id": "phalanx-test", "url": upstream.path.as_uri(), "enabled": False},
    ]


@pytest.fixture
def served(collections: list[dict[str, Any]], git_server: GitServer) -> None:
    """The upstream of ``system-test`` is behind HTTP."""
    collections[0]["url"] = git_server.url("system-test")


@pytest.fixture
def jp_server_config(request: pytest.FixtureRequest, collections: list[dict[str, Any]]) -> Config:
    config = Config(
        {
            "ServerApp": {"jpserver_extensions": {"jupyter_healthcheck": True}},
            "HealthCheck": {
                "collections": collections,
                "allowed_protocols": ["http", "file"],
                "quiesce_seconds": 30.0,
                # Nothing comes by itself while a test looks at something else.
                "provision_first_seconds": 86_400,
            },
        }
    )
    for marker in request.node.iter_markers("configured"):
        config.merge(Config(marker.kwargs))
    return config


@pytest.fixture
def running(jp_serverapp: ServerApp, jp_asyncio_loop: Any) -> ServerApp:
    """A server whose extensions were started, as at the end of a real start."""
    jp_asyncio_loop.run_until_complete(jp_serverapp.extension_manager.start_all_extensions())
    return jp_serverapp


@pytest.fixture
def client_as(
    running: ServerApp, http_server_client: Any, jp_base_url: str
) -> Callable[..., Client]:
    """Make clients: ``client_as(Authorization="token ...")``."""
    return lambda **headers: Client(http_server_client, jp_base_url, headers)


@pytest.fixture
def client(client_as: Callable[..., Client], jp_auth_header: dict[str, str]) -> Client:
    """A client with the server's token."""
    return client_as(**jp_auth_header)


@pytest.fixture
def copy(jp_root_dir: Path) -> Copy:
    """The person's copy of ``system-test``, whether it is there or not."""
    return Copy(jp_root_dir / "notebooks" / "system-test")
