"""Damage to read-only notebooks, by whatever hand, neither lasts nor loses anything."""

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from jupyter_healthcheck.services.provisioning import Reach
from jupyter_healthcheck.services.upkeep import Upkeep
from tests.support.environment import run_git
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents

from .home import NAME, Home
from .tutorials import provided, tutorials

HOUR = 3600


@pytest.fixture
def there(tmp_path: Path, upstream: Upstream) -> Home:
    """A home with the read-only notebooks."""
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    provided(home)
    return home


def test_what_is_there_is_not_said_to_be_missing(there: Home, upstream: Upstream) -> None:
    changed = tutorials(there.root, upstream.path.as_uri(), depth=2)  # the cache serves no more
    assert provided(changed, Reach.NEAR).notice is None
    (described,) = changed.service().list_collections()
    assert (described.state, described.notice) == ("present", None)


@pytest.mark.parametrize("attributes", ["*.txt text", "*.txt eol=crlf", "*.txt text eol=crlf"])
def test_ends_of_lines_that_the_upstream_did_not_keep_are_no_change(
    there: Home, upstream: Upstream, attributes: str
) -> None:
    upstream.commit({".gitattributes": f"{attributes}\n", "mixed.txt": "one\r\ntwo\n"})
    assert provided(there).action == "replaced"
    assert provided(there).action == "none"
    (there.copy / "mixed.txt").chmod(0o644)
    (there.copy / "mixed.txt").write_bytes(b"one\r\ntwo\nmine")
    assert provided(there).losses.counts == {"edited-file": 1}
    (backup,) = there.backups()
    assert (there.folder(backup) / "mixed.txt").read_bytes() == b"one\r\ntwo\nmine"


def test_a_deleted_file_that_git_was_told_to_overlook_comes_back(there: Home) -> None:
    there.git("update-index", "--skip-worktree", "nublado_disk.ipynb")
    (there.copy / "nublado_disk.ipynb").unlink()
    assert provided(there).action == "replaced"
    assert (there.copy / "nublado_disk.ipynb").exists()


def test_nothing_is_removed_where_a_link_of_the_persons_leads(
    there: Home, upstream: Upstream, tmp_path: Path
) -> None:
    upstream.commit({"one/two/three/x.ipynb": notebook(), "one/y.txt": "y"})
    provided(there)
    mine = tmp_path / "mine"
    shutil.move(there.copy / "one", mine)
    (there.copy / "one").symlink_to(mine)
    (mine / "two/three/x.ipynb").unlink()
    upstream.commit({"new.txt": "new"})
    assert provided(there).action == "replaced"
    assert (mine / "two/three").is_dir()
    assert (mine / "y.txt").exists()


def test_a_repository_of_the_persons_inside_stays_whole(there: Home, upstream: Upstream) -> None:
    deep = there.copy / "deep"
    run_git("init", "--quiet", cwd=deep)
    (deep / "mine.py").write_text("mine")
    run_git("add", "--all", cwd=deep)
    run_git("commit", "--quiet", "--message", "mine", cwd=deep)
    upstream.commit({"new.txt": "new"})
    provided(there)
    (backup,) = there.backups()
    assert run_git("status", "--porcelain", cwd=there.folder(backup) / "deep") == ""
    assert {path.split("/")[0] for path in contents(there.folder(backup))} == {"deep"}


def test_a_shared_folder_that_is_the_place_itself_is_not_linked_to(
    tmp_path: Path, upstream: Upstream
) -> None:
    place = tmp_path / "home" / "notebooks" / NAME
    home = tutorials(tmp_path / "home", upstream.path.as_uri(), mirror=str(place))
    assert provided(home).action == "created"
    assert provided(home).action == "none"
    assert sorted(contents(home.copy)) == upstream.paths()


class TestClock:
    """When the upstream is asked, whatever is written about the last time."""

    @pytest.mark.parametrize("attempted", [9e9, 1e300, float("inf")])
    def test_one_that_ran_ahead_costs_an_hour_at_most(self, there: Home, attempted: float) -> None:
        assert 0 <= _first(there, attempted) <= HOUR * 7 / 6 + 60

    @pytest.mark.parametrize("attempted", ["yesterday", None, [], {}])
    def test_what_is_no_time_counts_as_none(self, there: Home, attempted: object) -> None:
        assert 0 <= _first(there, attempted) <= HOUR

    def test_without_a_copy_a_failed_attempt_is_not_repeated_sooner(self, there: Home) -> None:
        shutil.rmtree(there.copy)
        shutil.rmtree(there.layout.cache)
        assert _first(there, time.time()) > HOUR - 60

    def test_a_year_is_not_too_long_to_wait(self, there: Home, upstream: Upstream) -> None:
        never = there.reconfigured(
            upstream.path.as_uri(),
            entry={"access": "read-only", "delivery": "automatic"},
            provision_seconds=10**12,
        )
        waited: list[float] = []

        def wait(seconds: float) -> bool:
            waited.append(seconds)
            return True

        Upkeep(never.service().provisioner, wait, chance=lambda: 1.0).run()
        assert waited[0] < 2**63 / 1e9  # more than this, Event.wait refuses


def _first(home: Home, attempted: object) -> float:
    """Seconds until the upstream is asked after a start now."""
    file = home.layout.provisioned
    file.write_text(json.dumps({**json.loads(file.read_text()), "attempted_at": attempted}))
    (spec,) = home.settings.collections
    return Upkeep(home.service().provisioner, lambda _: True).first(spec) - time.time()


def test_a_copy_that_somebody_came_into_is_left_for_another_time(
    there: Home, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the first look and the last one, which is taken where nobody can come."""
    from jupyter_healthcheck.workspace import backups

    looked = []

    def inside(folder: Path) -> list[int]:
        looked.append(folder)
        return [os.getpid()] if len(looked) == 1 else []

    monkeypatch.setattr(backups, "processes_inside", inside)
    upstream.commit({"new.txt": "new"})
    assert provided(there).action == "replaced"
    (backup,) = there.backups()
    assert (there.folder(backup) / "nublado_disk.ipynb").exists()
    assert provided(there).action == "none"
    assert there.backups() == []


@pytest.mark.parametrize(
    "written",
    [
        {"notice": {"code": 1, "message": 2, "hint": 3, "details": 4}},
        {"notice": {"code": "a", "message": "b", "hint": "c", "details": []}},
        {"checked_at": 5},
    ],
)
def test_what_was_remembered_and_makes_no_sense_is_forgotten(
    there: Home, written: dict[str, object]
) -> None:
    there.layout.provisioned.write_text(json.dumps(written))
    (described,) = there.service().list_collections()
    assert (described.notice, described.checked_at) == (None, None)
    assert provided(there, Reach.NEAR).action == "none"
