"""No file is replaced under an open document: pages save and close first, or nothing happens."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.notebooks import edited
from tests.support.repositories import Upstream, notebook

from .client import Client, Reply
from .copies import LOGIN, Copy

INSIDE = f"notebooks/system-test/{LOGIN}"
SHORT = pytest.mark.configured(HealthCheck={"quiesce_seconds": 0.5})


async def _open(client: Client, *paths: str, page: str = "page-1", edited: bool = True) -> None:
    documents = [{"path": path, "edited": edited} for path in paths]
    await client.request("put", f"pages/{page}", {"documents": documents}, expect=204)


async def _close(
    client: Client,
    operation: dict[str, Any],
    *documents: dict[str, Any],
    page: str = "page-1",
) -> Reply:
    body = {"page": page, "documents": list(documents)}
    return await client.request("post", f"operations/{operation['id']}/quiesced", body)


async def _save(client: Client, path: str, text: str) -> None:
    """Save a notebook as JupyterLab does."""
    model = {"type": "notebook", "format": "json", "content": json.loads(text)}
    response = await client.fetch("put", f"api/contents/{quote(path)}", json.dumps(model).encode())
    assert response.code == 200, response.body


def _shown(*sources: str, path: str = INSIDE) -> dict[str, Any]:
    return {"path": path, "edited": True, "sources": list(sources)}


async def _replacing(client: Client) -> dict[str, Any]:
    """Begin to replace the copy, and wait until only the pages are waited for."""
    plan = await client.plan()
    operation = await client.begin(on_existing="replace", token=plan["token"])
    return await client.reaches(operation, "quiescing")


async def test_open_documents_are_part_of_the_plan(client: Client) -> None:
    await client.get()
    await _open(client, INSIDE, "elsewhere.ipynb")

    plan = await client.plan()

    assert plan["open_documents"] == [{"path": LOGIN, "edited": True}]
    assert not plan["losses"]["any"]


async def test_what_was_only_looked_at_is_no_reason_to_ask(
    client: Client, upstream: Upstream
) -> None:
    await client.get()
    await _open(client, INSIDE, edited=False)
    upstream.commit({"new.ipynb": notebook()}, "One more")

    operation = await client.reaches(await client.begin(), "quiescing")
    reply = await _close(client, operation, {"path": INSIDE, "edited": False, "sources": None})

    assert reply.status == 204
    assert (await client.end_of(operation))["result"]["action"] == "replaced"


async def test_an_edit_that_was_saved_in_time_is_in_the_backup(client: Client, copy: Copy) -> None:
    await client.get()
    await _open(client, INSIDE)
    operation = await _replacing(client)
    assert operation["state"] == "running"

    await _save(client, INSIDE, edited(copy.read(), "print('typed just now')"))
    reply = await _close(client, operation, _shown("print('typed just now')"))

    assert reply.status == 204
    result = (await client.end_of(operation))["result"]
    assert result["action"] == "replaced"
    old = Copy(copy.path.parents[1] / result["backup"]["path"])
    assert "typed just now" in old.read()
    assert "typed just now" not in copy.read()


@SHORT
async def test_a_page_that_only_says_so_is_not_believed(client: Client, copy: Copy) -> None:
    await client.get()
    await _open(client, INSIDE)
    before = copy.snapshot()
    operation = await _replacing(client)

    reply = await _close(client, operation, _shown("print('never reached the disk')"))

    assert (reply.status, reply.code) == (409, "not-saved")
    assert reply.body["details"]["path"] == INSIDE
    ended = await client.end_of(operation)
    assert ended["state"] == "failed"
    assert ended["error"]["code"] == "documents-open"
    assert ended["error"]["details"]["documents"] == [LOGIN]
    assert copy.snapshot() == before
    assert await client.backups() == []


@pytest.mark.parametrize(
    "sources",
    [[], ["print('in')", "one more"], ["print('in') "], ["PRINT('in')"]],
    ids=["none", "more", "blank", "case"],
)
async def test_every_source_counts(client: Client, sources: list[str]) -> None:
    await client.get()
    operation = await client.get()
    await _open(client, INSIDE)

    reply = await _close(client, operation, _shown(*sources))

    assert (reply.status, reply.code) == (409, "not-saved")
    assert (await client.plan())["open_documents"]


async def test_a_file_that_is_gone_is_not_saved(client: Client, copy: Copy) -> None:
    operation = await client.get()
    (copy.path / LOGIN).unlink()

    reply = await _close(client, operation, _shown("print('in')"))

    assert (reply.status, reply.code) == (409, "not-saved")


async def test_text_files_are_compared_too(client: Client) -> None:
    operation = await client.get()
    readme = "notebooks/system-test/README.md"

    right = await _close(client, operation, _shown("How to run these.\n", path=readme))
    wrong = await _close(client, operation, _shown("How to run these?\n", path=readme))

    assert (right.status, wrong.status) == (204, 409)


async def test_line_ends_make_no_difference(client: Client, copy: Copy) -> None:
    operation = await client.get()
    (copy.path / "README.md").write_bytes(b"one\r\ntwo\r\n")

    readme = "notebooks/system-test/README.md"
    assert (await _close(client, operation, _shown("one\ntwo\n", path=readme))).status == 204


async def test_a_page_that_went_away_is_not_waited_for(client: Client) -> None:
    await client.get()
    await _open(client, INSIDE)
    operation = await _replacing(client)

    await client.request("delete", "pages/page-1", expect=204)

    assert (await client.end_of(operation))["result"]["action"] == "replaced"


async def test_every_page_is_waited_for(client: Client) -> None:
    await client.get()
    await _open(client, INSIDE, page="page-1")
    await _open(client, INSIDE, "notebooks/system-test/README.md", page="page-2", edited=False)
    operation = await _replacing(client)

    assert (await _close(client, operation, _shown("print('in')"), page="page-1")).status == 204
    assert (await client.operation(operation))["phase"] == "quiescing"
    untouched = {"path": INSIDE, "edited": False, "sources": None}
    assert (await _close(client, operation, untouched, page="page-2")).status == 204

    assert (await client.end_of(operation))["result"]["action"] == "replaced"


async def test_a_page_may_close_its_documents_by_itself(client: Client) -> None:
    await client.get()
    await _open(client, INSIDE)
    operation = await _replacing(client)

    await _open(client)

    assert (await client.end_of(operation))["result"]["action"] == "replaced"


async def test_documents_of_other_places_stay_known(client: Client) -> None:
    await client.get("curation-check")
    await client.get()
    await _open(client, INSIDE, "notebooks/curation-check/compare.ipynb")
    operation = await _replacing(client)

    assert (await _close(client, operation, _shown("print('in')"))).status == 204
    await client.end_of(operation)

    other = await client.plan("curation-check")
    assert other["open_documents"] == [{"path": "compare.ipynb", "edited": True}]


async def test_an_edit_that_nobody_was_told_of_is_asked_about(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit(name="nublado_disk.ipynb")
    await _open(client, INSIDE, edited=False)
    operation = await _replacing(client)

    await _save(client, INSIDE, edited(copy.read(), "print('typed while it was waiting')"))
    shown = _shown("print('typed while it was waiting')")
    assert (await _close(client, operation, shown)).status == 204

    ended = await client.end_of(operation)
    assert ended["state"] == "needs-decision"
    assert LOGIN in {item["path"] for item in ended["plan"]["losses"]["items"]}
    assert "typed while" in copy.read()
    assert await client.backups() == []


@SHORT
async def test_restoring_waits_for_pages_too(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    plan = await client.plan()
    await client.get(on_existing="replace", token=plan["token"])
    [backup] = await client.backups()
    await _open(client, INSIDE)
    before = copy.snapshot()

    operation = await client.restore(backup["id"])

    assert operation["error"]["code"] == "documents-open"
    assert copy.snapshot() == before
    await client.request("delete", "pages/page-1", expect=204)
    assert (await client.restore(backup["id"]))["result"]["action"] == "restored"


@SHORT
async def test_a_first_get_waits_for_nobody(client: Client) -> None:
    await _open(client, INSIDE)

    assert (await client.get())["result"]["action"] == "created"
