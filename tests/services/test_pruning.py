"""Old backups go after a while, but never one that a person would miss."""

import json
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jupyter_healthcheck.models.workspace import Backup
from jupyter_healthcheck.workspace.storage import write_json
from tests.support.environment import run_git
from tests.support.repositories import Upstream, executed
from tests.workspace.snapshots import snapshot

from .home import Home


def _age(home: Home, backup: Backup, days: float) -> None:
    """Let a backup be older than it is."""
    path = home.layout.ledger / f"{backup.id}.json"
    record = json.loads(path.read_text())
    made = datetime.now(UTC) - timedelta(days=days)
    write_json(path, {**record, "created_at": made.isoformat(timespec="seconds")})


def _get_news(home: Home, upstream: Upstream) -> None:
    """Get something new, after which old backups are looked at."""
    number = len(upstream.git("rev-list", "HEAD").split())
    upstream.commit({f"new-{number}.txt": "new"})
    home.got("replace")


@pytest.fixture
def expired(copied: Home, upstream: Upstream) -> Home:
    """A home with one backup, which is old and holds nothing of the person's own."""
    copied.change("nublado_disk.ipynb", executed)
    _get_news(copied, upstream)
    [backup] = copied.backups()
    assert not backup.own_changes
    _age(copied, backup, 15)
    return copied


def _stays(home: Home, upstream: Upstream) -> None:
    [backup] = home.backups()
    before = snapshot(home.folder(backup))
    _get_news(home, upstream)
    assert backup.id in {found.id for found in home.backups()}
    assert snapshot(home.folder(backup)) == before
    assert home.leftovers() == []


def test_expired(expired: Home, upstream: Upstream) -> None:
    [backup] = expired.backups()
    _get_news(expired, upstream)
    assert backup.id not in {found.id for found in expired.backups()}
    assert not expired.folder(backup).exists()
    assert expired.leftovers() == []


@pytest.mark.parametrize(("days", "kept_days", "stays"), [(13, 14, True), (3, 2, False)])
def test_days_are_configured(
    expired: Home, upstream: Upstream, days: float, kept_days: int, stays: bool
) -> None:
    [backup] = expired.backups()
    _age(expired, backup, days)
    other = expired.reconfigured(upstream.path.as_uri(), backup_days=kept_days)
    until = datetime.fromisoformat(other.backups()[0].restorable_until or "")
    assert (until > datetime.now(UTC)) is stays
    _get_news(other, upstream)
    assert other.folder(backup).exists() is stays


def test_own_changes_stay(copied: Home, upstream: Upstream) -> None:
    (copied.copy / "notes.md").write_text("mine")
    _get_news(copied, upstream)
    _age(copied, copied.backups()[0], 500)
    _stays(copied, upstream)


def test_kept_copies_stay(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"x.txt": "x"})
    copied.got("keep-both")
    _age(copied, copied.backups()[0], 500)
    _stays(copied, upstream)


def _move_an_old_file_in(folder: Path) -> None:
    """Neither its time nor its content tells that it came later."""
    own = folder.parent / "notes.md"
    own.write_text("mine")
    os.utime(own, (0, 0))
    own.rename(folder / "notes.md")


def _edit_without_a_trace(folder: Path) -> None:
    path = folder / "data/stars.csv"
    path.write_text(path.read_text().replace("1,2", "3,4"))
    os.utime(path, (0, 0))


def _commit(folder: Path) -> None:
    run_git("commit", "--quiet", "--allow-empty", "--message", "mine", cwd=folder)


def _lose_git(folder: Path) -> None:
    """It may be anything then, even a folder that was never ours."""
    (folder / ".git").rename(folder / "git")


@pytest.mark.parametrize(
    "change", [_move_an_old_file_in, _edit_without_a_trace, _commit, _lose_git]
)
def test_what_was_put_into_a_backup_stays(
    expired: Home, upstream: Upstream, change: Callable[[Path], None]
) -> None:
    change(expired.folder(expired.backups()[0]))
    _stays(expired, upstream)


def test_edit_during_the_swap_stays(copied: Home, upstream: Upstream) -> None:
    """It was written after the last look, so that the ledger knows nothing of it."""

    def edit(step: str) -> None:
        if step == "journaled":
            (copied.copy / "notes.md").write_text("mine")

    upstream.commit({"x.txt": "x"})
    copied.got(service=copied.service(edit))
    [backup] = copied.backups()
    assert not backup.own_changes
    _age(copied, backup, 15)
    _stays(copied, upstream)


def test_backup_in_which_a_process_works_stays(expired: Home, upstream: Upstream) -> None:
    with subprocess.Popen(["sleep", "60"], cwd=expired.folder(expired.backups()[0])) as kernel:
        try:
            _stays(expired, upstream)
        finally:
            kernel.kill()


def test_folder_that_took_the_place_of_a_backup_stays(expired: Home, upstream: Upstream) -> None:
    [backup] = expired.backups()
    folder = expired.folder(backup)
    folder.rename(expired.root / "mine now")
    folder.mkdir()
    (folder / "notes.md").write_text("mine")
    os.utime(folder / "notes.md", (0, 0))
    _get_news(expired, upstream)
    assert (folder / "notes.md").read_text() == "mine"
    assert (expired.root / "mine now/nublado_disk.ipynb").exists()


def test_pruning_that_fails_spoils_no_get(
    expired: Home, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("jupyter_healthcheck.workspace.backups.move_without_clobbering", fail)
    _stays(expired, upstream)


def test_nothing_is_pruned_without_a_get(expired: Home) -> None:
    expired.service().heal()
    assert expired.got().action == "none"
    assert len(expired.backups()) == 1
