"""Nothing is replaced unless a person saw exactly what would be lost."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.behaviours import Refuse
from tests.support.environment import run_git
from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook

from .client import Client, Reply
from .copies import LOGIN, Copy

Change = Callable[[Client, Upstream, Copy], Awaitable[None]]


async def _edit_another(client: Client, upstream: Upstream, copy: Copy) -> None:
    copy.edit(name="nublado_disk.ipynb")


async def _edit_the_same_again(client: Client, upstream: Upstream, copy: Copy) -> None:
    copy.edit("print('even newer')")


async def _add_a_file(client: Client, upstream: Upstream, copy: Copy) -> None:
    copy.write("notes.md", "mine")


async def _commit(client: Client, upstream: Upstream, copy: Copy) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    run_git(*who, "commit", "--quiet", "--all", "--message=Mine", cwd=copy.path)


async def _another_tab_learns_of_news(client: Client, upstream: Upstream, copy: Copy) -> None:
    upstream.commit({"new.ipynb": notebook()}, "One more")
    await client.get()


async def _type_without_saving(client: Client, upstream: Upstream, copy: Copy) -> None:
    document = {"path": "notebooks/system-test/nublado_disk.ipynb", "edited": True}
    await client.request("put", "pages/page-1", {"documents": [document]}, expect=204)


CHANGES = [
    _edit_another,
    _edit_the_same_again,
    _add_a_file,
    _commit,
    _another_tab_learns_of_news,
    _type_without_saving,
]


async def _decide(client: Client, token: str | None, name: str = "system-test") -> Reply:
    body = {"on_existing": "replace", "token": token}
    return await client.request("post", f"collections/{name}/get", body)


def _new_plan(client: Client, reply: Reply) -> dict[str, Any]:
    assert (reply.status, reply.code) == (409, "plan-changed")
    plan: dict[str, Any] = reply.body["details"]["plan"]
    client.contract.validate(client.contract.model("WorkspacePlan"), plan)
    return plan


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
async def test_a_change_after_the_plan_is_shown_first(
    client: Client, upstream: Upstream, copy: Copy, change: Change
) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    await change(client, upstream, copy)
    before = copy.snapshot()

    new = _new_plan(client, await _decide(client, plan["token"]))

    assert new["token"] != plan["token"]
    assert copy.snapshot() == before
    assert await client.backups() == []
    # The new question can be answered.
    await client.request("delete", "pages/page-1", expect=204)
    if not new["open_documents"]:
        replaced = await client.get(on_existing="replace", token=new["token"])
        assert replaced["result"]["action"] == "replaced"


async def test_the_new_plan_shows_what_is_new(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    copy.write("notes.md", "mine")

    new = _new_plan(client, await _decide(client, plan["token"]))

    assert {item["path"] for item in new["losses"]["items"]} == {LOGIN, "notes.md"}


@pytest.mark.parametrize("token", [None, "", "made-up"])
async def test_without_a_valid_token_nothing_is_replaced(
    client: Client, copy: Copy, token: str | None
) -> None:
    await client.get()
    copy.edit()
    before = copy.snapshot()

    _new_plan(client, await _decide(client, token))

    assert copy.snapshot() == before


async def test_asking_touches_nothing(client: Client, upstream: Upstream, copy: Copy) -> None:
    await client.get()
    copy.edit()
    upstream.commit({"new.ipynb": notebook()}, "One more")
    before = copy.snapshot()

    operation = await client.get(on_existing="ask")

    assert operation["state"] == "needs-decision"
    assert copy.snapshot() == before
    assert await client.backups() == []


async def test_a_token_serves_once(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    await client.get(on_existing="replace", token=plan["token"])
    copy.edit()
    before = copy.snapshot()

    _new_plan(client, await _decide(client, plan["token"]))

    assert copy.snapshot() == before


@pytest.mark.usefixtures("served")
async def test_a_token_serves_one_try(client: Client, git_server: GitServer, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    with git_server.switch_on(Refuse(503)):
        failed = await client.get(on_existing="replace", token=plan["token"])
    assert failed["state"] == "failed"

    # Nothing has changed since, and still: who tries again, looks again.
    new = _new_plan(client, await _decide(client, plan["token"]))

    assert new["losses"] == plan["losses"]


@pytest.fixture
def twins(collections: list[dict[str, Any]], upstream: Upstream) -> None:
    """Two collections with the same notebooks."""
    collections[1]["url"] = upstream.path.as_uri()


@pytest.mark.usefixtures("twins")
async def test_a_token_serves_one_collection(client: Client, copy: Copy) -> None:
    await client.get("system-test")
    await client.get("curation-check")
    other = Copy(copy.path.with_name("curation-check"))
    for each in (copy, other):
        each.edit()
        os.utime(each.path / LOGIN, (1_000_000, 1_000_000))
    plan = await client.plan("system-test")
    before = other.snapshot()

    _new_plan(client, await _decide(client, plan["token"], "curation-check"))

    assert other.snapshot() == before


async def test_noise_after_the_plan_is_no_reason_to_ask_again(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    checkpoints = copy.path / ".ipynb_checkpoints"
    checkpoints.mkdir()
    (checkpoints / "x-checkpoint.ipynb").write_text(notebook(), encoding="utf-8")

    assert (await _decide(client, plan["token"])).status == 202


async def test_the_newest_set_is_got_even_if_the_plan_did_not_know_it(
    client: Client, upstream: Upstream, copy: Copy
) -> None:
    await client.get()
    mine = copy.edit()
    plan = await client.plan()
    upstream.commit({"new.ipynb": notebook()}, "Came while the person was thinking")

    operation = await client.get(on_existing="replace", token=plan["token"])

    assert operation["result"]["commit"] == upstream.head()
    assert Copy(copy.path.parents[1] / operation["result"]["backup"]["path"]).read() == mine


async def test_two_requests_share_one_operation(client: Client, jp_root_dir: Path) -> None:
    first, second = await client.begin(), await client.begin()

    assert first["id"] == second["id"]
    assert (await client.end_of(first))["result"]["action"] == "created"
    folders = sorted(entry.name for entry in (jp_root_dir / "notebooks").iterdir())
    assert folders == [".jupyter_healthcheck", "system-test"]
