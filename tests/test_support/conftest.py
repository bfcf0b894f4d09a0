"""What the tests of the helpers share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook

from .clients import Client


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    """A repository with a notebook and half a megabyte that cannot be compressed."""
    made = Upstream.create(tmp_path / "remotes", "system-test")
    made.commit({"check.ipynb": notebook(), "noise.bin": os.urandom(500_000)}, "First")
    return made


@pytest.fixture
def server(upstream: Upstream) -> Iterator[GitServer]:
    with GitServer(upstream.path.parent) as running:
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Client:
    return Client(tmp_path / "copy")
