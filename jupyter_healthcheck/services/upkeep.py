"""Heals and provides beside a running server, a good citizen among hundreds."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ..exceptions import HealthCheckError
from ..models.collection import CollectionSpec, Delivery
from .collections import CollectionService
from .provisioner import Provisioner
from .provisioning import Reach, is_wait

#: How soon an update that had to wait is tried again; it asks nobody.
_RETRY_SECONDS = 300.0
#: Share of the interval by which the hourly question is put off at random.
_JITTER = 1 / 6


@dataclass
class Upkeep:
    """Keeps the automatic collections there and current.

    At the start nothing but the site's folder, the mirror and the cache is
    asked. The upstream is asked at random within the interval, at most once
    in it, whatever the number of starts: hundreds of labs that start at once
    so come to it spread out.

    Attributes
    ----------
    provisioner
        Does it.
    now
        Seconds since the epoch.
    wait
        Sleeps for so many seconds; true if it was woken to end.
    chance
        A number between 0 and 1, at random.
    """

    provisioner: Provisioner
    wait: Callable[[float], bool]
    now: Callable[[], float] = time.time
    chance: Callable[[], float] = random.random
    _due: dict[str, tuple[float, Reach]] = field(default_factory=dict)

    def run(self) -> None:
        """Work until woken to end."""
        specs = [
            spec for spec in self.provisioner.collections if spec.delivery is Delivery.AUTOMATIC
        ]
        for spec in specs:
            if self.provisioner.has_near(spec):
                self._provide(spec, Reach.NEAR)
            self._due[spec.id] = (self.first(spec), Reach.FAR)
        by_id = {spec.id: spec for spec in specs}
        while self._due:
            identifier, (at, reach) = min(self._due.items(), key=lambda item: item[1])
            if self.wait(min(max(0.0, at - self.now()), threading.TIMEOUT_MAX)):
                return
            self._due[identifier] = self._next(by_id[identifier], reach)

    def first(self, spec: CollectionSpec) -> float:
        """When to ask the upstream for the first time after a start."""
        settings, known = self.provisioner.settings, self.provisioner.known(spec)
        there = self.provisioner.is_there(spec)
        window = settings.provision_seconds if there else settings.provision_first_seconds
        soonest = self.now() + self.chance() * window
        if not known.attempted_at:
            return soonest
        return max(soonest, self._allowed_again(known.attempted_at))

    def _next(self, spec: CollectionSpec, reach: Reach) -> tuple[float, Reach]:
        """Provide a collection, and say when and how to look again."""
        allowed = self._allowed_again(self.provisioner.known(spec).attempted_at)
        waits = self._provide(spec, reach)
        if reach is Reach.FAR:
            allowed = self._allowed_again(self.now())
        retry = self.now() + _RETRY_SECONDS
        return (retry, Reach.NEAR) if waits and retry < allowed else (allowed, Reach.FAR)

    def _allowed_again(self, asked: float) -> float:
        seconds = self.provisioner.settings.provision_seconds
        # A time to come was written by a clock that went wrong.
        return min(asked, self.now()) + seconds * (1 + _JITTER * self.chance())

    def _provide(self, spec: CollectionSpec, reach: Reach) -> bool:
        """Provide a collection now; true if an update has to wait."""
        provisioner = self.provisioner
        try:
            begun = provisioner.provision(spec.id, reach, in_background=True)
        except HealthCheckError:  # other work on it is under way; the next time serves as well
            return False
        ended = provisioner.operations.wait(begun.id)
        return ended.result is not None and is_wait(ended.result.notice)


def keep_up(service: CollectionService, ending: threading.Event) -> None:
    """Mend what a crash left, then provide what comes by itself, until woken to end."""
    service.heal()
    Upkeep(service.provisioner, ending.wait).run()
