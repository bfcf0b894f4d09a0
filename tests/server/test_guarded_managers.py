"""A guard for any contents manager: what it refuses, what it reports, what it leaves alone."""

import asyncio
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_core.utils import ensure_async
from tornado.web import HTTPError
from traitlets.config import Config

from jupyter_healthcheck.server.contents import guarded, is_guarded
from jupyter_healthcheck.server.readonly import VERBS, ReadOnlyRules
from jupyter_healthcheck.services.protection import Protection
from jupyter_healthcheck.services.settings import read_settings
from tests.support.tutorials import (
    DATA,
    ENTRY,
    FOLDER,
    LINK_OUT,
    NOTEBOOK,
    OWN,
    Tutorials,
    take_write_bits,
    without_write_bit,
)
from tests.workspace.snapshots import snapshot

from .managers import KINDS, AsyncDerived, Elsewhere, Lister, MostlyAsync

FILE = {"type": "file", "format": "text", "content": "new"}
#: A method and what it is called with.
REFUSED: list[tuple[str, tuple[Any, ...]]] = [
    ("save", (FILE, DATA)),
    ("save", (FILE, f"{FOLDER}/new.txt")),
    ("save", (FILE, "by-link/README.md")),
    ("save", (FILE, "by-link.ipynb")),
    ("save", (FILE, LINK_OUT)),
    ("save", (FILE, f"{OWN}/../../{FOLDER[10:]}/README.md")),
    ("save", ({"type": "directory"}, f"{FOLDER}/new")),
    ("save", ({**FILE, "chunk": 1}, DATA)),
    ("save", ({**FILE, "chunk": 2}, DATA)),
    ("save", ({**FILE, "chunk": -1}, DATA)),
    ("new", (FILE, f"{FOLDER}/new.txt")),
    ("new", (None, f"{FOLDER}/new.ipynb")),
    ("new_untitled", (FOLDER, "notebook")),
    ("new_untitled", (f"{FOLDER}/DP1", "directory")),
    ("copy", (OWN, FOLDER)),
    ("copy", ("notebooks/mine", f"{FOLDER}/DP1")),
    ("copy", (NOTEBOOK,)),
    ("rename", (NOTEBOOK, "out.ipynb")),
    ("rename", (OWN, f"{FOLDER}/in.ipynb")),
    ("rename", (FOLDER, "notebooks/mine/tutorials")),
    ("rename", ("notebooks", "books")),
    ("rename_file", (NOTEBOOK, f"{FOLDER}/DP1/other.ipynb")),
    ("rename_file", ("notebooks", "books")),
    ("update", ({"path": "out.ipynb"}, NOTEBOOK)),
    ("update", ({"path": f"{FOLDER}/in.ipynb"}, OWN)),
    ("update", ({}, NOTEBOOK)),
    ("delete", (NOTEBOOK,)),
    ("delete", ("by-link/README.md",)),
    ("delete", (FOLDER,)),
    ("delete", ("notebooks",)),
    ("delete", ("",)),
    ("delete_file", (DATA,)),
    ("delete_file", ("notebooks/./",)),
    ("create_checkpoint", (NOTEBOOK,)),
    ("restore_checkpoint", ("checkpoint", NOTEBOOK)),
    ("restore_checkpoint", ("checkpoint", "by-link.ipynb")),
    ("delete_checkpoint", ("checkpoint", NOTEBOOK)),
]

READING = {"get", "list_checkpoints", "get_extra_handlers"}


@pytest.fixture
def tutorials(tmp_path: Path) -> Tutorials:
    return Tutorials.create(tmp_path / "home")


def rules_for(home: Path) -> ReadOnlyRules:
    settings = read_settings({"collections": [ENTRY]}, home)
    protection = Protection(settings.collections, settings.root)
    return ReadOnlyRules(lambda: protection)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def manager(request: pytest.FixtureRequest, tutorials: Tutorials) -> Any:
    kind = guarded(request.param, rules_for(tutorials.home))
    return kind(root_dir=str(tutorials.home), delete_to_trash=False, always_delete_dir=True)


async def test_every_change_is_refused_with_a_hint_and_leaves_no_trace(
    manager: Any, tutorials: Tutorials
) -> None:
    before = snapshot(tutorials.home)

    for verb, arguments in REFUSED:
        with pytest.raises(HTTPError) as refusal:
            await ensure_async(getattr(manager, verb)(*arguments))
        said = str(refusal.value.log_message)
        assert refusal.value.status_code == 403, (verb, arguments, said)
        assert "tutorial" in said, (verb, arguments)
        assert any(hint in said for hint in ("Make my own copy", "another folder", "what else"))
    assert await ensure_async(manager.list_checkpoints(NOTEBOOK)) == []
    assert await ensure_async(manager.list_checkpoints("by-link.ipynb")) == []

    assert snapshot(tutorials.home) == before
    assert {verb for verb, _ in REFUSED} == set(VERBS) - READING


async def test_what_cannot_be_written_is_reported_as_such(manager: Any) -> None:
    async def entries(path: str) -> dict[str, bool]:
        listed = await ensure_async(manager.get(path))
        return {entry["name"]: entry["writable"] for entry in listed["content"]}

    for path in (FOLDER, NOTEBOOK, DATA, LINK_OUT, "by-link", "by-link.ipynb"):
        assert (await ensure_async(manager.get(path)))["writable"] is False, path
        assert (await ensure_async(manager.get(path, content=False)))["writable"] is False, path
    for path in ("", "notebooks", OWN, "elsewhere"):
        assert (await ensure_async(manager.get(path)))["writable"] is True, path
    assert await entries(FOLDER) == {"README.md": False, "DP1": False, "aside.md": False}
    assert await entries("by-link") == {"README.md": False, "DP1": False, "aside.md": False}
    assert await entries("notebooks") == {"tutorial-notebooks": False, "mine": True}
    assert await entries("") == {
        "notebooks": True,
        "elsewhere": True,
        "by-link": False,
        "by-link.ipynb": False,
    }


async def test_a_failed_listing_leaves_no_other_unmarked(manager: Any) -> None:
    with pytest.raises(HTTPError) as failure:
        await ensure_async(manager.get("missing"))

    assert failure.value.status_code == 404
    assert (await ensure_async(manager.get(FOLDER)))["writable"] is False


async def test_who_reads_meanwhile_is_told_too(manager: Any) -> None:
    async def get(path: str) -> dict[str, Any]:
        model: dict[str, Any] = await ensure_async(manager.get(path))
        return model

    for _ in range(20):
        above, inside, file = await asyncio.gather(get("notebooks"), get(FOLDER), get(DATA))
        assert above["writable"] is True
        assert inside["writable"] is file["writable"] is False
        assert {entry["writable"] for entry in inside["content"]} == {False}


async def test_the_rest_works_as_ever(manager: Any, tutorials: Tutorials) -> None:
    async def call(verb: str, *arguments: Any) -> Any:
        return await ensure_async(getattr(manager, verb)(*arguments))

    before = snapshot(tutorials.folder)
    assert (await call("save", FILE, "elsewhere/a.txt"))["writable"] is True
    assert (await call("new_untitled", "elsewhere", "notebook"))["name"] == "Untitled.ipynb"
    assert (await call("save", {"type": "directory"}, "notebooks"))["path"] == "notebooks"
    await call("rename", "elsewhere/a.txt", "notebooks/b.txt")
    assert (await call("update", {"path": "c.txt"}, "notebooks/b.txt"))["path"] == "c.txt"
    await call("delete", "c.txt")
    assert (await call("create_checkpoint", OWN))["id"] == "checkpoint"
    assert len(await call("list_checkpoints", OWN)) == (not isinstance(manager, MostlyAsync))
    # A link to the collection is the person's own: only what it leads to is not.
    await call("update", {"path": "other-link"}, "by-link")
    (tutorials.home / "other-link").rename(tutorials.home / "by-link")
    await call("delete", "by-link.ipynb")

    assert not (tutorials.home / "by-link.ipynb").is_symlink()
    assert not (tutorials.home / "c.txt").exists()
    assert snapshot(tutorials.folder) == before


async def test_copies_out_can_be_written_to(manager: Any, tutorials: Tutorials) -> None:
    async def copy(path: str, into: str) -> tuple[Path, bool]:
        model = await ensure_async(manager.copy(path, into))
        return tutorials.home / model["path"], model["writable"]

    before = snapshot(tutorials.folder)
    (tutorials.home / "notebooks" / "mine" / "by-link.csv").symlink_to(tutorials.home / DATA)
    frozen = tutorials.home / "notebooks" / "mine" / "frozen"
    frozen.mkdir()
    (frozen / "result.csv").touch()
    take_write_bits(frozen)
    for path in (NOTEBOOK, DATA, f"{FOLDER}/DP1", FOLDER, "by-link"):
        copied, writable = await copy(path, "elsewhere")
        assert writable is True
        assert without_write_bit(copied) == []
    whole, writable = await copy("notebooks", "elsewhere")
    assert writable is True
    # What the person froze stays as the person had it.
    kept = whole / "mine" / "frozen"
    assert without_write_bit(whole) == [str(kept), str(kept / "result.csv")]

    assert (tutorials.home / "elsewhere" / "DP1" / "data" / "stars.csv").read_bytes() == (
        tutorials.home / DATA
    ).read_bytes()
    assert snapshot(tutorials.folder) == before


@pytest.mark.parametrize("kind", KINDS)
def test_each_method_stays_what_it_was(kind: type, tmp_path: Path) -> None:
    made = guarded(kind, rules_for(tmp_path))

    for verb in VERBS:
        was, now = getattr(kind, verb), getattr(made, verb)
        assert inspect.iscoroutinefunction(now) == inspect.iscoroutinefunction(was), verb
        assert inspect.signature(now) == inspect.signature(was), verb
    assert made.__name__ == f"Guarded{kind.__name__}"
    assert issubclass(made, kind)
    assert guarded(made, rules_for(tmp_path)) is made


def test_what_is_configured_for_the_class_still_holds(tutorials: Tutorials) -> None:
    made = guarded(AsyncDerived, rules_for(tutorials.home))
    config = Config(
        {
            "AsyncLargeFileManager": {"hide_globs": ["*.tmp"]},
            "AsyncDerived": {"untitled_file": "fresh"},
            "ContentsManager": {"allow_hidden": True},
        }
    )

    manager = made(root_dir=str(tutorials.home), config=config)

    assert (manager.hide_globs, manager.untitled_file, manager.allow_hidden) == (
        ["*.tmp"],
        "fresh",
        True,
    )


async def test_what_is_no_path_is_the_managers_to_refuse(
    manager: Any, tutorials: Tutorials
) -> None:
    plain = type(manager).__mro__[1](root_dir=str(tutorials.home))
    odd: list[Callable[[Any], Any]] = [
        lambda subject: subject.get("a\0b"),
        lambda subject: subject.get("../outside"),
        lambda subject: subject.save(FILE, "../outside.txt"),
        lambda subject: subject.save(FILE, "no/such/folder/file.txt"),
        lambda subject: subject.save(FILE, "\ud800"),
        lambda subject: subject.delete("no-such-file"),
        lambda subject: subject.rename(None, "x"),
        lambda subject: subject.copy("elsewhere/missing", "elsewhere"),
    ]
    for ask in odd:
        failures = []
        for subject in (plain, manager):
            with pytest.raises(Exception) as failure:  # noqa: PT011  (whatever it is)
                await ensure_async(ask(subject))
            failures.append((failure.type, getattr(failure.value, "status_code", None)))
        assert failures[0] == failures[1]
        assert failures[0][1] != 403


def test_a_manager_without_local_files_is_left_alone(tmp_path: Path) -> None:
    made = guarded(Elsewhere, rules_for(tmp_path))

    assert made is Elsewhere
    assert not is_guarded(made)


def test_whatever_the_base_says(tutorials: Tutorials) -> None:
    manager = guarded(Lister, rules_for(tutorials.home))(root_dir=str(tutorials.home))

    mine, theirs = manager.get("notebooks")["content"]
    assert (mine["writable"], mine["content"][0]["writable"]) == (True, True)
    assert (theirs["writable"], theirs["content"][0]["writable"]) == (False, False)
    inside = manager.get(FOLDER)
    assert inside["writable"] is inside["content"][0]["content"][0]["writable"] is False
