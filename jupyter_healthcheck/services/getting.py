"""One attempt to get a collection, from the first request to the swap."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from ..models.operation import Action, OnExisting, OperationResult, Phase
from ..models.workspace import BackupKind, Losses, LossKind, OpenDocument, WorkspacePlan
from ..workspace import staging
from ..workspace.inspection import Inspection
from ..workspace.planning import summarize
from ..workspace.pristine import Upstream
from ..workspace.progress import Progress
from .operations import OperationHandle
from .plans import PlanDesk, Shown, matters, shown
from .workbench import Workbench


@dataclass(frozen=True)
class Existing:
    """The copy that is there already, as it was found."""

    found: Inspection
    documents: tuple[OpenDocument, ...]

    @property
    def losses(self) -> Losses:
        """What a fresh set would not have."""
        return summarize(self.found.losses)

    @property
    def matters(self) -> bool:
        """Whether a person would miss any of it."""
        return matters(self.losses, self.documents)

    @property
    def shown(self) -> Shown:
        """What a person is told of it."""
        return shown(self.found.losses, self.documents)

    def is_current(self, upstream: Upstream) -> bool:
        """Whether a fresh set would bring nothing new."""
        deleted = LossKind.DELETED in {item.kind for item in self.found.losses}
        same = self.found.head == upstream.commit and self.found.branch == upstream.branch
        return same and not self.matters and not deleted


@dataclass(frozen=True)
class Getting:
    """An attempt to get a collection.

    Attributes
    ----------
    bench
        The collection and its tools.
    plans
        Draws up what a person is asked.
    on_existing
        What was decided about a copy that is there.
    confirmed
        What the person saw when deciding; `None` if they asked for it in
        advance, whatever it is, as on the command line.
    asked_at
        When it was asked for (seconds since the epoch).
    """

    bench: Workbench
    plans: PlanDesk
    on_existing: OnExisting
    confirmed: Shown | None = None
    asked_at: float = field(default_factory=time.time)

    def run(self, handle: OperationHandle) -> OperationResult | WorkspacePlan:
        """Get the collection, or find out that a decision is needed.

        Raises
        ------
        HealthCheckError
            What went wrong, by name. The copy is then as it was.
        """
        bench, progress = self.bench, Progress(handle.report)
        with bench.locked(progress) as waited:
            bench.git.version()
            bench.refuse_strangers()
            upstream = bench.cache.refresh(progress, self.asked_at if waited else None)
            progress.enter(Phase.COMPARING)
            existing = look(bench, upstream)
            if existing is not None:
                if existing.is_current(upstream):
                    return self._nothing_to_do(existing, upstream)
                if self.on_existing is OnExisting.ASK and existing.matters:
                    return self._ask(existing, upstream)
            staged = bench.stage(upstream, progress, bench.cache.refresh)
            try:
                if existing is None:
                    handle.commit()
                    result = self._swap(staged, None, progress)
                else:
                    with bench.quiesced(progress):
                        seen, existing = existing, look(bench, upstream)
                        if existing is not None and self._is_news(existing, seen):
                            return self._ask(existing, upstream)
                        bench.pages.check_rooms(bench.layout.destination)
                        handle.commit()
                        result = self._swap(staged, existing, progress)
            finally:
                staging.discard_unused(staged)
            bench.prune()
            return result

    def _is_news(self, existing: Existing, seen: Existing) -> bool:
        """Whether something came that the person was not told of."""
        if self.on_existing is not OnExisting.ASK and self.confirmed is None:
            return False
        told = seen.shown if self.confirmed is None else self.confirmed
        return not existing.shown <= told

    def _ask(self, existing: Existing, upstream: Upstream) -> WorkspacePlan:
        return self.plans.draw_up(self.bench, upstream, existing.found, existing.documents)

    def _swap(
        self, staged: staging.StagedCopy, existing: Existing | None, progress: Progress
    ) -> OperationResult:
        bench = self.bench
        keep = self.on_existing is OnExisting.KEEP_BOTH
        record = None
        if existing is not None:
            kind = BackupKind.KEPT if keep else BackupKind.REPLACED
            record = bench.set_aside(kind, own_changes=existing.matters)
        record = bench.put_in_place(staged, record, progress)
        replaced = Action.KEPT_BOTH if keep else Action.REPLACED
        return OperationResult(
            action=Action.CREATED if record is None else replaced,
            path=bench.shown(bench.layout.destination),
            commit=staged.marker.commit,
            notebooks=staged.notebooks,
            backup=bench.reference(record),
            losses=existing.losses if existing else Losses(),
        )

    def _nothing_to_do(self, existing: Existing, upstream: Upstream) -> OperationResult:
        bench = self.bench
        return OperationResult(
            action=Action.NONE,
            path=bench.shown(bench.layout.destination),
            commit=upstream.commit,
            notebooks=bench.cache.count_notebooks(upstream.commit),
            backup=None,
            losses=existing.losses,
        )


def look(bench: Workbench, upstream: Upstream) -> Existing | None:
    """Find out what the copy holds, or `None` if there is none of ours."""
    found = bench.inspect(upstream)
    if found is None:
        return None
    return Existing(found, bench.pages.documents_inside(bench.layout.destination))
