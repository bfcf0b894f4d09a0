"""Verb x user x environment: nothing changes a read-only collection, and all say why."""

import stat
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.notebooks import notebook
from tests.support.stacks import Stack
from tests.support.tutorials import (
    DATA,
    ENTRY,
    FOLDER,
    LINK_OUT,
    NOTEBOOK,
    OWN,
    Tutorials,
    without_write_bit,
)
from tests.workspace.snapshots import snapshot

from .attempts import ATTEMPTS
from .conftest import note
from .people import Person, hand_over, may_write
from .server import Server

HINTS = ("Choose “Make my own copy”", "Choose another folder", "Move or delete what else")


@pytest.fixture(
    scope="module",
    params=[(stack, person) for stack in Stack for person in Person],
    ids=lambda pair: f"{pair[0]}-{pair[1]}",
)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    stack, person = request.param
    # Not where pytest keeps its folders: there it lets nobody else in.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Server(folder, stack, person, {"HealthCheck": {"collections": [ENTRY]}})
        made.prepare()
        Tutorials.create(made.home)
        hand_over(folder, person)
        with made:
            assert may_write(made.pid) == (person is Person.ROOT)
            assert made.runs_its_editor()
            yield made


def test_every_change_is_refused_with_a_hint(
    server: Server, request: pytest.FixtureRequest
) -> None:
    before = snapshot(server.home / "notebooks")

    for attempt in ATTEMPTS:
        reply = server.ask(attempt.method, f"api/contents/{attempt.path}", attempt.body)
        assert reply.status == 403, (attempt, reply)
        assert reply.body["reason"] == "Read-only", (attempt, reply)
        assert any(hint in reply.body["message"] for hint in HINTS), (attempt, reply)
    for path in (NOTEBOOK, DATA, "by-link.ipynb"):
        listed = server.ask("GET", f"api/contents/{path}/checkpoints")
        assert (listed.status, listed.body) == (200, [])

    assert snapshot(server.home / "notebooks") == before
    assert not (server.temporary / "jupyter_checkpoints").exists()
    assert "Traceback" not in server.log()
    note(request.config, str(server.stack), str(server.person), Counter(a.verb for a in ATTEMPTS))


def test_reading_says_that_it_is_read_only(server: Server) -> None:
    def writable(path: str) -> bool:
        reply = server.ask("GET", f"api/contents/{path}?content=0")
        assert reply.status == 200
        answer: bool = reply.body["writable"]
        return answer

    for path in (FOLDER, f"{FOLDER}/DP1", NOTEBOOK, DATA, LINK_OUT, "by-link", "by-link.ipynb"):
        assert not writable(path), path
    for path in ("", "notebooks", "notebooks/mine", OWN, "elsewhere"):
        assert writable(path), path
    listed = server.ask("GET", "api/contents/notebooks").body["content"]
    assert {entry["name"]: entry["writable"] for entry in listed} == {
        "tutorial-notebooks": False,
        "mine": True,
    }
    inside = server.ask("GET", f"api/contents/{FOLDER}").body["content"]
    assert [entry["writable"] for entry in inside] == [False, False, False]
    read = server.ask("GET", f"api/contents/{DATA}")
    assert read.body["content"] == "ra,dec\n1,2\n"
    assert server.ask("GET", f"files/{DATA}").body == b"ra,dec\n1,2\n"


def test_copies_out_are_the_persons_own(server: Server) -> None:
    before = snapshot(server.home / FOLDER)
    for path in (NOTEBOOK, FOLDER, f"{FOLDER}/DP1", "notebooks"):
        reply = server.ask("POST", "api/contents/elsewhere", {"copy_from": path})
        assert (reply.status, reply.body["writable"]) == (201, True), path
    changed = {"type": "file", "format": "text", "content": "mine now"}
    for path in ("tutorial-notebooks/README.md", "notebooks/tutorial-notebooks/DP1/data/stars.csv"):
        assert server.ask("PUT", f"api/contents/elsewhere/{path}", changed).status == 200
        assert (server.home / "elsewhere" / path).read_text() == "mine now"
    added = server.ask("POST", "api/contents/elsewhere/DP1/data", {"type": "notebook"})
    assert added.status == 201

    assert without_write_bit(server.home / "elsewhere") == []
    assert snapshot(server.home / FOLDER) == before


def test_everything_else_works_as_ever(server: Server) -> None:
    def ask(method: str, path: str, body: object = None) -> int:
        return server.ask(method, f"api/contents/{path}", body).status

    text = {"type": "file", "format": "text", "content": "1"}
    assert ask("PUT", "notes.txt", text) == 201
    assert ask("PUT", "notes.txt", {**text, "content": "2"}) == 200
    assert ask("PUT", "notebooks/mine/big.txt", {**text, "chunk": 1}) == 201
    assert ask("PUT", "notebooks/mine/big.txt", {**text, "chunk": -1}) == 200
    assert ask("PUT", "notebooks", {"type": "directory"}) == 201
    assert ask("POST", f"{OWN}/checkpoints") == 201
    assert ask("POST", f"{OWN}/checkpoints/checkpoint") == 204
    assert ask("DELETE", f"{OWN}/checkpoints/checkpoint") == 204
    assert ask("PATCH", "notes.txt", {"path": "notebooks/notes.txt"}) == 200
    assert ask("POST", "notebooks", {"copy_from": OWN}) == 201
    assert ask("DELETE", "notebooks/notes.txt") == 204
    assert ask("PATCH", "notebooks", {"path": "notebooks"}) == 200
    # The link is the person's own; what it leads to is not.
    assert ask("PATCH", "by-link", {"path": "renamed-link"}) == 200
    (server.home / "renamed-link").rename(server.home / "by-link")

    assert (server.home / "notebooks/mine/big.txt").read_text() == "11"
    mode = (server.home / "notebooks/mine/big.txt").stat().st_mode
    assert stat.S_IMODE(mode) & 0o200
    assert notebook(["print('mine')"]) == (server.home / OWN).read_text()
