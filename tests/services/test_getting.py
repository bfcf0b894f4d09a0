"""Getting a collection: what is done, what is asked, and what the copy is then."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.models.operation import OnExisting
from tests.support.environment import run_git
from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents, snapshot

from .home import NAME, Home, ended


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


def test_the_copy_is_an_ordinary_checkout(
    remote: Home, upstream: Upstream, server: GitServer
) -> None:
    upstream.commit({"second.txt": "2"}, "Second")
    remote.got()
    assert remote.git("remote", "get-url", "origin").strip() == server.url("system-test")
    assert remote.git("rev-parse", "--abbrev-ref", "main@{upstream}").strip() == "origin/main"
    assert remote.git("log", "--format=%s").split("\n")[:2] == ["Second", "First checks"]
    assert remote.git("status", "--porcelain") == ""
    assert not (remote.copy / ".git/objects/info/alternates").exists()
    remote.commit(message="Improve")
    remote.git("push", "--quiet")
    assert upstream.git("log", "-1", "--format=%s").strip() == "Improve"
    upstream.commit({"third.txt": "3"})
    remote.git("pull", "--quiet", "--ff-only")
    assert (remote.copy / "third.txt").exists()
    # What was pulled by hand is no loss either.
    assert remote.got().action == "none"


@pytest.mark.parametrize("branch", ["master", "trunk", "feature/new"])
def test_default_branch_has_any_name(tmp_path: Path, branch: str) -> None:
    upstream = Upstream.create(tmp_path / "remotes", "named", branch)
    upstream.commit({"a.txt": "a"})
    home = Home.create(tmp_path / "home", upstream.path.as_uri())
    home.got()
    assert home.git("branch", "--show-current").strip() == branch
    assert home.got().action == "none"


def test_configured_branch(home: Home, upstream: Upstream) -> None:
    wanted = upstream.commit({"x.txt": "x"}, branch="release")
    there = home.reconfigured(upstream.path.as_uri(), entry={"ref": "release"})
    assert there.got().commit == wanted
    assert there.git("branch", "--show-current").strip() == "release"
    # The operator goes back to the default: another branch is checked out then.
    assert home.got().action == "replaced"
    assert home.git("branch", "--show-current").strip() == "main"


def test_default_branch_moves(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"x.txt": "x"}, branch="trunk")
    upstream.set_default_branch("trunk")
    upstream.delete_branch("main")
    result = copied.got()
    assert (result.action, result.commit) == ("replaced", upstream.head("trunk"))


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


def test_edit_between_plan_and_swap_is_asked_about(copied: Home) -> None:
    """A person who decided about one file is asked again about another."""
    service = copied.service()
    (copied.copy / "notes.md").write_text("first")
    plan = copied.plan(service)
    (copied.copy / "more.md").write_text("second")
    with pytest.raises(HealthCheckError) as caught:
        service.get(NAME, OnExisting.REPLACE, plan.token)
    assert caught.value.code == "plan-changed"
    newer = caught.value.details["plan"]
    assert newer.losses.counts == {"own-file": 2}
    operation = ended(service, service.get(NAME, OnExisting.REPLACE, newer.token))
    assert operation.result is not None


def test_edit_while_the_new_set_is_made(
    copied: Home, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came after the plan was confirmed: asked again, nothing swapped."""
    service = copied.service()
    (copied.copy / "notes.md").write_text("first")
    plan = copied.plan(service)
    before = copied.service().operations
    assert before.all() == []
    wait = service.pages.wait_until_closed

    def edit_meanwhile(*arguments: object) -> None:
        (copied.copy / "more.md").write_text("second")
        wait(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(service.pages, "wait_until_closed", edit_meanwhile)
    operation = ended(service, service.get(NAME, OnExisting.REPLACE, plan.token))
    assert operation.state == "needs-decision"
    assert operation.plan is not None
    assert operation.plan.losses.counts == {"own-file": 2}
    assert (copied.copy / "more.md").read_text() == "second"
    assert copied.backups() == []
    assert copied.leftovers() == []


def test_edit_at_the_last_moment_is_in_the_backup(copied: Home, upstream: Upstream) -> None:
    """After the last look nobody can be asked, but what was written is kept."""
    upstream.commit({"new.txt": "new"})

    def edit(step: str) -> None:
        if step == "journaled":
            (copied.copy / "notes.md").write_text("mine")

    backup = copied.got(service=copied.service(edit)).backup
    assert backup is not None
    assert (copied.root / backup.path / "notes.md").read_text() == "mine"


def test_tokens_work_once_and_for_their_own_plan(copied: Home) -> None:
    service = copied.service()
    (copied.copy / "notes.md").write_text("mine")
    token = copied.plan(service).token
    for wrong in ("", "guess", None):
        with pytest.raises(HealthCheckError, match="changed since"):
            service.get(NAME, OnExisting.REPLACE, wrong)
    assert ended(service, service.get(NAME, OnExisting.KEEP_BOTH, token)).result is not None
    (copied.copy / "notes.md").write_text("mine")
    with pytest.raises(HealthCheckError, match="changed since"):
        service.get(NAME, OnExisting.REPLACE, token)


def test_token_is_void_when_the_upstream_moved(copied: Home, upstream: Upstream) -> None:
    service = copied.service()
    (copied.copy / "notes.md").write_text("mine")
    token = copied.plan(service).token
    upstream.commit({"new.txt": "new"})
    copied.plan()
    with pytest.raises(HealthCheckError, match="changed since"):
        service.get(NAME, OnExisting.REPLACE, token)


def test_other_repository_of_the_person_is_never_checked_out(
    copied: Home, upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new set disappears while it is made, and the home is a repository itself."""
    from jupyter_healthcheck.workspace.git import Git

    run_git("init", "--quiet", "--initial-branch=main", copied.root)
    (copied.root / "dotfile").write_text("committed")
    run_git("add", "dotfile", cwd=copied.root)
    run_git("commit", "--quiet", "--message", "dotfiles", cwd=copied.root)
    (copied.root / "dotfile").write_text("edited")
    upstream.commit({"new.txt": "new"})
    run = Git.run

    def lose(git: Git, arguments: list[str], **options: object) -> bytes:
        if "checkout" in arguments:
            for folder in copied.layout.staging.iterdir():
                if folder.is_dir():
                    folder.rename(tmp_path / "lost")
        return run(git, arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", lose)
    monkeypatch.chdir(copied.root)
    assert copied.refused() == "git-failed"
    assert (copied.root / "dotfile").read_text() == "edited"


def test_switches_of_the_operator(home: Home, upstream: Upstream) -> None:
    url = upstream.path.as_uri()
    for entry, options, code in (
        ({"enabled": False}, {}, "collection-disabled"),
        ({"delivery": "automatic"}, {}, "not-on-demand"),
        ({}, {"get_enabled": False}, "get-disabled"),
    ):
        service = home.reconfigured(url, entry=entry, **options).service()
        with pytest.raises(HealthCheckError) as caught:
            service.get(NAME)
        assert caught.value.code == code
    with pytest.raises(HealthCheckError) as caught:
        home.service().get("no-such")
    assert caught.value.code == "collection-missing"
