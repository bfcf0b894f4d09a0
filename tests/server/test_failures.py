"""Every failure that a route announces, provoked; nothing of the person's is touched by one."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from tests.support.behaviours import Hang, Refuse
from tests.support.disks import read_only
from tests.support.git_server import GitServer
from tests.support.repositories import Upstream

from .client import Client
from .copies import Copy, snapshot

NOWHERE = "0" * 32


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("no-such-thing", 404, "collection-missing"),
        ("phalanx-test", 409, "collection-disabled"),
        ("tutorial-notebooks", 409, "not-on-demand"),
    ],
)
async def test_what_cannot_be_got(client: Client, name: str, status: int, code: str) -> None:
    reply = await client.request("post", f"collections/{name}/get", {}, expect=status)

    assert reply.code == code


@pytest.mark.parametrize(
    ("verb", "path", "body", "code"),
    [
        ("get", f"operations/{NOWHERE}", None, "operation-missing"),
        ("delete", f"operations/{NOWHERE}", None, "operation-missing"),
        (
            "post",
            f"operations/{NOWHERE}/quiesced",
            {"page": "p", "documents": []},
            "operation-missing",
        ),
        ("post", f"backups/{NOWHERE}/restore", {}, "backup-missing"),
    ],
)
async def test_what_does_not_exist(
    client: Client, verb: str, path: str, body: Any, code: str
) -> None:
    assert (await client.request(verb, path, body, expect=404)).code == code


@pytest.mark.configured(HealthCheck={"get_enabled": False})
async def test_getting_can_be_switched_off(client: Client, jp_root_dir: Path) -> None:
    for path in ("collections/system-test/get", f"backups/{NOWHERE}/restore"):
        assert (await client.request("post", path, {}, expect=409)).code == "get-disabled"

    listed = (await client.request("get", "collections", expect=200)).body
    assert listed["get_enabled"] is False
    assert len(listed["collections"]) == 3
    assert list(jp_root_dir.iterdir()) == []


@pytest.mark.usefixtures("served")
async def test_other_work_on_a_collection_has_to_wait(
    client: Client, git_server: GitServer, copy: Copy
) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    await client.get(on_existing="replace", token=plan["token"])
    [backup] = await client.backups()
    with git_server.switch_on(Hang()):
        getting = await client.begin()

        reply = await client.request("post", f"backups/{backup['id']}/restore", {}, expect=409)

    assert reply.code == "busy"
    await client.end_of(getting)


@pytest.mark.usefixtures("served")
async def test_a_missing_upstream_fails_by_name(client: Client, upstream: Upstream) -> None:
    shutil.rmtree(upstream.path)

    operation = await client.get()

    assert operation["state"] == "failed"
    error = operation["error"]
    assert error["code"] == "repository-missing-or-private"
    assert "private" in error["message"]
    assert error["hint"]


@pytest.mark.usefixtures("served")
async def test_after_a_failure_the_next_try_works(
    client: Client, git_server: GitServer, copy: Copy
) -> None:
    with git_server.switch_on(Refuse(503)):
        operation = await client.get()
    assert (operation["state"], operation["result"]) == ("failed", None)
    assert not copy.path.exists()

    assert (await client.get())["result"]["action"] == "created"


@pytest.mark.configured(HealthCheck={"lock_seconds": 0})
async def test_a_held_lock_is_named(client: Client, copy: Copy) -> None:
    await client.get()
    lock = copy.path.parent / ".jupyter_healthcheck" / "locks" / "system-test.lock"
    with FileLock(lock):
        assert (await client.collection())["state"] == "updating"
        operation = await client.get()

    assert operation["error"]["code"] == "locked"
    assert (await client.collection())["state"] == "present"


async def test_a_folder_in_the_way_is_named_and_not_touched(client: Client, copy: Copy) -> None:
    copy.path.mkdir(parents=True)
    copy.write("thesis.tex", "years of work")
    before = copy.snapshot()

    operation = await client.get()

    assert operation["error"]["code"] == "target-in-the-way"
    assert copy.snapshot() == before
    assert (await client.collection())["state"] == "broken"


async def test_without_git_the_rest_works(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    await client.get()
    monkeypatch.setenv("PATH", str(tmp_path))

    assert (await client.request("get", "status", expect=200)).body["git_version"] is None
    assert (await client.collection())["state"] == "present"
    assert (await client.get())["error"]["code"] == "git-missing"


async def test_a_backup_without_its_history_is_not_put_back(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    result = (await client.get(on_existing="replace", token=plan["token"]))["result"]
    old = copy.path.parents[1] / result["backup"]["path"]
    shutil.rmtree(old / ".git")
    before = snapshot(old)

    operation = await client.restore(result["backup"]["id"])

    assert operation["error"]["code"] == "backup-broken"
    assert snapshot(old) == before


async def test_one_broken_place_does_not_hide_the_others(client: Client, copy: Copy) -> None:
    await client.get("curation-check")
    other = Copy(copy.path.with_name("curation-check"))
    mine = other.edit(name="compare.ipynb")
    plan = await client.plan("curation-check")
    await client.get("curation-check", on_existing="replace", token=plan["token"])
    copy.path.symlink_to(other.path)

    assert (await client.collection())["state"] == "broken"
    [backup] = await client.backups()
    assert (await client.restore(backup["id"]))["state"] == "succeeded"
    assert other.read("compare.ipynb") == mine

    reply = await client.request("post", "collections/system-test/get", {}, expect=409)
    assert reply.code == "unsafe-destination"


async def test_a_file_in_place_of_the_folder_of_all(client: Client, jp_root_dir: Path) -> None:
    (jp_root_dir / "notebooks").write_text("mine", encoding="utf-8")

    assert (await client.collection())["state"] == "broken"
    assert await client.backups() == []
    reply = await client.request("post", "collections/system-test/get", {}, expect=409)
    assert reply.code == "target-in-the-way"


async def test_a_home_that_cannot_be_written(client: Client, jp_root_dir: Path) -> None:
    await client.get()
    with read_only(jp_root_dir):
        assert (await client.collection())["state"] == "present"
        assert await client.backups() == []
        assert (await client.get())["error"]["code"] == "read-only-file-system"

    assert (await client.get())["state"] == "succeeded"


async def test_a_state_folder_that_is_no_folder(client: Client, copy: Copy) -> None:
    copy.path.parent.mkdir()
    (copy.path.parent / ".jupyter_healthcheck").write_text("?", encoding="utf-8")

    assert (await client.collection())["state"] == "absent"
    assert await client.backups() == []
    assert (await client.get())["error"]["code"] == "target-in-the-way"
