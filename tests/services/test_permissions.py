"""What an ordinary user may not do: for root there are no modes.

Each attempt is made in a process that has given up root's rights.
"""

import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.kill import run_snippet
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import snapshot

from .home import Home

CODE = """
import os, sys
from pathlib import Path
from jupyter_healthcheck.exceptions import HealthCheckError
from tests.services.home import Home

home, url, uid, gid, decision = sys.argv[1:]
import git  # while everything can still be read
os.setgroups([])
os.setgid(int(gid))
os.setuid(int(uid))
os.environ["HOME"] = home
home = Home.create(Path(home), url)
print(*[found.state for found in home.service().list_collections()])
try:
    operation = home.get(decision)
except HealthCheckError as error:
    print(error.code)
else:
    if operation.plan:
        print(operation.plan.losses.counts)
    else:
        print(operation.error.code if operation.error else operation.result.action)
"""


@pytest.fixture
def ordinary() -> Iterator[Home]:
    """A home with a copy that belongs to somebody who is not root."""
    if os.geteuid() != 0:
        pytest.skip("only root can take on another user's rights")
    # Not where pytest keeps its folders: there it lets nobody else in.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        upstream = Upstream.create(Path(folder) / "remotes", "system-test")
        upstream.commit({"login.ipynb": notebook(), "data/stars.csv": "1,2\n"})
        home = Home.create(Path(folder) / "home", upstream.path.as_uri())
        home.got()
        (home.copy / "notes.md").write_text("mine")
        for path in [Path(folder), *Path(folder).rglob("*")]:
            _give(path)
        yield home


def _give(path: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.lchown(path, nobody.pw_uid, nobody.pw_gid)


def _get(home: Home, decision: str) -> list[str]:
    """State of the collection and outcome of a get, as that user."""
    nobody = pwd.getpwnam("nobody")
    arguments = [str(home.root), home.settings.collections[0].url]
    arguments += [str(nobody.pw_uid), str(nobody.pw_gid), decision]
    done = run_snippet(CODE, arguments=arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_nothing_forbidden(ordinary: Home) -> None:
    assert _get(ordinary, "replace") == ["present", "replaced"]


@pytest.mark.parametrize(
    ("folder", "mode", "state"),
    [
        ("notebooks", 0o555, "present"),
        ("notebooks", 0o000, "broken"),
        ("notebooks/previous", 0o555, "present"),
        ("notebooks/system-test", 0o555, "present"),
        ("notebooks/.jupyter_healthcheck/staging/system-test", 0o555, "present"),
        ("notebooks/.jupyter_healthcheck/locks", 0o000, "present"),
        ("notebooks/.jupyter_healthcheck/journal", 0o555, "present"),
        ("notebooks/.jupyter_healthcheck/backups", 0o555, "present"),
    ],
)
def test_no_permission(ordinary: Home, folder: str, mode: int, state: str) -> None:
    place = ordinary.root / folder
    place.mkdir(exist_ok=True)
    _give(place)
    usual = stat.S_IMODE(place.stat().st_mode)
    before = snapshot(ordinary.copy)
    place.chmod(mode)
    assert _get(ordinary, "replace") == [state, "no-permission"]
    place.chmod(usual)
    assert snapshot(ordinary.copy) == before
    assert ordinary.leftovers() == []
    assert _get(ordinary, "replace") == ["present", "replaced"]


def test_copy_without_write_bits_can_be_kept_and_restored(ordinary: Home) -> None:
    """Files and folders inside that the person protected move as they are."""
    for path in [ordinary.copy / "data", ordinary.copy / "data/stars.csv"]:
        path.chmod(path.stat().st_mode & ~0o222)
    before = snapshot(ordinary.copy)
    assert _get(ordinary, "replace") == ["present", "replaced"]
    backup = ordinary.backups()[0]
    assert snapshot(ordinary.folder(backup)) == before


def test_folder_that_cannot_be_looked_into_counts_as_a_loss(ordinary: Home) -> None:
    """What cannot be read cannot be said to be nothing."""
    (ordinary.copy / "notes.md").unlink()
    closed = ordinary.copy / "closed"
    closed.mkdir()
    (closed / "notes.md").write_text("mine")
    _give(closed)
    closed.chmod(0)
    assert _get(ordinary, "ask") == ["present", "{'unreadable': 1}"]


def test_an_edit_in_a_folder_that_cannot_be_entered_counts_as_a_loss(ordinary: Home) -> None:
    """git takes a file that it cannot look at for unchanged."""
    (ordinary.copy / "notes.md").unlink()
    (ordinary.copy / "data/stars.csv").write_text("mine")
    (ordinary.copy / "data").chmod(0o644)
    assert _get(ordinary, "ask") == ["present", "{'unreadable': 1}"]
