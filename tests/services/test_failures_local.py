"""What this machine lacks or forbids has a name and leaves the copy as it was."""

import os
import pwd
import re
import shutil
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.workspace import replace
from jupyter_healthcheck.workspace.git import Git
from tests.support.environment import run_git
from tests.support.kill import run_snippet
from tests.support.repositories import Symlink, Upstream
from tests.workspace.snapshots import snapshot

from .home import Home

AS_AN_ORDINARY_USER = """
import os, sys
from pathlib import Path
from tests.services.home import Home
import git
os.setgroups([])
os.setgid(int(sys.argv[4]))
os.setuid(int(sys.argv[3]))
os.environ["HOME"] = sys.argv[1]
home = Home.create(Path(sys.argv[1]), sys.argv[2])
print(*[found.state for found in home.service().list_collections()])
operation = home.get(sys.argv[5])
print(operation.error.code if operation.error else operation.result.action)
"""


def test_git_is_missing(copied: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = snapshot(copied.copy)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert copied.refused() == "git-missing"
    assert copied.service().status().git_version is None
    assert snapshot(copied.copy) == before
    monkeypatch.undo()
    assert copied.got().action == "none"


@pytest.mark.parametrize("version", ["git version 2.20.1", "git version 1.8.3.1", "git 2", "no"])
def test_git_is_too_old(
    copied: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: str
) -> None:
    program = tmp_path / "bin/git"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho '{version}'\n")
    program.chmod(0o755)
    with monkeypatch.context() as during:
        during.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
        error = copied.get().error
        assert error is not None
        assert error.code == "git-too-old"
        assert error.details["needed"] == "2.34"
    assert copied.got().action == "none"


def test_newer_git_is_fine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\necho 'git version 3.0.0-rc1 (of somebody)'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert Git().version() == "3.0.0"


def test_lock_is_held(copied: Home, upstream: Upstream) -> None:
    before = snapshot(copied.copy)
    impatient = copied.reconfigured(upstream.path.as_uri(), lock_seconds=0.3)
    with FileLock(copied.layout.lock):
        copied.layout.holder.write_text('{"pid": 4711, "host": "lab-7", "since": "noon"}')
        error = impatient.get("replace").error
        assert error is not None
        assert error.code == "locked"
        assert "process 4711 on lab-7, since noon" in error.message
        assert [found.state for found in copied.service().list_collections()] == ["updating"]
    assert snapshot(copied.copy) == before
    assert copied.got().action == "none"


def test_holder_of_the_lock_names_itself(copied: Home, upstream: Upstream) -> None:
    impatient = copied.reconfigured(upstream.path.as_uri(), lock_seconds=0)
    refusals = []

    def meet(step: str) -> None:
        if step == "journaled":
            refusals.append(impatient.get().error)

    upstream.commit({"new.txt": "new"})
    assert copied.got(service=copied.service(meet)).action == "replaced"
    assert refusals[0] is not None
    assert refusals[0].code == "locked"
    named = rf"process {os.getpid()} on {re.escape(socket.gethostname())}, since 20\d\d-"
    assert re.search(named, refusals[0].message)


def test_lock_of_a_process_that_is_gone_is_free(copied: Home) -> None:
    copied.layout.holder.write_text('{"pid": 4711, "host": "lab-7", "since": "noon"}')
    assert copied.got().action == "none"


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
    "place",
    [
        _a_file,
        _a_folder,
        _an_empty_folder,
        _a_checkout_of_the_persons_own,
        _a_copy_without_git,
        _a_copy_whose_git_is_a_file,
        _a_copy_of_another_collection,
    ],
)
@pytest.mark.parametrize("decision", ["ask", "keep-both", "replace"])
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
    moved = copied.root / "moved away"

    def appear(step: str) -> None:
        if step != "journaled":
            return
        copied.copy.rename(moved)
        if thing == "folder":
            copied.copy.mkdir()
            (copied.copy / "notes.md").write_text("second")
        elif thing == "file":
            copied.copy.write_text("second")
        else:
            copied.copy.symlink_to(moved)

    assert copied.refused("replace", copied.service(appear)) == "target-in-the-way"
    assert snapshot(moved) == before
    assert copied.leftovers() == []
    assert copied.backups() == []
    if thing == "folder":
        assert (copied.copy / "notes.md").read_text() == "second"
    elif thing == "file":
        assert copied.copy.read_text() == "second"
    else:
        assert copied.copy.readlink() == moved


@pytest.fixture
def ordinary(copied: Home, upstream: Upstream) -> Home:
    """A home with a copy that belongs to somebody who is not root."""
    if os.geteuid() != 0:
        pytest.skip("only root can take on another user's rights")
    (copied.copy / "notes.md").write_text("mine")
    for folder in (copied.root, upstream.path.parent):
        for path in [folder, *folder.rglob("*")]:
            os.lchown(path, _nobody().pw_uid, _nobody().pw_gid)
    # Down to here pytest lets only root in.
    for folder in copied.root.parents:
        if folder.stat().st_mode & 0o077 == 0:
            folder.chmod(folder.stat().st_mode | 0o011)
    return copied


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _as_ordinary_user(home: Home, decision: str) -> list[str]:
    arguments = [str(home.root), home.settings.collections[0].url]
    arguments += [str(_nobody().pw_uid), str(_nobody().pw_gid), decision]
    done = run_snippet(AS_AN_ORDINARY_USER, arguments=arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_ordinary_user(ordinary: Home) -> None:
    assert _as_ordinary_user(ordinary, "replace") == ["present", "replaced"]


@pytest.mark.parametrize(
    ("folder", "mode", "state"),
    [
        ("notebooks", 0o555, "present"),
        ("notebooks/.jupyter_healthcheck/staging/system-test", 0o555, "present"),
        ("notebooks/.jupyter_healthcheck/locks", 0o000, "present"),
        ("notebooks/previous", 0o555, "present"),
        ("notebooks/system-test", 0o555, "present"),
        ("notebooks", 0o000, "broken"),
    ],
)
def test_no_permission(ordinary: Home, folder: str, mode: int, state: str) -> None:
    """For root there are no modes: it is tried as somebody else."""
    place = ordinary.root / folder
    place.mkdir(exist_ok=True)
    os.chown(place, _nobody().pw_uid, _nobody().pw_gid)
    usual = stat.S_IMODE(place.stat().st_mode)
    place.chmod(mode)
    before = snapshot(ordinary.copy)
    assert _as_ordinary_user(ordinary, "replace") == [state, "no-permission"]
    assert snapshot(ordinary.copy) == before
    assert ordinary.leftovers() == []
    place.chmod(usual)
    assert _as_ordinary_user(ordinary, "replace") == ["present", "replaced"]


def test_folder_that_cannot_be_looked_into_counts_as_a_loss(ordinary: Home) -> None:
    """What cannot be read cannot be said to be nothing."""
    (ordinary.copy / "notes.md").unlink()
    closed = ordinary.copy / "closed"
    closed.mkdir()
    (closed / "notes.md").write_text("mine")
    os.chown(closed, _nobody().pw_uid, _nobody().pw_gid)
    closed.chmod(0)
    arguments = [str(ordinary.root), ordinary.settings.collections[0].url]
    arguments += [str(_nobody().pw_uid), str(_nobody().pw_gid), "ask"]
    code = AS_AN_ORDINARY_USER.rsplit("print", 1)[0] + "print(operation.plan.losses.counts)"
    done = run_snippet(code, arguments=arguments)
    assert done.stdout.split("\n")[1] == "{'unreadable': 1}", done.stderr


def test_state_folder_is_a_file(home: Home) -> None:
    home.layout.state.parent.mkdir()
    home.layout.state.write_text("mine")
    assert home.refused() == "target-in-the-way"
    assert home.layout.state.read_text() == "mine"


def test_home_with_an_odd_name(tmp_path: Path, upstream: Upstream) -> None:
    """Names of folders reach git as they are: with blanks, quotes, colons and all."""
    odd = Home.create(tmp_path / 'o\'d:d "hôme" $(x) ;=#', upstream.path.as_uri())
    odd.got()
    odd.commit()
    upstream.commit({"new.txt": "new", "link": Symlink("data")})
    assert odd.only_loss().detail == "try async query"
    backup = odd.got("replace").backup
    assert backup is not None
    assert odd.got().action == "none"
    assert odd.restored(backup.id).action == "restored"
