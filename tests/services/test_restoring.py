"""Bringing a previous copy back, and back again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from tests.support.repositories import Upstream
from tests.workspace.snapshots import snapshot

from .home import Home, ended


def _kept(home: Home, decision: str) -> str:
    backup = home.got(decision).backup
    assert backup is not None
    return backup.id


@pytest.mark.parametrize("decision", ["replace", "keep-both"])
def test_undo_and_undo_of_the_undo(copied: Home, upstream: Upstream, decision: str) -> None:
    (copied.copy / "notes.md").write_text("mine")
    upstream.commit({"new.txt": "new"})
    old = snapshot(copied.copy)
    backup = _kept(copied, decision)
    new = snapshot(copied.copy)
    result = copied.restored(backup)
    assert result.action == "restored"
    assert result.path == "notebooks/system-test"
    assert result.notebooks == 3
    assert snapshot(copied.copy) == old
    assert result.backup is not None
    assert [found.id for found in copied.backups()] == [result.backup.id]
    assert not result.losses.any
    assert copied.restored(result.backup.id).losses.any
    assert snapshot(copied.copy) == new
    [again] = copied.backups()
    assert snapshot(copied.folder(again)) == old
    assert again.own_changes
    assert copied.leftovers() == []


def test_restored_where_nothing_stands(copied: Home) -> None:
    (copied.copy / "notes.md").write_text("mine")
    old = snapshot(copied.copy)
    backup = _kept(copied, "replace")
    shutil.rmtree(copied.copy)
    result = copied.restored(backup)
    assert result.backup is None
    assert snapshot(copied.copy) == old
    assert copied.backups() == []


def test_restored_copy_can_be_replaced_again(copied: Home, upstream: Upstream) -> None:
    (copied.copy / "notes.md").write_text("mine")
    copied.restored(_kept(copied, "replace"))
    assert copied.plan().losses.counts == {"own-file": 1}
    upstream.commit({"new.txt": "new"})
    assert copied.got("keep-both").action == "kept-both"


def test_what_stands_there_is_kept_even_if_git_cannot_read_it(copied: Home) -> None:
    (copied.copy / "notes.md").write_text("mine")
    backup = _kept(copied, "replace")
    (copied.copy / ".git/index").write_bytes(b"no index")
    standing = snapshot(copied.copy)
    copied.restored(backup)
    [kept] = copied.backups()
    assert snapshot(copied.folder(kept)) == standing
    assert kept.own_changes


def _refusal(home: Home, backup: str) -> str:
    service = home.service()
    try:
        operation = ended(service, service.restore(backup))
    except HealthCheckError as error:
        return error.code
    assert operation.error is not None
    return operation.error.code


def _delete(folder: Path) -> None:
    shutil.rmtree(folder)


def _move_away(folder: Path) -> None:
    folder.rename(folder.parent / "mine now")


def _become_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("mine")


def _become_a_link(folder: Path) -> None:
    folder.rename(folder.parent / "elsewhere")
    folder.symlink_to(folder.parent / "elsewhere")


def _lose_git(folder: Path) -> None:
    shutil.rmtree(folder / ".git")


@pytest.mark.parametrize(
    ("happen", "code"),
    [
        (_delete, "backup-missing"),
        (_move_away, "backup-missing"),
        (_become_a_file, "backup-missing"),
        (_become_a_link, "backup-missing"),
        (_lose_git, "backup-broken"),
    ],
)
def test_what_the_person_did_to_a_backup_is_respected(
    copied: Home, happen: Callable[[Path], None], code: str
) -> None:
    (copied.copy / "notes.md").write_text("mine")
    backup = _kept(copied, "replace")
    happen(copied.folder(copied.backups()[0]))
    before = snapshot(copied.copy.parent)
    assert _refusal(copied, backup) == code
    after = snapshot(copied.copy.parent)
    assert {path for path in before if path[0] != "."} == {path for path in after if path[0] != "."}


@pytest.mark.parametrize("backup", ["", "no-such", "../notes", "a/b", ".", "..", "x" * 300, "☃"])
def test_no_such_backup(copied: Home, backup: str) -> None:
    assert _refusal(copied, backup) == "backup-missing"


def test_stranger_at_the_destination_stays(copied: Home) -> None:
    (copied.copy / "notes.md").write_text("mine")
    backup = _kept(copied, "replace")
    shutil.rmtree(copied.copy / ".git")
    before = snapshot(copied.copy)
    assert _refusal(copied, backup) == "target-in-the-way"
    assert snapshot(copied.copy) == before
    assert len(copied.backups()) == 1


def test_ledger_that_cannot_be_read_hides_nothing_else(copied: Home) -> None:
    (copied.copy / "notes.md").write_text("mine")
    _kept(copied, "replace")
    for number, text in enumerate(["", "[]", "{}", '{"id": 1, "kind": "odd"}']):
        (copied.layout.ledger / f"broken-{number}.json").write_text(text)
    assert len(copied.backups()) == 1


def test_restoring_is_switched_off_with_getting(copied: Home, upstream: Upstream) -> None:
    (copied.copy / "notes.md").write_text("mine")
    backup = _kept(copied, "replace")
    off = copied.reconfigured(upstream.path.as_uri(), get_enabled=False)
    assert _refusal(off, backup) == "get-disabled"
    assert [found.id for found in off.backups()] == [backup]
