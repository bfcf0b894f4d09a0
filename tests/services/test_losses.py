"""Each kind of loss is found in a real copy, and nothing else is."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_healthcheck.models.workspace import LossKind
from tests.support.environment import git_env, run_git
from tests.support.repositories import Upstream, edited, executed, touched
from tests.workspace.snapshots import snapshot

from .home import Home

LOGIN = "nublado_login.ipynb"


def _noise(home: Home, upstream: Upstream) -> dict[str, int]:
    """What is counted although nothing matters: a get neither asks nor does anything."""
    result = home.got()
    assert result.action == "none"
    assert not result.losses.any
    assert result.losses.size == 0
    # With something new upstream it does not ask either.
    upstream.commit({"new.txt": "new"})
    result = home.got()
    assert result.action == "replaced"
    return result.losses.counts


def test_edited_notebook(copied: Home) -> None:
    copied.change(LOGIN, lambda text: edited(executed(text), "print('mine')"))
    loss = copied.only_loss()
    assert (loss.kind, loss.path) == (LossKind.EDITED_NOTEBOOK, LOGIN)
    assert loss.size == (copied.copy / LOGIN).stat().st_size


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda text: text[:-40],
        lambda text: text.replace('"cells"', '"worksheets"'),
        lambda text: text.replace('"cell_type": "code"', '"cell_type": "raw"', 1),
        lambda text: text + "\n{}",
        lambda _: "[" * 100_000,
    ],
    ids=["emptied", "cut off", "no cells", "another type of cell", "more behind", "too deep"],
)
def test_unusual_edits_of_a_notebook_count_as_edits(
    copied: Home, change: Callable[[str], str]
) -> None:
    copied.change(LOGIN, change)
    assert copied.only_loss().kind is LossKind.EDITED_NOTEBOOK


def test_outputs_only(copied: Home, upstream: Upstream) -> None:
    copied.change(LOGIN, lambda text: executed(touched(text)))
    assert _noise(copied, upstream) == {"outputs-only": 1}


def test_metadata_only(copied: Home, upstream: Upstream) -> None:
    copied.change(LOGIN, touched)
    assert _noise(copied, upstream) == {"metadata-only": 1}


def test_other_line_ends_in_a_notebook_file_are_no_edit(copied: Home, upstream: Upstream) -> None:
    copied.change(LOGIN, lambda text: text.replace("\n", "\r\n"))
    assert _noise(copied, upstream) == {"metadata-only": 1}


def test_checkpoint(copied: Home, upstream: Upstream) -> None:
    for name in (".ipynb_checkpoints", "deep/.ipynb_checkpoints"):
        folder = copied.copy / name
        folder.mkdir()
        (folder / "x-checkpoint.ipynb").write_text("{}")
    assert _noise(copied, upstream) == {"checkpoint": 2}


def test_cache_file(copied: Home, upstream: Upstream) -> None:
    (copied.copy / "deep/__pycache__").mkdir()
    (copied.copy / "deep/__pycache__/helper.cpython-311.pyc").write_text("")
    (copied.copy / ".DS_Store").write_text("")
    assert _noise(copied, upstream) == {"cache-file": 2}


@pytest.mark.parametrize("folder", [".ipynb_checkpoints", "__pycache__"])
def test_a_file_that_no_program_put_there_is_an_own_file(copied: Home, folder: str) -> None:
    (copied.copy / folder).mkdir()
    (copied.copy / folder / "notes.md").write_text("mine")
    assert copied.only_loss().kind is LossKind.OWN_FILE


def test_deleted(copied: Home, upstream: Upstream) -> None:
    (copied.copy / LOGIN).unlink()
    result = copied.got()
    assert result.action == "replaced"
    assert result.losses.counts == {"deleted": 1}
    assert (copied.copy / LOGIN).exists()


def test_deleted_folder(copied: Home) -> None:
    (copied.copy / "data/stars.csv").unlink()
    (copied.copy / "data").rmdir()
    assert copied.got().losses.counts == {"deleted": 1}


def test_deletion_that_is_staged(copied: Home) -> None:
    copied.git("rm", "--quiet", LOGIN)
    assert copied.only_loss().path == LOGIN


@pytest.mark.parametrize(
    "name",
    [
        "notes.md",
        "deep/in/folders/notes.md",
        "run.log",
        "scratch/notes.md",
        "notebook of mine.ipynb",
        "-rf",
        "line\nbreak.txt",
        "line\nbreak.ipynb",
        "tab\tquote\"back\\slash'",
        " blanks ",
        "? looks like a record",
        "1 .M N... 100644 100644 100644 1 1 x",
        "☃ snow.ipynb",
        "x" * 255,
        ":(exclude)a",
        "*.ipynb",
    ],
)
def test_own_file(copied: Home, name: str) -> None:
    path = copied.copy / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    loss = copied.only_loss()
    assert (loss.kind, loss.path, loss.size) == (LossKind.OWN_FILE, name, 4)


def test_own_file_with_a_name_that_is_no_text(copied: Home) -> None:
    path = Path(str(copied.copy), "caf\udce9.ipynb")
    path.write_text("mine")
    assert copied.only_loss().path == "caf\ufffd.ipynb"
    result = copied.got("replace")
    assert result.backup
    kept = Path(str(copied.root / result.backup.path), "caf\udce9.ipynb")
    assert kept.read_text() == "mine"


def test_own_link_to_a_folder(copied: Home, tmp_path: Path) -> None:
    (copied.copy / "big").symlink_to(tmp_path)
    assert (copied.only_loss().kind, copied.only_loss().path) == (LossKind.OWN_FILE, "big")


@pytest.mark.parametrize("name", ["data/stars.csv", ".gitignore"])
def test_edited_file(copied: Home, name: str) -> None:
    copied.change(name, lambda text: text + "more\n")
    loss = copied.only_loss()
    assert (loss.kind, loss.path) == (LossKind.EDITED_FILE, name)


def test_other_line_ends_in_a_file_are_an_edit(copied: Home) -> None:
    copied.change("data/stars.csv", lambda text: text.replace("\n", "\r\n"))
    assert copied.only_loss().kind is LossKind.EDITED_FILE


def test_edit_of_the_same_length_and_time(copied: Home) -> None:
    path = copied.copy / "data/stars.csv"
    facts = path.stat()
    path.write_text(path.read_text().replace("1,2", "3,4"))
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert copied.only_loss().kind is LossKind.EDITED_FILE


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("name", [LOGIN, "data/stars.csv"])
def test_edit_that_git_was_told_to_overlook(copied: Home, flag: str, name: str) -> None:
    copied.git("update-index", flag, name)
    copied.change(name, lambda text: text.replace("in", "out").replace("ra", "RA"))
    assert copied.only_loss().path == name


def test_everything_at_once(copied: Home) -> None:
    """Those that matter come first, and only they have a size."""
    copied.commit()
    copied.change(LOGIN, lambda text: edited(text, "mine"))
    copied.change("nublado_disk.ipynb", executed)
    (copied.copy / "notes.md").write_text("12345")
    (copied.copy / "deep/tap_schemas.ipynb").unlink()
    losses = copied.plan().losses
    assert losses.counts == {
        "commit": 1,
        "deleted": 1,
        "edited-notebook": 1,
        "outputs-only": 1,
        "own-file": 1,
    }
    assert [item.matters for item in losses.items] == [True, True, True, False, False]
    assert losses.size == 5 + (copied.copy / LOGIN).stat().st_size


def test_thousands_of_files(copied: Home) -> None:
    folder = copied.copy / "many"
    folder.mkdir()
    for number in range(1500):
        (folder / f"{number}.txt").write_text("x")
    losses = copied.plan().losses
    assert losses.counts == {"own-file": 1500}
    assert losses.size == 1500
    assert len(losses.items) == 1000


def test_looking_writes_nothing(copied: Home) -> None:
    copied.change(LOGIN, executed)
    (copied.copy / "notes.md").write_text("mine")
    before = snapshot(copied.copy)
    copied.plan()
    assert snapshot(copied.copy) == before


def test_settings_of_the_person_change_nothing(
    copied: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither variables nor a global configuration hide or break anything."""
    (tmp_path / "ignore").write_text("*\n")
    (tmp_path / "gitconfig").write_text(
        f"[core]\n\texcludesFile = {tmp_path}/ignore\n\tfileMode = false\n"
        "[status]\n\tshowUntrackedFiles = no\n[color]\n\tui = always\n"
        "[log]\n\tshowSignature = true\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no index"))
    monkeypatch.setenv("GIT_CONFIG_PARAMETERS", "'status.showuntrackedfiles=no'")
    (copied.copy / "notes.md").write_text("mine")
    run_git("commit", "--quiet", "--allow-empty", "-m", "mine", cwd=copied.copy, env=git_env())
    assert copied.plan().losses.counts == {"commit": 1, "own-file": 1}
