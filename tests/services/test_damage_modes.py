"""Folders of read-only notebooks whose modes an ordinary user changed: for root there are none.

Everything is done in a process that has given up root's rights.
"""

import os
import pwd
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.kill import run_snippet
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents

from .home import Home
from .tutorials import tutorials

CODE = """
import os, sys, threading
from pathlib import Path
from jupyter_healthcheck.services.upkeep import keep_up
from tests.services.tutorials import provide, tutorials

home, url, uid, gid, change = sys.argv[1:]
import git  # while everything can still be read
os.setgroups([])
os.setgid(int(gid))
os.setuid(int(uid))
os.environ["HOME"] = home
home = tutorials(Path(home), url)
copy, state = home.copy, home.layout.state
exec(change)
for _ in range(2):
    operation = provide(home)
    print(operation.error.code if operation.error else operation.result.action)
state.chmod(0o755)
ending = threading.Event()
ending.set()
keep_up(home.service(), ending)
"""


@pytest.fixture
def ordinary() -> Iterator[Home]:
    """A home, with nothing in it yet, that belongs to somebody who is not root."""
    if os.geteuid() != 0:
        pytest.skip("only root can take on another user's rights")
    # Not where pytest keeps its folders: there it lets nobody else in.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        upstream = Upstream.create(Path(folder) / "remotes", "system-test")
        upstream.commit({"login.ipynb": notebook(), "data/stars.csv": "1,2\n"})
        home = tutorials(Path(folder) / "home", upstream.path.as_uri())
        for path in [Path(folder), *Path(folder).rglob("*")]:
            shutil.chown(path, "nobody", pwd.getpwnam("nobody").pw_gid)
        yield home


def _after(home: Home, change: str) -> list[str]:
    """Provide, change something, and provide twice; what the last two came to."""
    nobody = pwd.getpwnam("nobody")
    arguments = [str(home.root), home.settings.collections[0].url]
    arguments += [str(nobody.pw_uid), str(nobody.pw_gid), f"provide(home)\n{change}"]
    done = run_snippet(CODE, arguments=arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


DELETED = "(copy / 'login.ipynb').unlink()\n"


@pytest.mark.parametrize(
    ("folder", "mode"),
    [
        ("copy", "0o555"),
        ("copy / 'data'", "0o555"),
        ("copy / 'data'", "0o644"),
        ("copy / 'data'", "0o000"),
    ],
)
def test_closed_folders_are_opened_and_mended(ordinary: Home, folder: str, mode: str) -> None:
    assert _after(ordinary, f"{DELETED}({folder}).chmod({mode})") == ["replaced", "none"]
    assert set(contents(ordinary.copy)) == {"login.ipynb", "data/stars.csv"}
    assert ordinary.backups() == []


def test_an_edit_in_a_folder_that_cannot_be_entered_is_kept(ordinary: Home) -> None:
    """git takes a file that it cannot look at for unchanged."""
    change = """
stars = copy / "data/stars.csv"
stars.chmod(0o644)
stars.write_text("mine")
stars.parent.chmod(0o644)
"""
    assert _after(ordinary, change) == ["replaced", "none"]
    (backup,) = ordinary.backups()
    assert (ordinary.folder(backup) / "data/stars.csv").read_text() == "mine"


@pytest.mark.parametrize("mode", ["0o644", "0o555", "0o000"])
def test_a_folder_of_the_persons_does_not_stop_updates(ordinary: Home, mode: str) -> None:
    change = f"""
{DELETED}
mine = copy / "mine"
mine.mkdir()
(mine / "notes.md").write_text("mine")
mine.chmod({mode})
"""
    assert _after(ordinary, change) == ["replaced", "none"]
    (backup,) = ordinary.backups()
    assert (ordinary.folder(backup) / "mine/notes.md").read_text() == "mine"


@pytest.mark.parametrize("folder", ["copy", "copy / '.git'"])
def test_what_cannot_be_looked_at_is_not_said_to_be_a_strangers(
    ordinary: Home, folder: str
) -> None:
    assert _after(ordinary, f"({folder}).chmod(0)") == ["no-permission", "no-permission"]


def test_upkeep_survives_a_state_folder_that_cannot_be_read(ordinary: Home) -> None:
    change = """
ending = threading.Event()
ending.set()
home.layout.cache.parent.chmod(0)
keep_up(home.service(), ending)
home.layout.cache.parent.chmod(0o755)
"""
    assert _after(ordinary, change) == ["none", "none"]
