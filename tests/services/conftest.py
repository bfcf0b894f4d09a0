"""An upstream, a home to get it into, and nothing of the person who runs the tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook

from .home import Home


@pytest.fixture(autouse=True)
def _nothing_personal(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in os.environ:
        if name.startswith(("GIT_", "JUPYTER")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("nobody")))


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    """Three notebooks, a data file and a list of what git is to ignore."""
    made = Upstream.create(tmp_path / "remotes", "system-test")
    made.commit(
        {
            "nublado_login.ipynb": notebook(["print('in')", "check()"]),
            "nublado_disk.ipynb": notebook(["free()"]),
            "deep/tap_schemas.ipynb": notebook(["schemas()"]),
            "data/stars.csv": "ra,dec\n1,2\n",
            ".gitignore": "*.log\nscratch/\n",
        },
        "First checks",
    )
    return made


@pytest.fixture
def home(tmp_path: Path, upstream: Upstream) -> Home:
    """A home whose upstream is a folder, without a copy yet."""
    return Home.create(tmp_path / "home", upstream.path.as_uri())


@pytest.fixture
def copied(home: Home) -> Home:
    """A home with a copy."""
    assert home.got().action == "created"
    return home


@pytest.fixture
def server(upstream: Upstream) -> Iterator[GitServer]:
    """Serves the upstream over HTTP, and can misbehave."""
    with GitServer(upstream.path.parent) as running:
        yield running


@pytest.fixture
def remote(tmp_path: Path, server: GitServer) -> Home:
    """A home whose upstream is behind HTTP, without a copy yet."""
    return Home.create(tmp_path / "home", server.url("system-test"), stall_seconds=20)
