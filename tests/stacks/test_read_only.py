"""Verb x user x environment: nothing changes a read-only collection, and all say why."""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.notebooks import notebook
from tests.support.tutorials import (
    FOLDER,
    LINK_OUT,
    OWN,
    SHARED_FOLDER,
    without_write_bit,
)
from tests.workspace.snapshots import snapshot

from .attempts import Attempt, Target
from .conftest import note
from .server import Server

TARGETS = (Target(FOLDER, "by-link"), Target(SHARED_FOLDER, "by-shared-link"))
TEXT = {"type": "file", "format": "text", "content": "mine now"}
HINTS = ("Choose “Make my own copy”", "Choose another folder", "Move or delete what else")


def test_every_change_is_refused_with_a_hint(
    server: Server, request: pytest.FixtureRequest
) -> None:
    kept = (server.home / "notebooks", server.home / SHARED_FOLDER / ".")
    before = [snapshot(folder) for folder in kept]
    attempts = [attempt for target in TARGETS for attempt in target.attempts()]
    attempts.append(Attempt("save", "PUT", LINK_OUT, TEXT))

    for attempt in attempts:
        reply = server.ask(attempt.method, f"api/contents/{attempt.path}", attempt.body)
        assert reply.status == 403, (attempt, reply)
        assert reply.body["reason"] == "Read-only", (attempt, reply)
        assert any(hint in reply.body["message"] for hint in HINTS), (attempt, reply)
    for target in TARGETS:
        for path in (target.notebook, target.data, f"{target.link}.ipynb"):
            listed = server.ask("GET", f"api/contents/{path}/checkpoints")
            assert (listed.status, listed.body) == (200, [])

    assert [snapshot(folder) for folder in kept] == before
    assert not (server.temporary / "jupyter_checkpoints").exists()
    counts = Counter(attempt.verb for attempt in attempts)
    note(request.config, server.stack, server.person, counts)


def test_reading_says_that_it_is_read_only(server: Server) -> None:
    def writable(path: str) -> bool:
        reply = server.ask("GET", f"api/contents/{path}?content=0")
        assert reply.status == 200
        answer: bool = reply.body["writable"]
        return answer

    def entries(path: str) -> dict[str, bool]:
        listed = server.ask("GET", f"api/contents/{path}").body["content"]
        return {entry["name"]: entry["writable"] for entry in listed}

    for target in TARGETS:
        for path in (target.folder, target.chapter, target.notebook, target.data):
            assert not writable(path), path
        assert not writable(target.link)
        assert not writable(f"{target.link}.ipynb")
        assert set(entries(target.folder).values()) == {False}
        read = server.ask("GET", f"api/contents/{target.data}")
        assert read.body["content"] == "ra,dec\n1,2\n"
        assert server.ask("GET", f"files/{target.data}").body == b"ra,dec\n1,2\n"
    assert not writable(LINK_OUT)
    for path in ("", "notebooks", "notebooks/mine", OWN, "elsewhere"):
        assert writable(path), path
    assert entries("notebooks") == {
        "tutorial-notebooks": False,
        "shared-notebooks": False,
        "mine": True,
    }


def test_copies_out_are_the_persons_own(server: Server) -> None:
    before = snapshot(server.home / FOLDER)
    sources = [path for one in TARGETS for path in (one.notebook, one.folder, one.chapter)]
    for path in (*sources, "notebooks"):
        reply = server.ask("POST", "api/contents/elsewhere", {"copy_from": path})
        assert (reply.status, reply.body["writable"]) == (201, True), path
    copied = server.home / "elsewhere"
    for target in TARGETS:
        for path in (f"{Path(target.folder).name}/README.md", target.data):
            assert server.ask("PUT", f"api/contents/elsewhere/{path}", TEXT).status == 200
            assert (copied / path).read_text() == "mine now"
        added = server.ask("POST", f"api/contents/elsewhere/{target.chapter}", {"type": "notebook"})
        assert added.status == 201

    assert without_write_bit(copied) == []
    assert snapshot(server.home / FOLDER) == before


def test_everything_else_works_as_ever(server: Server) -> None:
    def ask(method: str, path: str, body: object = None) -> int:
        return server.ask(method, f"api/contents/{path}", body).status

    before = snapshot(server.home / FOLDER)
    assert ask("PUT", "notes.txt", TEXT) == 201
    assert ask("PUT", "notes.txt", TEXT) == 200
    assert ask("PUT", "notebooks/mine/big.txt", {**TEXT, "chunk": 1}) == 201
    assert ask("PUT", "notebooks/mine/big.txt", {**TEXT, "chunk": -1}) == 200
    assert ask("PUT", "notebooks", {"type": "directory"}) == 201
    assert ask("POST", f"{OWN}/checkpoints") == 201
    assert ask("POST", f"{OWN}/checkpoints/checkpoint") == 204
    assert ask("DELETE", f"{OWN}/checkpoints/checkpoint") == 204
    assert ask("PATCH", "notes.txt", {"path": "notebooks/notes.txt"}) == 200
    assert ask("POST", "notebooks", {"copy_from": OWN}) == 201
    assert ask("DELETE", "notebooks/notes.txt") == 204
    assert ask("PATCH", "notebooks", {"path": "notebooks"}) == 200
    # To trust a notebook writes nothing beside it.
    assert ask("POST", f"{TARGETS[0].notebook}/trust") == 201
    # The link is the person's own; what it leads to is not.
    assert ask("PATCH", "by-link", {"path": "renamed-link"}) == 200
    (server.home / "renamed-link").rename(server.home / "by-link")

    assert (server.home / "notebooks/mine/big.txt").read_text() == "mine now" * 2
    assert snapshot(server.home / FOLDER) == before
    assert notebook(["print('mine')"]) == (server.home / OWN).read_text()
