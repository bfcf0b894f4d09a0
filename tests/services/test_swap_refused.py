"""A swap that is refused half-way is taken back: the copy is as it was."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_healthcheck.workspace import replace, storage
from jupyter_healthcheck.workspace.replace import Step
from tests.support.disks import layers, small_disk
from tests.support.repositories import Upstream
from tests.workspace.snapshots import Entry, contents, snapshot

from .ballast import fill, make_room
from .home import Home
from .steps import CASES

#: With an old copy, so that there is a way back; by name there is nothing to tell apart.
REFUSED = [
    case
    for case in CASES
    if case[:2] in {("replace", "exchange"), ("replace", "renames"), ("restore", "exchange")}
]


@pytest.fixture
def small(tmp_path: Path, upstream: Upstream) -> Iterator[Home]:
    """A home on a disk of its own, with a copy in which something was added."""
    with small_disk(tmp_path / "home", size="6m") as disk:
        home = Home.create(disk, upstream.path.as_uri())
        home.got()
        (home.copy / "notes.md").write_text("mine")
        yield home


def _places(home: Home) -> dict[str, dict[str, Entry]]:
    """Every visible folder beside the copy and among the previous ones."""
    folders = [*home.copy.parent.iterdir(), *home.layout.previous.glob("*")]
    return {
        str(folder.relative_to(home.root)): snapshot(folder)
        for folder in folders
        if folder.name[0] != "." and folder != home.layout.previous
    }


@pytest.mark.parametrize(("what", "how", "step"), REFUSED)
def test_disk_fills_up_at_a_step(
    small: Home,
    upstream: Upstream,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    how: str,
    step: Step,
) -> None:
    """Whatever came of it: all is as it was, or all is done."""
    if how == "renames":
        monkeypatch.setattr(replace, "exchange", lambda *_: False)
    upstream.commit({"new.txt": "new"})
    backup = small.got("replace").backup
    assert backup is not None
    upstream.commit({"new.txt": "newer"})
    (small.copy / "notes.md").write_text("second")
    before = _places(small)
    reached = []

    def observe(now: str) -> None:
        reached.append(now)
        if now == step:
            fill(small.root)

    service = small.service(observe)
    if what == "restore":
        operation = service.operations.wait(service.restore(backup.id).id)
    else:
        operation = small.get(what, service)
    assert step in reached
    after = _places(small)
    for tree in before.values():
        assert list(after.values()).count(tree) == 1
    if operation.error is not None:
        assert operation.error.code == "disk-full"
        assert after == before
    make_room(small.root)
    assert small.leftovers() == []
    assert small.got("keep-both").action in {"kept-both", "none"}


def test_destination_that_cannot_be_moved(tmp_path: Path, copied: Home) -> None:
    """The copy came with the container's image: the kernel refuses to rename it."""
    (copied.copy / "notes.md").write_text("mine")
    with layers(tmp_path / "layered", copied.root) as root:
        home = Home(root, copied.reconfigured(copied.settings.collections[0].url).settings)
        home = Home.create(root, copied.settings.collections[0].url)
        before = contents(home.copy)
        assert home.refused("replace") == "file-system-failed"
        assert contents(home.copy) == before
        assert home.leftovers() == []


def _previous_is_a_file(home: Home) -> None:
    home.layout.previous.write_text("mine")


def _previous_is_a_link(home: Home) -> None:
    (home.root / "elsewhere").mkdir()
    home.layout.previous.symlink_to(home.root / "elsewhere")


@pytest.mark.parametrize("spoil", [_previous_is_a_file, _previous_is_a_link])
def test_folder_for_previous_copies_is_in_the_way(
    copied: Home, spoil: Callable[[Home], None]
) -> None:
    (copied.copy / "notes.md").write_text("mine")
    spoil(copied)
    before = snapshot(copied.copy.parent)
    assert copied.refused("replace") == "target-in-the-way"
    after = snapshot(copied.copy.parent)
    assert {path: after[path] for path in before if not path.startswith(".jupyter")} == {
        path: entry for path, entry in before.items() if not path.startswith(".jupyter")
    }
    assert copied.leftovers() == []
    assert copied.got("keep-both").action == "kept-both"


def test_folder_for_previous_copies_becomes_a_file_during_the_swap(copied: Home) -> None:
    (copied.copy / "notes.md").write_text("mine")
    before = snapshot(copied.copy)

    def spoil(step: str) -> None:
        if step == Step.INSTALLED:
            copied.layout.previous.rmdir()
            copied.layout.previous.write_text("theirs")

    assert copied.refused("replace", copied.service(spoil)) == "target-in-the-way"
    assert snapshot(copied.copy) == before
    assert copied.leftovers() == []
    copied.layout.previous.unlink()
    assert copied.got("replace").action == "replaced"


def test_swap_of_which_even_the_way_back_fails(
    copied: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal stays, and what it tells is mended when the disk is well again."""
    (copied.copy / "notes.md").write_text("mine")
    before = snapshot(copied.copy)
    broken = True

    def move(source: Path, target: Path) -> None:
        if broken and "staging" not in os.fspath(target):
            raise OSError(5, "Input/output error", str(target))
        storage.move_without_clobbering(source, target)

    monkeypatch.setattr(replace, "move_without_clobbering", move)
    monkeypatch.setattr(replace, "exchange", lambda *_: False)
    assert copied.refused("replace") == "file-system-failed"
    assert snapshot(copied.copy) == before
    broken = False
    assert copied.got("replace").action == "replaced"


def test_disk_that_fails_after_the_exchange_and_on_the_way_back(
    copied: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old copy is out of sight then, but not deleted: it comes back when the disk does."""
    (copied.copy / "notes.md").write_text("mine")
    before = snapshot(copied.copy)
    calls = []

    def exchange_once(first: Path, second: Path) -> bool:
        calls.append(first)
        if len(calls) > 1:
            raise OSError(5, "Input/output error", str(first))
        return storage.exchange(first, second)

    def fail(source: Path, target: Path) -> None:
        raise OSError(5, "Input/output error", str(target))

    with monkeypatch.context() as during:
        during.setattr(replace, "exchange", exchange_once)
        during.setattr(replace, "move_without_clobbering", fail)
        assert copied.refused("replace") == "file-system-failed"
    assert len(calls) == 2
    copied.service().heal()
    assert snapshot(copied.folder(copied.backups()[0])) == before
    assert copied.leftovers() == []
    assert copied.got().action == "none"
