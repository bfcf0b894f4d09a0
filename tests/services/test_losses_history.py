"""What a person gave to git is found, wherever git keeps it."""

from pathlib import Path

import pytest

from jupyter_healthcheck.models.workspace import LossKind
from tests.support.repositories import Upstream, executed

from .home import Home

LOGIN = "nublado_login.ipynb"


def test_staged_version(copied: Home) -> None:
    """What was staged is the person's work, even if the file was changed back."""
    path = copied.copy / "data/stars.csv"
    before = path.read_text()
    path.write_text("mine")
    copied.git("add", "data/stars.csv")
    path.write_text(before)
    assert copied.only_loss().kind is LossKind.EDITED_FILE


def test_staged_outputs_of_a_notebook_are_an_edit(copied: Home) -> None:
    copied.change(LOGIN, executed)
    copied.git("add", LOGIN)
    assert copied.only_loss().kind is LossKind.EDITED_NOTEBOOK


def test_new_file_that_is_staged(copied: Home) -> None:
    (copied.copy / "new.txt").write_text("mine")
    copied.git("add", "new.txt")
    assert copied.only_loss().path == "new.txt"


def test_new_file_that_is_only_announced(copied: Home) -> None:
    (copied.copy / "new.ipynb").write_text("mine")
    copied.git("add", "--intent-to-add", "new.ipynb")
    assert (copied.only_loss().kind, copied.only_loss().path) == (
        LossKind.EDITED_NOTEBOOK,
        "new.ipynb",
    )


def test_merge_that_is_not_finished(copied: Home) -> None:
    copied.git("checkout", "--quiet", "-b", "other")
    copied.change("data/stars.csv", lambda _: "other\n")
    copied.git("commit", "--quiet", "--all", "--message", "other")
    copied.git("checkout", "--quiet", "main")
    copied.change("data/stars.csv", lambda _: "mine\n")
    copied.git("commit", "--quiet", "--all", "--message", "mine")
    with pytest.raises(AssertionError, match="ended with 1"):
        copied.git("merge", "other")
    counts = copied.plan().losses.counts
    assert counts == {"commit": 2, "edited-file": 1}


def test_commit(copied: Home) -> None:
    copied.commit()
    loss = copied.only_loss()
    assert (loss.kind, loss.path, loss.detail) == (LossKind.COMMIT, None, "try async query")


def test_commit_on_another_branch(copied: Home) -> None:
    copied.git("checkout", "--quiet", "-b", "mine")
    copied.commit()
    copied.git("checkout", "--quiet", "main")
    assert copied.only_loss().kind is LossKind.COMMIT


def test_commit_that_only_a_tag_holds(copied: Home) -> None:
    copied.git("checkout", "--quiet", "--detach")
    copied.commit()
    copied.git("tag", "keep")
    copied.git("checkout", "--quiet", "main")
    assert copied.only_loss().kind is LossKind.COMMIT


def test_commit_without_a_branch(copied: Home) -> None:
    copied.git("checkout", "--quiet", "--detach")
    copied.commit()
    plan = copied.plan()
    assert plan.losses.counts == {"commit": 1}
    assert plan.branch == "(no branch)"


def test_commit_that_only_a_ref_of_another_kind_holds(copied: Home) -> None:
    copied.git("notes", "add", "--message", "remember this")
    assert copied.only_loss().kind is LossKind.COMMIT


def test_commit_that_was_pushed_is_no_loss(copied: Home) -> None:
    copied.commit()
    copied.git("push", "--quiet", "origin", "HEAD:refs/heads/mine")
    result = copied.got()
    assert (result.action, result.losses.counts) == ("replaced", {})


def test_unfinished_first_commit(copied: Home) -> None:
    copied.git("checkout", "--quiet", "--orphan", "fresh")
    assert copied.plan().losses.any


def test_stash(copied: Home) -> None:
    copied.change("data/stars.csv", lambda _: "mine")
    copied.git("stash", "push", "--quiet", "--message", "half a query")
    loss = copied.only_loss()
    assert loss.kind is LossKind.STASH
    assert loss.detail is not None
    assert "half a query" in loss.detail


def test_worktree(copied: Home, tmp_path: Path) -> None:
    copied.git("worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    assert (copied.only_loss().kind, copied.only_loss().detail) == (LossKind.WORKTREE, "side")


def test_another_branch_is_named(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"x": "y"}, branch="experiment")
    copied.git("fetch", "--quiet", "origin")
    copied.git("checkout", "--quiet", "experiment")
    copied.commit()
    assert copied.plan().branch == "experiment"


def test_another_branch_alone_is_no_loss(copied: Home) -> None:
    copied.git("checkout", "--quiet", "-b", "mine")
    result = copied.got()
    assert (result.action, result.losses.any) == ("replaced", False)
    assert copied.git("branch", "--show-current").strip() == "main"


def test_unreadable_git(copied: Home) -> None:
    (copied.copy / ".git/index").write_bytes(b"no index")
    loss = copied.only_loss()
    assert (loss.kind, loss.path) == (LossKind.UNREADABLE, None)
    assert loss.detail


def test_unreadable_history(copied: Home) -> None:
    (copied.copy / ".git/refs/heads/broken").write_text("1" * 40 + "\n")
    assert copied.plan().losses.any
