"""A wrong configuration: the server starts, says what is wrong, and the rest works."""

import logging
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from .client import Client
from .copies import Copy

WRONG = [
    ({"id": "no-url"}, "no-url", "url"),
    ({"url": "https://example.org/x"}, "number 2", "id"),
    ({"id": "../up", "url": "https://example.org/x"}, "../up", "id"),
    ({"id": "shell", "url": "ext::sh -c id"}, "shell", "url"),
    ({"id": "ssh", "url": "ssh://example.org/x"}, "ssh", "url"),
    ({"id": "out", "url": "https://example.org/x", "path": "../x"}, "out", "path"),
    ({"id": "hidden", "url": "https://example.org/x", "path": ".x/y"}, "hidden", "path"),
    ({"id": "over", "url": "https://example.org/x", "path": "notebooks"}, "over", "path"),
    ({"id": "option", "url": "https://example.org/x", "ref": "--all"}, "option", "ref"),
    ({"id": "extra", "url": "https://example.org/x", "branch": "a"}, "extra", "branch"),
    ({"id": "depth", "url": "https://example.org/x", "depth": 0}, "depth", "depth"),
    ("no object", "number 13", "id"),
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
    jp_serverapp: ServerApp, caplog: pytest.LogCaptureFixture
) -> None:
    logged = [
        record.getMessage()
        for record in caplog.get_records("setup")
        if record.levelno == logging.ERROR
    ]

    for _, name, field in WRONG:
        assert [line for line in logged if f"Collection {name}, field {field}: " in line]
    assert any('Add "ssh" to HealthCheck.allowed_protocols' in line for line in logged)


@pytest.mark.configured(HealthCheck={"collections": {"id": "not-a-list"}})
async def test_collections_that_are_no_list(client: Client) -> None:
    body = (await client.request("get", "collections", expect=200)).body

    assert body["collections"] == []
    assert [entry["field"] for entry in body["problems"]] == ["collections"]


@pytest.mark.configured(HealthCheck={"allowed_protocols": "file"})
async def test_protocols_that_are_no_list(client: Client) -> None:
    body = (await client.request("get", "collections", expect=200)).body

    assert body["collections"] == []
    assert "allowed_protocols" in [entry["field"] for entry in body["problems"]]
