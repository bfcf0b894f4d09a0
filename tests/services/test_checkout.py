"""A copy is an ordinary git checkout of the branch that was meant."""

from pathlib import Path

import pytest

from jupyter_healthcheck.workspace.git import Git
from tests.support.environment import run_git
from tests.support.git_server import GitServer
from tests.support.repositories import Upstream

from .home import Home


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


def test_other_repository_of_the_person_is_never_checked_out(
    copied: Home, upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new set disappears while it is made, and the home is a repository itself."""
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
                    folder.rename(tmp_path / folder.name)
        return run(git, arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Git, "run", lose)
    monkeypatch.chdir(copied.root)
    assert copied.refused() == "git-failed"
    assert (copied.root / "dotfile").read_text() == "edited"
