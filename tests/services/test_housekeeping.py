"""What is kept beside the copies stays within its limit; the cache goes first."""

import os
from pathlib import Path

from jupyter_healthcheck.services.housekeeping import measure
from tests.support.git_server import GitServer, Part
from tests.support.repositories import Upstream
from tests.workspace.snapshots import snapshot

from .home import NAME, Home
from .tutorials import READ_ONLY, provided, tutorials

SIZE = 300_000


def _with_noise(upstream: Upstream) -> str:
    return upstream.commit({"noise.bin": os.urandom(SIZE)})


def test_what_a_copy_shares_with_its_cache_costs_nothing(home: Home, upstream: Upstream) -> None:
    _with_noise(upstream)
    home.got()
    assert sum(measure(home.settings).caches.values()) < SIZE / 10


def test_the_newest_previous_copy_is_told_from_older_ones(home: Home, upstream: Upstream) -> None:
    home.got()
    for _ in range(3):
        _with_noise(upstream)
        home.got("replace")
    sizes = [backup.size for backup in home.backups()]
    use = measure(home.settings)
    assert (use.newest_backups, use.older_backups) == (sizes[0], sum(sizes[1:]))
    assert use.newest_backups > SIZE


def test_the_limit_is_a_share_of_what_is_free_at_most(home: Home) -> None:
    facts = os.statvfs(home.root)
    free = facts.f_bavail * facts.f_frsize
    generous = Home.create(home.root, "file:///x", storage_megabytes=10**9)
    assert measure(generous.settings).limit < free * 0.051
    assert measure(home.settings).limit == min(200_000_000, int(free * 0.05)) or free < 10**10


def test_over_the_limit_the_cache_goes_and_nothing_else(tmp_path: Path, upstream: Upstream) -> None:
    _with_noise(upstream)
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    provided(home)
    assert sum(measure(home.settings).caches.values()) > SIZE
    tight = home.reconfigured(upstream.path.as_uri(), entry=READ_ONLY, storage_megabytes=0)
    before = snapshot(home.copy)
    assert provided(tight).action == "none"
    assert not home.layout.cache.exists()
    assert snapshot(home.copy) == before
    # And it goes on from there.
    upstream.commit({"new.txt": "new"})
    assert provided(tight).action == "replaced"
    assert (home.copy / "new.txt").exists()
    assert home.backups() == []


def test_without_news_a_cache_that_made_room_is_not_transferred_again(
    tmp_path: Path, server: GitServer, upstream: Upstream
) -> None:
    _with_noise(upstream)
    home = tutorials(tmp_path / "home", server.url(NAME))
    tight = home.reconfigured(server.url(NAME), entry=READ_ONLY, storage_megabytes=0)
    provided(tight)
    for _ in range(2):
        assert not home.layout.cache.exists()
        server.forget()
        assert provided(tight).action == "none"
        assert len(server.requests_to(NAME)) == 1
        assert server.sent(Part.PACK) == 0
    commit = upstream.commit({"new.txt": "new"})
    assert provided(tight).commit == commit


def test_previous_copies_stay_however_many(home: Home, upstream: Upstream) -> None:
    tight = home.reconfigured(upstream.path.as_uri(), storage_megabytes=0)
    tight.got()
    for _ in range(3):
        _with_noise(upstream)
        (tight.copy / "notes.md").write_text("mine")
        tight.got("replace")
    assert len(tight.backups()) == 3
    assert measure(tight.settings).is_over
    assert NAME not in measure(tight.settings).caches
