"""Read-only notebooks are there, whole and current; what a person put inside is kept."""

import shutil
import subprocess
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.services.provisioning import Reach
from tests.support.environment import run_git
from tests.support.git_server import GitServer, Part, Refuse
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents, snapshot

from .home import NAME, Home
from .tutorials import provide, provided, tutorials, writable


@pytest.fixture
def home(tmp_path: Path, upstream: Upstream) -> Home:
    """A home whose upstream is a folder, without a copy yet."""
    return tutorials(tmp_path / "home", upstream.path.as_uri())


@pytest.fixture
def there(home: Home) -> Home:
    """A home with the read-only notebooks."""
    assert provided(home).action == "created"
    return home


def _rescued(home: Home) -> dict[str, str]:
    """What is in the newest previous copy."""
    (backup,) = home.backups()
    assert (backup.kind, backup.own_changes, backup.restorable_until) == ("rescued", True, None)
    folder = home.folder(backup)
    assert writable(folder) == sorted(contents(folder))
    return {name: (folder / name).read_text() for name in contents(folder)}


def test_it_is_an_ordinary_checkout_without_write_bits(there: Home, upstream: Upstream) -> None:
    assert sorted(contents(there.copy)) == upstream.paths()
    assert writable(there.copy) == []
    assert there.git("status", "--porcelain") == ""
    assert there.git("rev-parse", "HEAD").strip() == upstream.head()
    assert there.leftovers() == []
    assert there.backups() == []


def test_without_news_one_request_asks_and_nothing_is_done(
    tmp_path: Path, server: GitServer
) -> None:
    home = tutorials(tmp_path / "home", server.url(NAME))
    provided(home)
    before = snapshot(home.copy)
    server.forget()
    assert provided(home).action == "none"
    assert len(server.requests_to(NAME)) == 1
    assert server.sent(Part.PACK) == 0
    assert snapshot(home.copy) == before


def test_only_the_one_branch_is_fetched(tmp_path: Path, upstream: Upstream) -> None:
    upstream.commit({"big.bin": "x" * 1000}, branch="experiment")
    upstream.git("tag", "v1", "experiment")
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    provided(home)
    refs = run_git("for-each-ref", "--format=%(refname)", cwd=home.layout.cache)
    assert refs.split() == ["refs/heads/main"]
    assert run_git("rev-list", "--count", "main", cwd=home.layout.cache).strip() == "1"


def test_a_new_commit_takes_the_old_ones_place_and_leaves_no_backup(
    there: Home, upstream: Upstream
) -> None:
    commit = upstream.commit({"new.ipynb": notebook(["new()"]), "data/stars.csv": None})
    result = provided(there)
    assert (result.action, result.commit, result.backup) == ("replaced", commit, None)
    assert sorted(contents(there.copy)) == upstream.paths()
    assert writable(there.copy) == []
    assert there.backups() == []
    assert not (there.layout.previous).exists() or not list(there.layout.previous.iterdir())
    assert there.leftovers() == []


def test_another_default_branch(there: Home, upstream: Upstream) -> None:
    upstream.commit({"next.txt": "next"}, branch="next")
    upstream.set_default_branch("next")
    assert provided(there).action == "replaced"
    assert (there.copy / "next.txt").exists()
    assert provided(there).action == "none"


def test_what_a_person_put_inside_is_kept_and_named(there: Home, upstream: Upstream) -> None:
    (there.copy / "notes.md").write_text("mine")
    (there.copy / "deep/run").mkdir()
    (there.copy / "deep/run/result.csv").write_text("3")
    (there.copy / "scratch").mkdir()
    (there.copy / "scratch/ignored.log").write_text("ignored by git")
    checkpoints = there.copy / ".ipynb_checkpoints"
    checkpoints.mkdir()
    (checkpoints / "nublado_login-checkpoint.ipynb").write_text("{}")
    login = there.copy / "nublado_login.ipynb"
    login.chmod(0o644)
    login.write_text("edited in a terminal")

    result = provided(there)

    assert result.action == "replaced"
    assert result.backup
    assert result.losses.counts == {"edited-notebook": 1, "own-file": 3}
    assert _rescued(there) == {
        "notes.md": "mine",
        "deep/run/result.csv": "3",
        "scratch/ignored.log": "ignored by git",
        "nublado_login.ipynb": "edited in a terminal",
    }
    assert sorted(contents(there.copy)) == upstream.paths()


def test_files_beside_wait_for_the_next_update(there: Home, upstream: Upstream) -> None:
    (there.copy / "plot.png").write_text("a plot")
    assert provided(there).action == "none"
    assert (there.copy / "plot.png").exists()
    upstream.commit({"new.txt": "new"})
    assert provided(there).action == "replaced"
    assert _rescued(there) == {"plot.png": "a plot"}


def test_commits_and_stashes_keep_the_whole_copy(there: Home, upstream: Upstream) -> None:
    for path in there.copy.rglob("*.ipynb"):
        path.chmod(0o644)
    there.commit()
    mine = there.git("rev-parse", "HEAD").strip()
    upstream.commit({"new.txt": "new"})
    assert provided(there).action == "replaced"
    (backup,) = there.backups()
    kept = there.folder(backup)
    assert run_git("rev-parse", "HEAD", cwd=kept).strip() == mine
    assert set(contents(kept)) == {*upstream.paths(), "mine.txt"} - {"new.txt"}


@pytest.mark.parametrize("reach", Reach)
def test_damage_from_a_terminal_is_repaired(there: Home, upstream: Upstream, reach: Reach) -> None:
    (there.copy / "nublado_disk.ipynb").unlink()
    shutil.rmtree(there.copy / "deep")
    (there.copy / "data/stars.csv").chmod(0o666)
    assert provided(there, reach).action == "replaced"
    assert sorted(contents(there.copy)) == upstream.paths()
    assert writable(there.copy) == []
    assert there.backups() == []


def test_write_bits_alone_are_taken_again(there: Home) -> None:
    before = snapshot(there.copy)
    for path in there.copy.rglob("*.ipynb"):
        path.chmod(0o666)
    (there.copy / "plot.png").write_text("what a kernel writes again and again")
    assert provided(there, Reach.NEAR).action == "none"
    assert writable(there.copy) == ["plot.png"]
    (there.copy / "plot.png").unlink()
    after = snapshot(there.copy)
    assert {**after, ".": before["."]} == before


def test_a_start_brings_a_deleted_folder_back_without_asking(
    tmp_path: Path, server: GitServer, upstream: Upstream
) -> None:
    home = tutorials(tmp_path / "home", server.url(NAME))
    provided(home)
    shutil.rmtree(home.copy)
    server.forget()
    assert provided(home, Reach.NEAR).action == "created"
    assert sorted(contents(home.copy)) == upstream.paths()
    assert server.connections == 0


def test_a_broken_repository_inside_keeps_everything(there: Home, upstream: Upstream) -> None:
    (there.copy / ".git/index").write_bytes(b"no index")
    before = contents(there.copy)
    assert provided(there).action == "replaced"
    (backup,) = there.backups()
    assert contents(there.folder(backup)) == before
    assert sorted(contents(there.copy)) == upstream.paths()


def test_a_damaged_cache_is_made_anew_only_where_the_upstream_may_be_asked(
    tmp_path: Path, server: GitServer, upstream: Upstream
) -> None:
    home = tutorials(tmp_path / "home", server.url(NAME))
    provided(home)
    for path in (home.layout.cache / "objects").rglob("*"):
        if path.is_file():
            path.unlink()
    shutil.rmtree(home.copy)
    server.forget()
    near = provide(home, Reach.NEAR)
    assert server.connections == 0
    assert near.result is None or near.result.notice is not None
    assert provided(home).action == "created"
    assert sorted(contents(home.copy)) == upstream.paths()


def test_an_update_waits_for_a_process_inside(there: Home, upstream: Upstream) -> None:
    upstream.commit({"new.txt": "new"})
    with subprocess.Popen(["sleep", "60"], cwd=there.copy / "deep") as kernel:
        result = provided(there)
        kernel.kill()
    assert result.action == "none"
    assert result.notice is not None
    assert result.notice.code == "update-waits-for-kernels"
    assert not (there.copy / "new.txt").exists()
    (described,) = there.service().list_collections()
    assert described.notice == result.notice
    assert provided(there, Reach.NEAR).action == "replaced"
    (described,) = there.service().list_collections()
    assert described.notice is None


def test_an_update_waits_for_unsaved_edits_alone(there: Home, upstream: Upstream) -> None:
    upstream.commit({"new.txt": "new"})
    service = there.service()
    path = f"notebooks/{NAME}/nublado_login.ipynb"
    service.pages.report("page", [(path, True)])
    result = provided(there, service=service)
    assert result.notice is not None
    assert result.notice.code == "update-waits-for-edits"
    assert result.notice.details == {"documents": ["nublado_login.ipynb"]}
    service.pages.report("page", [(path, False)])
    assert provided(there, service=service).action == "replaced"


def test_offline_keeps_what_is_there_and_says_so(
    tmp_path: Path, server: GitServer, upstream: Upstream
) -> None:
    home = tutorials(tmp_path / "home", server.url(NAME))
    provided(home)
    (before,) = home.service().list_collections()
    with server.switch_on(Refuse(503)):
        operation = provide(home)
    assert operation.error is not None
    assert sorted(contents(home.copy)) == upstream.paths()
    (described,) = home.service().list_collections()
    assert described.state == "present"
    assert described.notice == operation.error
    assert described.checked_at == before.checked_at
    assert described.updated_at == before.updated_at


def test_a_folder_of_the_persons_own_is_not_touched(home: Home) -> None:
    home.copy.mkdir(parents=True)
    (home.copy / "mine.txt").write_text("mine")
    before = snapshot(home.copy)
    operation = provide(home)
    assert operation.error is not None
    assert operation.error.code == "target-in-the-way"
    assert snapshot(home.copy) == before


def test_rescued_files_are_not_restored(there: Home, upstream: Upstream) -> None:
    (there.copy / "notes.md").write_text("mine")
    upstream.commit({"new.txt": "new"})
    provided(there)
    (backup,) = there.backups()
    service = there.service()
    operation = service.operations.wait(service.restore(backup.id).id)
    assert operation.error is not None
    assert operation.error.code == "not-restorable"
    assert _rescued(there) == {"notes.md": "mine"}


@pytest.mark.parametrize(
    ("entry", "options", "code"),
    [
        ({}, {"provision_enabled": False}, "provision-disabled"),
        ({"enabled": False}, {}, "collection-disabled"),
        ({"access": "read-write", "delivery": "on-demand"}, {}, "not-automatic"),
    ],
)
def test_what_is_refused(
    home: Home, upstream: Upstream, entry: dict[str, object], options: dict[str, object], code: str
) -> None:
    fields = {"access": "read-only", "delivery": "automatic", **entry}
    service = home.reconfigured(upstream.path.as_uri(), entry=fields, **options).service()
    with pytest.raises(HealthCheckError) as caught:
        service.provisioner.provision(NAME)
    assert caught.value.code == code
    assert (service.provisioner.collections == []) == (code != "")


def test_read_only_notebooks_can_also_be_on_demand(tmp_path: Path, upstream: Upstream) -> None:
    home = tutorials(tmp_path / "home", upstream.path.as_uri(), delivery="on-demand")
    assert home.got().action == "created"
    assert writable(home.copy) == []
