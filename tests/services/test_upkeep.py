"""Hundreds of labs that start at once are no burden to anybody.

The clock of these labs is not the real one; all that they do is.
"""

import itertools
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from jupyter_healthcheck.services.provisioning import Reach
from jupyter_healthcheck.services.upkeep import Upkeep
from tests.support.environment import run_git
from tests.support.git_server import GitServer
from tests.support.repositories import Upstream
from tests.workspace.snapshots import contents

from .home import NAME, Home
from .tutorials import provided, tutorials

HOUR = 3600
LABS = 500


@dataclass
class Clock:
    """A time of its own, which waiting moves on; it ends the upkeep at a given time."""

    until: float
    time: float
    asked: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> bool:
        if self.time + seconds > self.until:
            return True
        self.time += seconds
        return False


def _run(home: Home, hours: float, seed: int) -> list[float]:
    """Run one lab's upkeep; returns when, in seconds from the start, it asked the upstream."""
    start = time.time()
    clock = Clock(until=start + hours * HOUR, time=start)
    service = home.service()
    provisioner = service.provisioner
    begin: Callable[..., object] = provisioner.provision

    def noted(collection_id: str, reach: Reach, **options: bool) -> object:
        if reach is Reach.FAR:
            clock.asked.append(clock.time - start)
        return begin(collection_id, reach, **options)

    provisioner.provision = noted  # type: ignore[method-assign,assignment]
    chance = random.Random(seed).random
    Upkeep(provisioner, clock.wait, now=lambda: clock.time, chance=chance).run()
    return clock.asked


def test_500_starts_with_a_shared_folder_ask_nobody(
    upstream: Upstream, server: GitServer, tmp_path: Path
) -> None:
    shared = tmp_path / "site"
    run_git("clone", "--quiet", upstream.path, shared)
    for number in range(LABS):
        home = tutorials(tmp_path / f"home{number}", server.url(NAME), mirror=str(shared))
        _run(home, hours=0, seed=number)
        assert sorted(contents(home.copy.resolve())) == upstream.paths()
    assert server.connections == 0


def test_starts_with_a_mirror_leave_the_upstream_alone(
    upstream: Upstream, server: GitServer, tmp_path: Path
) -> None:
    run_git("clone", "--quiet", "--mirror", upstream.path, tmp_path / "mirrors" / f"{NAME}.git")
    with GitServer(tmp_path / "mirrors") as mirror:
        for number in range(10):
            home = tutorials(tmp_path / f"home{number}", server.url(NAME), mirror=mirror.url(NAME))
            _run(home, hours=2.5, seed=number)
            assert sorted(contents(home.copy)) == upstream.paths()
    assert server.connections == 0


def test_each_lab_asks_the_upstream_at_most_once_an_hour(
    upstream: Upstream, server: GitServer, tmp_path: Path
) -> None:
    home = tutorials(tmp_path / "home", server.url(NAME))
    provided(home)
    server.forget()
    asked = _run(home, hours=12, seed=4)
    assert len(server.requests_to(NAME)) == len(asked)
    assert 10 <= len(asked) <= 12
    assert all(later - earlier >= HOUR for earlier, later in itertools.pairwise(asked))


def test_500_starts_come_to_the_upstream_spread_over_the_hour(
    upstream: Upstream, tmp_path: Path
) -> None:
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    provided(home)
    start = 2_000_000_000.0
    (spec,) = home.settings.collections
    minutes = []
    for seed in range(LABS):
        chance = random.Random(seed).random
        upkeep = Upkeep(
            home.service().provisioner, lambda _: True, now=lambda: start, chance=chance
        )
        minutes.append((upkeep.first(spec) - start) / 60)
    assert max(minutes) <= 60
    # Expected are 41.7 in each of twelve parts, give or take 6.2.
    parts = Counter(int(minute // 5) for minute in minutes)
    assert len(parts) == 12
    assert all(20 < number < 64 for number in parts.values())


def test_a_restart_does_not_ask_sooner(upstream: Upstream, tmp_path: Path) -> None:
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    provided(home)
    (spec,) = home.settings.collections
    provisioner = home.service().provisioner
    asked = provisioner.known(spec).attempted_at
    upkeep = Upkeep(provisioner, lambda _: True, now=lambda: asked + 60, chance=lambda: 0.0)
    assert upkeep.first(spec) == asked + HOUR


@pytest.mark.parametrize(("chance", "soonest"), [(0.0, 0), (1.0, 300)])
def test_without_a_copy_it_comes_soon(
    upstream: Upstream, tmp_path: Path, chance: float, soonest: float
) -> None:
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    (spec,) = home.settings.collections
    upkeep = Upkeep(
        home.service().provisioner, lambda _: True, now=lambda: 1000.0, chance=lambda: chance
    )
    assert upkeep.first(spec) == 1000 + soonest
    assert not home.layout.state.exists()


def test_an_update_that_waits_is_tried_again_without_asking(
    upstream: Upstream, server: GitServer, tmp_path: Path
) -> None:
    home = tutorials(tmp_path / "home", server.url(NAME))
    provided(home)
    upstream.commit({"new.txt": "new"})
    service = home.service()
    service.pages.report("page", [(f"notebooks/{NAME}/nublado_login.ipynb", True)])
    server.forget()
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        if len(waited) == 2:  # the first attempt had to wait; then the tab was closed
            service.pages.forget("page")
        return len(waited) > 2

    Upkeep(service.provisioner, wait, chance=lambda: 0.0).run()
    assert (home.copy / "new.txt").exists()
    assert len(server.requests_to(NAME)) == 4  # one question, and a transfer's three
    assert waited[1] == pytest.approx(300, abs=30)


def test_a_switched_off_part_does_nothing(upstream: Upstream, tmp_path: Path) -> None:
    home = tutorials(tmp_path / "home", upstream.path.as_uri())
    off = home.reconfigured(
        upstream.path.as_uri(),
        entry={"access": "read-only", "delivery": "automatic"},
        provision_enabled=False,
    )
    assert _run(off, hours=24, seed=1) == []
    assert not home.layout.state.exists()
