"""Many steps, one percentage that never goes back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ..models.operation import Phase

#: Share of the whole, in percent, where each phase begins and ends.
_SPANS = {
    Phase.WAITING: (0, 0),
    Phase.CONNECTING: (0, 5),
    Phase.RECEIVING: (5, 60),
    Phase.UNPACKING: (60, 70),
    Phase.COMPARING: (70, 75),
    Phase.WRITING: (75, 95),
    Phase.QUIESCING: (95, 97),
    Phase.SWAPPING: (97, 100),
    Phase.DONE: (100, 100),
}

# Such as: Receiving objects:  45% (90/200), 3.20 MiB | 2.10 MiB/s
_LINE = re.compile(r"^(?:remote: )?(?P<what>[A-Za-z ]+):\s+(?P<percent>\d+)%")
_GIT_PHASES = {
    "Counting objects": Phase.CONNECTING,
    "Compressing objects": Phase.CONNECTING,
    "Receiving objects": Phase.RECEIVING,
    "Resolving deltas": Phase.UNPACKING,
    "Updating files": Phase.WRITING,
}


@dataclass
class Progress:
    """Turns phases and git's progress lines into one rising percentage.

    Attributes
    ----------
    report
        Called with the phase and the percentage whenever either changes.
    """

    report: Callable[[Phase, int], None] = lambda _phase, _percent: None
    phase: Phase = Phase.WAITING
    percent: int = 0
    _order: list[Phase] = field(default_factory=lambda: list(_SPANS), repr=False)

    def enter(self, phase: Phase, done: float = 0.0) -> None:
        """Be in a phase, a fraction of which (0 to 1) is done."""
        begin, end = _SPANS[phase]
        percent = max(self.percent, int(begin + (end - begin) * min(done, 1.0)))
        if self._order.index(phase) < self._order.index(self.phase):
            phase = self.phase
        if (phase, percent) != (self.phase, self.percent):
            self.phase, self.percent = phase, percent
            self.report(phase, percent)

    def git_line(self, line: str) -> None:
        """Take in one line of git's progress."""
        match = _LINE.match(line)
        if match and (phase := _GIT_PHASES.get(match["what"].strip())):
            self.enter(phase, int(match["percent"]) / 100)
