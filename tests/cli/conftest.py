"""A home of its own for every command."""

import json
from pathlib import Path

import pytest

from tests.support.repositories import Upstream, notebook

from .shell import Shell


@pytest.fixture
def upstream(tmp_path: Path) -> Upstream:
    upstream = Upstream.create(tmp_path / "remotes", "system-test")
    upstream.commit(
        {"tap_schemas.ipynb": notebook(["1 + 1"]), "README.md": "# system-test\n"}, "First"
    )
    return upstream


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    """Commands with one collection, whose upstream is a folder."""
    config = tmp_path / "config.json"
    collections = [{"id": "system-test", "url": upstream.path.as_uri()}]
    section = {"collections": collections, "allowed_protocols": ["file"]}
    config.write_text(json.dumps({"HealthCheck": section}))
    return Shell(tmp_path, config)
