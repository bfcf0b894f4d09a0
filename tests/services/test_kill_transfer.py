"""A kill before the swap leaves the copy as it was, and the next get clears up."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.git_server import GitServer, Hang, HangInPack, Part
from tests.support.kill import run_until_killed
from tests.support.repositories import Upstream
from tests.workspace.snapshots import snapshot

from .home import Home

ROOT = Path(__file__).parents[2]
NOISE = {"noise.bin": os.urandom(400_000)}

GET = """
import sys
from pathlib import Path
from tests.services.home import Home
Home.create(Path(sys.argv[1]), sys.argv[2]).get("replace")
"""

#: Killed when git is about to run such a command, or right after it.
AT_GIT = """
import sys
from pathlib import Path
from jupyter_healthcheck.workspace.git import Git
from tests.services.home import Home

run = Git.run

def observed(git, arguments, **options):
    names = [name for name in ("ls-remote", "fetch", "clone", "checkout") if name in arguments]
    for name in names:
        observer("before " + name)
    output = run(git, arguments, **options)
    for name in names:
        observer("after " + name)
    return output

Git.run = observed
Home.create(Path(sys.argv[1]), sys.argv[2]).get("replace")
"""


@pytest.fixture
def changed(remote: Home, upstream: Upstream) -> Home:
    remote.got()
    (remote.copy / "notes.md").write_text("mine")
    upstream.commit(NOISE)
    return remote


@pytest.mark.parametrize("behaviour", [Hang(part=Part.REFS), HangInPack(100_000)])
@pytest.mark.parametrize("cached", [True, False], ids=["fetch", "clone"])
def test_during_a_transfer(
    changed: Home, server: GitServer, behaviour: Hang | HangInPack, cached: bool
) -> None:
    """The git that it started lives on for a while: that must not matter either."""
    if not cached:
        (changed.layout.cache / "jupyter_healthcheck.json").unlink()
    before = snapshot(changed.copy)
    with server.switch_on(behaviour, times=1) as hang:
        process = subprocess.Popen(
            [sys.executable, "-c", GET, str(changed.root), server.url("system-test")],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
        )
        hang.wait_until_struck()
        process.kill()
        process.wait()
        assert snapshot(changed.copy) == before
        changed.service().heal()
        assert changed.got("replace").action == "replaced"
    [backup] = changed.backups()
    assert snapshot(changed.folder(backup)) == before
    assert changed.leftovers() == []


@pytest.mark.parametrize(
    ("step", "occurrence"),
    [
        ("after ls-remote", 1),
        ("before fetch", 1),
        ("after fetch", 1),
        ("before clone", 1),
        ("after clone", 1),
        ("before checkout", 1),
        ("after checkout", 1),
    ],
)
def test_between_the_commands(changed: Home, server: GitServer, step: str, occurrence: int) -> None:
    before = snapshot(changed.copy)
    arguments = [str(changed.root), server.url("system-test")]
    run_until_killed(AT_GIT, step, occurrence=occurrence, arguments=arguments)
    assert snapshot(changed.copy) == before
    changed.service().heal()
    assert changed.leftovers() == []
    assert changed.got("replace").action == "replaced"
    assert snapshot(changed.folder(changed.backups()[0])) == before


def _files_half_written(home: Home) -> None:
    """As after a power cut: empty files that git or a journal had just begun."""
    home.layout.journal.parent.mkdir(exist_ok=True)
    home.layout.journal.write_text("")
    (home.layout.journal.parent / ".system-test.json.abc").write_text("{")


def _own_note_without_a_folder(home: Home) -> None:
    (home.layout.staging / "0123.ours").touch()


def _folder_without_a_note(home: Home) -> None:
    """What is not known to be ours is given back to the person."""
    folder = home.layout.staging / "4567"
    folder.mkdir()
    (folder / "notes.md").write_text("mine")


def _file_without_a_note(home: Home) -> None:
    (home.layout.staging / "89ab").write_text("mine")


def _journal_of_another_version(home: Home) -> None:
    home.layout.journal.write_text('{"incoming": "x", "tree": "y", "surprise": 1, "backup": null}')


@pytest.mark.parametrize(
    "leave",
    [
        _files_half_written,
        _own_note_without_a_folder,
        _folder_without_a_note,
        _file_without_a_note,
        _journal_of_another_version,
    ],
)
def test_odd_remains(copied: Home, leave: Callable[[Home], None]) -> None:
    before = snapshot(copied.copy)
    leave(copied)
    copied.service().heal()
    assert snapshot(copied.copy) == before
    assert list(copied.layout.staging.iterdir()) == []
    given_back = [path for path in copied.layout.previous.rglob("*") if path.is_file()]
    expected = 1 if leave in {_folder_without_a_note, _file_without_a_note} else 0
    assert [path.read_text() for path in given_back] == ["mine"] * expected
    (copied.copy / "notes.md").write_text("mine")
    assert copied.got("replace").action == "replaced"
    assert not copied.layout.journal.exists()


def test_signals_that_end_a_process_politely(changed: Home, server: GitServer) -> None:
    """A lab that is shut down in the middle of a get leaves nothing behind but our things."""
    before = snapshot(changed.copy)
    with server.switch_on(HangInPack(100_000), times=1) as hang:
        process = subprocess.Popen(
            [sys.executable, "-c", GET, str(changed.root), server.url("system-test")],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "HOME": os.environ["HOME"]},
        )
        hang.wait_until_struck()
        process.send_signal(signal.SIGTERM)
        assert process.wait() == -signal.SIGTERM
    assert snapshot(changed.copy) == before
    assert changed.got("replace").action == "replaced"
