"""Getting and bringing back through REST, when all goes well."""

import json

from tests.support.environment import run_git
from tests.support.notebooks import executed
from tests.support.repositories import Upstream, notebook

from .client import Client
from .copies import LOGIN, Copy


async def test_a_first_get_makes_an_ordinary_checkout(
    client: Client, upstream: Upstream, copy: Copy
) -> None:
    assert (await client.collection())["state"] == "absent"

    operation = await client.get()

    assert operation["state"] == "succeeded"
    assert (operation["phase"], operation["percent"]) == ("done", 100)
    assert operation["result"] == {
        "action": "created",
        "path": "notebooks/system-test",
        "commit": upstream.head(),
        "notebooks": 2,
        "backup": None,
        "losses": {"any": False, "counts": {}, "size": 0, "items": []},
        "notice": None,
    }
    assert run_git("status", "--porcelain", cwd=copy.path) == ""
    here = await client.collection()
    assert (here["state"], here["commit"]) == ("present", upstream.head())


async def test_getting_again_without_news_does_nothing(client: Client, copy: Copy) -> None:
    await client.get()
    copy.write(LOGIN, executed(copy.read()))
    before = copy.snapshot()

    operation = await client.get()

    assert operation["result"]["action"] == "none"
    assert operation["result"]["losses"]["counts"] == {"outputs-only": 1}
    assert copy.snapshot() == before


async def test_news_replace_a_copy_without_changes_of_its_own(
    client: Client, upstream: Upstream, copy: Copy
) -> None:
    await client.get()
    upstream.commit({"new.ipynb": notebook()}, "One more")

    operation = await client.get()

    assert operation["result"]["action"] == "replaced"
    assert operation["result"]["commit"] == upstream.head()
    assert (copy.path / "new.ipynb").exists()
    [backup] = await client.backups()
    assert (backup["kind"], backup["own_changes"]) == ("replaced", False)


async def test_the_plan_says_what_would_be_lost(
    client: Client, upstream: Upstream, copy: Copy
) -> None:
    await client.get()
    old = upstream.head()
    copy.edit()
    copy.write("notes.md", "mine")
    upstream.commit({"new.ipynb": notebook()}, "One more")

    plan = await client.plan()

    assert plan["path"] == "notebooks/system-test"
    assert (plan["commit"], plan["upstream_commit"]) == (old, upstream.head())
    assert (plan["commits_behind"], plan["notebooks_changed"]) == (1, 1)
    assert plan["losses"]["any"]
    assert {(item["kind"], item["path"]) for item in plan["losses"]["items"]} == {
        ("edited-notebook", LOGIN),
        ("own-file", "notes.md"),
    }


async def test_replace_can_be_undone(client: Client, copy: Copy) -> None:
    await client.get()
    mine = copy.edit()
    plan = await client.plan()

    replaced = await client.get(on_existing="replace", token=plan["token"])

    assert replaced["result"]["action"] == "replaced"
    backup = replaced["result"]["backup"]
    assert backup["path"] == plan["replace_path"]
    assert copy.read() != mine
    [listed] = await client.backups()
    assert (listed["id"], listed["path"], listed["own_changes"]) == (
        backup["id"],
        backup["path"],
        True,
    )

    restored = await client.restore(backup["id"])

    assert restored["kind"] == "restore"
    assert restored["result"]["action"] == "restored"
    assert copy.read() == mine
    [now] = await client.backups()
    assert now["id"] == restored["result"]["backup"]["id"] != backup["id"]


async def test_keep_both_leaves_the_old_copy_to_the_person(client: Client, copy: Copy) -> None:
    await client.get()
    mine = copy.edit()
    plan = await client.plan()

    kept = await client.get(on_existing="keep-both", token=plan["token"])

    assert kept["result"]["action"] == "kept-both"
    assert kept["result"]["backup"]["path"] == plan["keep_path"]
    assert Copy(copy.path.parents[1] / plan["keep_path"]).read() == mine
    [backup] = await client.backups()
    assert (backup["kind"], backup["restorable_until"]) == ("kept", None)


async def test_a_kept_copy_is_reached_through_the_contents_api(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    result = (await client.get(on_existing="replace", token=plan["token"]))["result"]

    for path in (result["path"], result["backup"]["path"]):
        quoted = path.replace(" ", "%20")
        response = await client.fetch("get", f"api/contents/{quoted}")
        assert response.code == 200
        names = {entry["name"] for entry in json.loads(response.body)["content"]}
        assert {LOGIN, "README.md"} <= names


async def test_all_operations_are_listed(client: Client) -> None:
    assert (await client.request("get", "operations", expect=200)).body == {"operations": []}

    ended = await client.get()

    listed = (await client.request("get", "operations", expect=200)).body["operations"]
    assert listed == [ended]
    assert await client.operation(ended) == ended


async def test_only_what_is_offered_is_listed(client: Client) -> None:
    body = (await client.request("get", "collections", expect=200)).body

    assert [entry["id"] for entry in body["collections"]] == [
        "system-test",
        "curation-check",
        "tutorial-notebooks",
    ]
    assert body["get_enabled"] is True
    assert body["problems"] == []


async def test_status_names_versions_and_the_home(client: Client, copy: Copy) -> None:
    body = (await client.request("get", "status", expect=200)).body

    assert body["git_version"] in run_git("version")
    assert body["root"] == str(copy.path.parents[1])
