"""Getting a collection: what is done, what is asked, and what the copy is then."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents, snapshot

from .home import NAME, Home


def test_created(home: Home, upstream: Upstream) -> None:
    result = home.got()
    assert result.action == "created"
    assert result.path == "notebooks/system-test"
    assert result.commit == upstream.head()
    assert result.notebooks == 3
    assert result.backup is None
    assert not result.losses.any
    assert sorted(contents(home.copy)) == upstream.paths()
    assert home.leftovers() == []


def test_files_are_new_on_arrival(home: Home) -> None:
    """With an old time a stale editor would take its own version for the newer one."""
    before = time.time() - 5
    home.got()
    assert all(path.stat().st_mtime > before for path in home.copy.rglob("*.ipynb"))


@pytest.mark.parametrize("decision", ["ask", "keep-both", "replace"])
def test_nothing_to_do(copied: Home, upstream: Upstream, decision: str) -> None:
    before = snapshot(copied.copy)
    result = copied.got(decision)
    assert (result.action, result.commit, result.notebooks) == ("none", upstream.head(), 3)
    assert snapshot(copied.copy) == before
    assert copied.backups() == []


def test_asking_touches_nothing(copied: Home, upstream: Upstream) -> None:
    (copied.copy / "notes.md").write_text("mine")
    new = upstream.commit({"nublado_disk.ipynb": notebook(["more()"]), "x.txt": "x"})
    upstream.commit({"y.txt": "y"}, branch="main")
    before = snapshot(copied.copy)
    plan = copied.plan()
    assert snapshot(copied.copy) == before
    assert copied.leftovers() == []
    assert plan.path == "notebooks/system-test"
    assert plan.commit != new
    assert plan.upstream_commit == upstream.head()
    assert (plan.commits_behind, plan.notebooks_changed) == (2, 1)
    assert plan.branch is None
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert plan.keep_path == f"notebooks/system-test {today}"
    assert plan.replace_path == f"notebooks/previous/system-test {today}"
    assert not (copied.copy.parent / "previous").exists()


@pytest.mark.parametrize(
    ("decision", "action", "folder"),
    [("keep-both", "kept-both", "notebooks"), ("replace", "replaced", "notebooks/previous")],
)
def test_decision(
    copied: Home, upstream: Upstream, decision: str, action: str, folder: str
) -> None:
    (copied.copy / "notes.md").write_text("mine")
    upstream.commit({"new.txt": "new"})
    before = snapshot(copied.copy)
    plan = copied.plan()
    result = copied.got(decision)
    assert result.action == action
    assert result.commit == upstream.head()
    assert result.backup is not None
    assert result.backup.path in {plan.keep_path, plan.replace_path}
    assert Path(result.backup.path).parent == Path(folder)
    assert snapshot(copied.root / result.backup.path) == before
    assert sorted(contents(copied.copy)) == upstream.paths()
    [backup] = copied.backups()
    assert (backup.id, backup.path) == (result.backup.id, result.backup.path)
    assert backup.own_changes
    assert backup.size == sum(
        path.stat().st_size
        for path in copied.folder(backup).rglob("*")
        if path.is_file() and ".git" not in path.parts
    )
    assert (backup.restorable_until is None) == (decision == "keep-both")


def test_news_without_losses_are_taken_over_with_a_backup(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"new.txt": "new"})
    before = snapshot(copied.copy)
    result = copied.got()
    assert result.action == "replaced"
    [backup] = copied.backups()
    assert not backup.own_changes
    assert snapshot(copied.folder(backup)) == before


def test_configured_folder(home: Home, upstream: Upstream) -> None:
    there = home.reconfigured(upstream.path.as_uri(), entry={"path": "checks/deep/system"})
    result = there.got()
    assert result.path == "checks/deep/system"
    (there.copy / "notes.md").write_text("mine")
    backup = there.got("replace").backup
    assert backup is not None
    assert backup.path.startswith("checks/deep/previous/system ")


def test_backups_never_overwrite_each_other(copied: Home) -> None:
    kept = []
    for number in range(3):
        (copied.copy / "notes.md").write_text(str(number))
        for decision in ("replace", "keep-both"):
            (copied.copy / "notes.md").write_text(f"{number} {decision}")
            backup = copied.got(decision).backup
            assert backup is not None
            kept.append((backup.path, f"{number} {decision}"))
    assert len({path for path, _ in kept}) == 6
    assert all((copied.root / path / "notes.md").read_text() == text for path, text in kept)
    assert {backup.path for backup in copied.backups()} == {path for path, _ in kept}


@pytest.mark.parametrize("name", ["system-test {:%Y-%m-%d}", "previous/system-test {:%Y-%m-%d}"])
@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_name_for_a_backup_is_taken(copied: Home, name: str, kind: str) -> None:
    taken = copied.copy.parent / name.format(datetime.now(UTC))
    taken.parent.mkdir(exist_ok=True)
    if kind == "file":
        taken.write_text("mine")
    elif kind == "folder":
        taken.mkdir()
    else:
        taken.symlink_to("nowhere")
    (copied.copy / "notes.md").write_text("mine")
    backup = copied.got("replace" if "/" in name else "keep-both").backup
    assert backup is not None
    assert backup.path.endswith(" (2)") or kind is None
    assert os.path.lexists(taken)


def test_switches_of_the_operator(home: Home, upstream: Upstream) -> None:
    url = upstream.path.as_uri()
    for entry, options, code in (
        ({"enabled": False}, {}, "collection-disabled"),
        ({"access": "read-only", "delivery": "automatic"}, {}, "not-on-demand"),
        ({}, {"get_enabled": False}, "get-disabled"),
    ):
        service = home.reconfigured(url, entry=entry, **options).service()
        with pytest.raises(HealthCheckError) as caught:
            service.get(NAME)
        assert caught.value.code == code
    with pytest.raises(HealthCheckError) as caught:
        home.service().get("no-such")
    assert caught.value.code == "collection-missing"
