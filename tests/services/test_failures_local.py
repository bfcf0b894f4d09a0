"""What this machine lacks or forbids has a name and leaves the copy as it was."""

import os
import re
import socket
from pathlib import Path

import pytest
from filelock import FileLock

from jupyter_healthcheck.workspace.git import Git
from tests.support.repositories import Symlink, Upstream
from tests.workspace.snapshots import snapshot

from .home import Home


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
