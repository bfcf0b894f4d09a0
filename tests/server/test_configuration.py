"""A wrong configuration: the server starts, says what is wrong, and the rest works."""

from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_healthcheck.server.app import SERVICE

from .client import Client
from .copies import Copy

URL = "file:///srv/upstream.git"
#: An entry, the name by which the problem calls it, and the wrong field.
WRONG: list[tuple[Any, str, str]] = [
    ({"id": "no-url"}, "no-url", "url"),
    ({"url": URL}, "number 3", "id"),
    ({"id": "../up", "url": URL}, "../up", "id"),
    ({"id": "shell", "url": "ext::sh -c id"}, "shell", "url"),
    ({"id": "ssh", "url": "ssh://example.org/x"}, "ssh", "url"),
    ({"id": "out", "url": URL, "path": "../x"}, "out", "path"),
    ({"id": "hidden", "url": URL, "path": ".x/y"}, "hidden", "path"),
    ({"id": "long", "url": URL, "path": "x" * 256}, "long", "path"),
    ({"id": "over", "url": URL, "path": "notebooks"}, "over", "path"),
    ({"id": "option", "url": URL, "ref": "--all"}, "option", "ref"),
    ({"id": "extra", "url": URL, "branch": "main"}, "extra", "branch"),
    ({"id": "depth", "url": URL, "depth": 0}, "depth", "depth"),
    ("no object", "number 14", "id"),
]
OTHERS: list[tuple[str, Any]] = [
    ("get_enabled", "yes"),
    ("stall_seconds", -1),
    ("quiesce_seconds", "soon"),
    ("backup_days", 1.5),
]


@pytest.fixture
def collections(collections: list[dict[str, Any]]) -> list[Any]:
    return [collections[0], *(entry for entry, _, _ in WRONG)]


@pytest.mark.configured(HealthCheck=dict(OTHERS))
async def test_every_mistake_is_listed_and_the_rest_works(client: Client, copy: Copy) -> None:
    body = (await client.request("get", "collections", expect=200)).body

    assert [entry["id"] for entry in body["collections"]] == ["system-test"]
    problems = {(entry["collection"], entry["field"]) for entry in body["problems"]}
    assert problems == {(name, field) for _, name, field in WRONG} | {
        (None, name) for name, _ in OTHERS
    }
    assert all(entry["message"] and entry["hint"] for entry in body["problems"])
    assert body["get_enabled"] is True
    assert (await client.get())["result"]["action"] == "created"
    assert copy.path.is_dir()


def test_the_log_names_collection_field_and_mend(
    jp_serverapp: ServerApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    [extension] = jp_serverapp.extension_manager.extension_apps["jupyter_healthcheck"]
    monkeypatch.setattr(extension.log, "handlers", [caplog.handler])

    # As the start does it, when the server answers already.
    jp_serverapp.web_app.settings[SERVICE]()

    logged = {record.getMessage(): record.levelname for record in caplog.records}
    for _, name, field in WRONG:
        [line] = [line for line in logged if line.startswith(f"Collection {name}, field {field}: ")]
        assert logged[line] == "ERROR"
    [ssh] = [line for line in logged if line.startswith("Collection ssh, ")]
    assert 'Add "ssh" to HealthCheck.allowed_protocols' in ssh


@pytest.mark.configured(HealthCheck={"collections": {"id": "not-a-list"}})
async def test_collections_that_are_no_list(client: Client) -> None:
    body = (await client.request("get", "collections", expect=200)).body

    assert body["collections"] == []
    assert [entry["field"] for entry in body["problems"]] == ["collections"]


@pytest.mark.configured(HealthCheck={"allowed_protocols": "file"})
async def test_protocols_that_are_no_list(client: Client) -> None:
    body = (await client.request("get", "collections", expect=200)).body

    assert "system-test" not in [entry["id"] for entry in body["collections"]]
    assert "allowed_protocols" in [entry["field"] for entry in body["problems"]]
