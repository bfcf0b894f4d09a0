"""What somebody else put at the destination is refused and never touched."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.workspace import replace
from tests.support.environment import run_git
from tests.workspace.snapshots import snapshot

from .home import Home


def _a_file(home: Home) -> None:
    home.copy.write_text("mine")


def _a_folder(home: Home) -> None:
    home.copy.mkdir()
    (home.copy / "notes.md").write_text("mine")


def _an_empty_folder(home: Home) -> None:
    home.copy.mkdir()


def _a_checkout_of_the_persons_own(home: Home) -> None:
    run_git("clone", "--quiet", home.settings.collections[0].url, home.copy)


def _a_copy_without_git(home: Home) -> None:
    home.got()
    shutil.rmtree(home.copy / ".git")


def _a_copy_whose_git_is_a_file(home: Home) -> None:
    home.got()
    (home.copy / ".git").rename(home.root / "moved.git")
    (home.copy / ".git").write_text(f"gitdir: {home.root}/moved.git\n")


def _a_copy_of_another_collection(home: Home) -> None:
    home.got()
    marker = home.copy / ".git/jupyter_healthcheck.json"
    marker.write_text(marker.read_text().replace("system-test", "curation-check"))


@pytest.mark.parametrize(
    ("place", "decision"),
    [
        (_a_file, "ask"),
        (_a_file, "replace"),
        (_a_folder, "ask"),
        (_a_folder, "keep-both"),
        (_a_folder, "replace"),
        (_an_empty_folder, "replace"),
        (_a_checkout_of_the_persons_own, "keep-both"),
        (_a_checkout_of_the_persons_own, "replace"),
        (_a_copy_without_git, "replace"),
        (_a_copy_whose_git_is_a_file, "replace"),
        (_a_copy_of_another_collection, "replace"),
    ],
)
def test_something_else_stands_at_the_destination(
    home: Home, place: Callable[[Home], None], decision: str
) -> None:
    home.copy.parent.mkdir()
    place(home)
    before = snapshot(home.copy)
    assert home.refused(decision) == "target-in-the-way"
    assert [found.state for found in home.service().list_collections()] == ["broken"]
    assert snapshot(home.copy) == before
    assert home.leftovers() == []
    home.copy.rename(home.root / "moved away")
    assert home.got(decision).action == "created"


@pytest.mark.parametrize("place", ["notebooks", "notebooks/system-test"])
def test_link_on_the_way_to_the_destination(home: Home, tmp_path: Path, place: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (home.root / place).parent.mkdir(exist_ok=True)
    (home.root / place).symlink_to(tmp_path / "elsewhere")
    service = home.service()
    with pytest.raises(HealthCheckError, match="symbolic link") as caught:
        service.get("system-test")
    assert caught.value.code == "unsafe-destination"
    assert [found.state for found in service.list_collections()] == ["broken"]
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_file_on_the_way_to_the_destination(home: Home) -> None:
    (home.root / "notebooks").write_text("mine")
    service = home.service()
    with pytest.raises(HealthCheckError, match="is a file") as caught:
        service.get("system-test")
    assert caught.value.code == "target-in-the-way"
    assert [found.state for found in service.list_collections()] == ["broken"]
    assert (home.root / "notebooks").read_text() == "mine"


def test_something_appears_at_the_destination_during_a_get(home: Home) -> None:
    def appear(step: str) -> None:
        if step == "journaled":
            home.copy.mkdir()
            (home.copy / "notes.md").write_text("mine")

    assert home.refused(service=home.service(appear)) == "target-in-the-way"
    assert [path.name for path in home.copy.iterdir()] == ["notes.md"]
    assert home.leftovers() == []


@pytest.mark.parametrize("thing", ["folder", "file", "link"])
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "renames"])
def test_copy_is_exchanged_for_something_else_during_a_swap(
    copied: Home, monkeypatch: pytest.MonkeyPatch, thing: str, exchange: bool
) -> None:
    """Between the last look and the swap: what came there is put back."""
    if not exchange:
        monkeypatch.setattr(replace, "exchange", lambda *_: False)
    (copied.copy / "notes.md").write_text("first")
    before = snapshot(copied.copy)
    destination, moved = copied.copy, copied.root / "moved away"

    def appear(step: str) -> None:
        if step != "journaled":
            return
        destination.rename(moved)
        if thing == "folder":
            destination.mkdir()
            (destination / "notes.md").write_text("second")
        elif thing == "file":
            destination.write_text("second")
        else:
            destination.symlink_to(moved)

    assert copied.refused("replace", copied.service(appear)) == "target-in-the-way"
    assert snapshot(moved) == before
    if thing == "folder":
        assert (destination / "notes.md").read_text() == "second"
        (destination / "notes.md").unlink()
        destination.rmdir()
    elif thing == "file":
        assert destination.read_text() == "second"
        destination.unlink()
    else:
        assert destination.readlink() == moved
        destination.unlink()
    assert copied.leftovers() == []
    assert copied.backups() == []


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "renames"])
def test_copy_whose_git_folder_is_a_link_that_a_move_would_break(
    copied: Home, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    if not exchange:
        monkeypatch.setattr(replace, "exchange", lambda *_: False)
    (copied.copy / ".git").rename(copied.copy.parent / "moved.git")
    (copied.copy / ".git").symlink_to("../moved.git")
    (copied.copy / "notes.md").write_text("mine")
    before = snapshot(copied.copy)
    assert copied.refused("replace") == "target-in-the-way"
    assert snapshot(copied.copy) == before
    assert copied.leftovers() == []
