"""Read-only notebooks come by themselves beside a running server."""

import asyncio
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.serverapp import ServerApp

from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook

from .client import Client

TUTORIALS = "tutorial-notebooks"
AT_ONCE = pytest.mark.configured(HealthCheck={"provision_first_seconds": 0})


async def _provided(client: Client) -> dict[str, Any]:
    """Wait until the notebooks came by themselves; returns the operation."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        listed = (await client.request("get", "operations", expect=200)).body["operations"]
        for operation in listed:
            if (operation["kind"], operation["collection"]) == ("provision", TUTORIALS):
                return await client.end_of(operation)
        await asyncio.sleep(0.02)
    raise AssertionError("nothing came")


async def _provision(client: Client, name: str = TUTORIALS) -> dict[str, Any]:
    reply = await client.request("post", f"collections/{name}/provision", {}, expect=202)
    return await client.end_of(reply.body)


@AT_ONCE
async def test_they_come_by_themselves(
    client: Client, upstream: Upstream, jp_root_dir: Path
) -> None:
    operation = await _provided(client)

    assert operation["state"] == "succeeded"
    assert operation["result"]["action"] == "created"
    here = await client.collection(TUTORIALS)
    assert (here["state"], here["commit"], here["notice"]) == ("present", upstream.head(), None)
    assert here["checked_at"] is not None
    login = jp_root_dir / "notebooks" / TUTORIALS / "nublado_login.ipynb"
    assert stat.S_IMODE(login.stat().st_mode) & 0o222 == 0


async def test_a_person_can_ask_for_the_newest(
    client: Client, upstream: Upstream, jp_root_dir: Path
) -> None:
    assert (await _provision(client))["result"]["action"] == "created"
    (jp_root_dir / "notebooks" / TUTORIALS / "notes.md").write_text("mine")
    upstream.commit({"new.ipynb": notebook()})

    result = (await _provision(client))["result"]

    assert (result["action"], result["commit"]) == ("replaced", upstream.head())
    assert (jp_root_dir / result["backup"]["path"] / "notes.md").read_text() == "mine"
    [backup] = await client.backups()
    assert (backup["kind"], backup["restorable_until"]) == ("rescued", None)
    restored = await client.restore(backup["id"])
    assert restored["error"]["code"] == "not-restorable"


async def test_two_who_ask_at_once_share_the_work(client: Client) -> None:
    asked = [
        client.request("post", f"collections/{TUTORIALS}/provision", {}, expect=202)
        for _ in range(2)
    ]
    first, second = await asyncio.gather(*asked)

    assert first.body["id"] == second.body["id"]
    assert (await client.end_of(first.body))["state"] == "succeeded"


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("system-test", 409, "not-automatic"),
        ("phalanx-test", 409, "collection-disabled"),
        ("no-such", 404, "collection-missing"),
    ],
)
async def test_what_cannot_be_provided(client: Client, name: str, status: int, code: str) -> None:
    reply = await client.request("post", f"collections/{name}/provision", {}, expect=status)

    assert reply.code == code


@AT_ONCE
@pytest.mark.configured(HealthCheck={"provision_enabled": False})
async def test_it_can_be_switched_off(
    client: Client, running: ServerApp, jp_root_dir: Path
) -> None:
    reply = await client.request("post", f"collections/{TUTORIALS}/provision", {}, expect=409)

    assert reply.code == "provision-disabled"
    assert list(jp_root_dir.iterdir()) == []


@pytest.mark.usefixtures("served")
async def test_offline_they_stay_and_say_why_they_are_not_current(
    client: Client, collections: list[dict[str, Any]], git_server: GitServer, upstream: Upstream
) -> None:
    await _provision(client)
    before = await client.collection(TUTORIALS)
    away = upstream.path.rename(upstream.path.with_name("away.git"))

    operation = await _provision(client)

    away.rename(upstream.path)
    assert operation["state"] == "failed"
    here = await client.collection(TUTORIALS)
    assert here["state"] == "present"
    assert here["notice"] == operation["error"]
    assert here["checked_at"] == before["checked_at"]
    assert (await _provision(client))["result"]["action"] == "none"
    assert (await client.collection(TUTORIALS))["notice"] is None
