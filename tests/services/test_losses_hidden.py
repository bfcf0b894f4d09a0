"""Work that git itself would overlook is found all the same."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_healthcheck.models.workspace import LossKind
from tests.support.environment import run_git
from tests.support.repositories import Gitlink, Upstream, edited

from .home import Home

LOGIN = "nublado_login.ipynb"


def _own(home: Home) -> set[str | None]:
    """Paths of the own files that a plan shows; nothing else may matter in it."""
    items = [item for item in home.plan().losses.items if item.matters]
    assert {item.kind for item in items} == {LossKind.OWN_FILE}
    return {item.path for item in items}


def test_file_where_a_submodule_would_be(home: Home, upstream: Upstream) -> None:
    upstream.commit({"vendor/library": Gitlink()}, "Add a submodule")
    home.got()
    assert home.got().action == "none"
    (home.copy / "vendor/library/notes.md").write_text("mine")
    assert _own(home) == {"vendor/library/notes.md"}


def test_repository_of_the_persons_own(copied: Home) -> None:
    inner = copied.copy / "analysis"
    run_git("init", "--quiet", inner)
    (inner / "notes.md").write_text("12345")
    loss = copied.plan().losses.items[0]
    assert (loss.kind, loss.path, loss.size) == (LossKind.OWN_FILE, "analysis/", 5)


def test_repository_around_files_of_the_collection(copied: Home) -> None:
    run_git("init", "--quiet", copied.copy / "deep")
    path = copied.copy / "deep/tap_schemas.ipynb"
    path.write_text(edited(path.read_text(), "mine"))
    counts = copied.plan().losses.counts
    assert counts == {"edited-notebook": 1, "own-file": 1}


@pytest.mark.parametrize("ignored", [True, False])
def test_file_in_a_folder_named_like_gits_own(copied: Home, ignored: bool) -> None:
    folder = copied.copy / ("scratch" if ignored else "deep")
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/notes.md").write_text("mine")
    assert _own(copied) == {f"{folder.name}/"}


def test_name_that_differs_in_case_only(copied: Home) -> None:
    copied.git("config", "core.ignoreCase", "true")
    (copied.copy / "NUBLADO_LOGIN.ipynb").write_text("mine")
    assert _own(copied) == {"NUBLADO_LOGIN.ipynb"}


def _exclude_all(home: Home) -> None:
    (home.copy / ".git/info").mkdir(exist_ok=True)
    (home.copy / ".git/info/exclude").write_text("*\n")


def _exclude_by_configuration(home: Home) -> None:
    (home.root / "ignore").write_text("*\n")
    home.git("config", "core.excludesFile", home.root / "ignore")


def _no_untracked(home: Home) -> None:
    home.git("config", "status.showUntrackedFiles", "no")


def _remembered(home: Home) -> None:
    home.git("config", "core.untrackedCache", "true")
    home.git("update-index", "--force-untracked-cache")
    home.git("status")


def _watched(home: Home) -> None:
    """A watcher that says that nothing ever changes."""
    home.git("config", "core.fsmonitor", "/bin/true")
    home.git("update-index", "--fsmonitor")


def _elsewhere(home: Home) -> None:
    (home.root / "empty").mkdir()
    home.git("config", "core.worktree", home.root / "empty")


def _bare(home: Home) -> None:
    home.git("config", "core.bare", "true")


def _sparse(home: Home) -> None:
    home.git("sparse-checkout", "set", "--cone", "--sparse-index", "data")


TRICKS = [
    _exclude_all,
    _exclude_by_configuration,
    _no_untracked,
    _remembered,
    _watched,
    _elsewhere,
    _bare,
    _sparse,
]


@pytest.mark.parametrize("trick", TRICKS)
def test_setting_of_the_repository(copied: Home, trick: Callable[[Home], None]) -> None:
    trick(copied)
    (copied.copy / "notes.md").write_text("mine")
    (copied.copy / "data/stars.csv").write_text("mine")
    losses = copied.plan().losses
    assert {"notes.md", "data/stars.csv"} <= {item.path for item in losses.items}


@pytest.mark.parametrize(
    "setting", ["core.trustctime=false", "core.checkStat=minimal", "core.ignoreStat=true"]
)
def test_edit_behind_the_clock(copied: Home, setting: str) -> None:
    """Same length, same time: only what the kernel notes tells it."""
    copied.git("config", *setting.split("="))
    copied.git("status")
    path = copied.copy / "data/stars.csv"
    facts = path.stat()
    path.write_text(path.read_text().replace("1,2", "3,4"))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert copied.plan().losses.counts == {"edited-file": 1}


def test_commit_behind_a_replacement(copied: Home) -> None:
    (copied.copy / "mine.txt").write_text("mine")
    copied.git("add", "mine.txt")
    copied.git("commit", "--quiet", "--message", "mine")
    copied.git("replace", "HEAD", "HEAD~1")
    assert copied.plan().losses.counts == {"commit": 1}


def test_folder_that_became_a_link(copied: Home, tmp_path: Path) -> None:
    (copied.copy / "data").rename(tmp_path / "moved")
    (copied.copy / "data").symlink_to(tmp_path / "moved")
    assert copied.plan().losses.counts == {"edited-file": 1, "own-file": 1}
    result = copied.got("replace")
    assert result.backup
    assert (copied.root / result.backup.path / "data").is_symlink()
    assert (tmp_path / "moved/stars.csv").exists()


def test_file_that_became_a_folder(copied: Home) -> None:
    (copied.copy / LOGIN).unlink()
    (copied.copy / LOGIN).mkdir()
    (copied.copy / LOGIN / "notes.md").write_text("mine")
    assert f"{LOGIN}/notes.md" in {item.path for item in copied.plan().losses.items}


def test_notebook_that_became_a_link(copied: Home, tmp_path: Path) -> None:
    path = copied.copy / LOGIN
    path.rename(tmp_path / "mine.ipynb")
    path.symlink_to(tmp_path / "mine.ipynb")
    assert copied.plan().losses.counts == {"edited-notebook": 1}


def test_hard_link_to_a_file_elsewhere(copied: Home, tmp_path: Path) -> None:
    """Writing through the other name is an edit; replacing leaves the other name alone."""
    path = copied.copy / "data/stars.csv"
    os.link(path, tmp_path / "other name")
    (tmp_path / "other name").write_text("mine")
    assert copied.plan().losses.counts == {"edited-file": 1}
    copied.got("replace")
    assert (tmp_path / "other name").read_text() == "mine"
    assert path.read_text() != "mine"


def test_collection_of_the_git_repository_itself(copied: Home) -> None:
    """Tidying up by the person changes nothing for the cache or the next get."""
    copied.git("gc", "--quiet", "--prune=now", "--aggressive")
    assert copied.got().action == "none"
    (copied.copy / "notes.md").write_text("mine")
    assert _own(copied) == {"notes.md"}
    assert copied.got("replace").action == "replaced"
    run_git("fsck", "--strict", cwd=copied.layout.cache)
