"""One attempt to have a read-only collection there, whole and current."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from ..exceptions import CancelledError, HealthCheckError, StorageFullError, UnavailableError
from ..models.failure import ErrorInfo
from ..models.operation import Action, OperationResult, Phase
from ..models.workspace import BackupKind, BackupRef, Losses, LossKind
from ..workspace import rescue, shared_copy, staging
from ..workspace.inspection import Inspection, unchanged_files
from ..workspace.marker import is_ours, read_marker
from ..workspace.occupants import processes_inside
from ..workspace.planning import summarize
from ..workspace.pristine import Upstream
from ..workspace.progress import Progress
from ..workspace.provisioned import Provisioned, read_provisioned, write_provisioned
from ..workspace.replace import in_the_way, move_aside
from ..workspace.write_bits import open_folders, protect
from .operations import OperationHandle, error_info
from .restoring import count_notebooks
from .workbench import Workbench

#: Files beside the upstream's do no harm until the next update.
_HARMLESS = frozenset({LossKind.OWN_FILE, LossKind.CHECKPOINT, LossKind.CACHE_FILE})

_WAITS = "update-waits-for-"
_NOT_HERE_YET = ErrorInfo(
    "not-here-yet",
    "These notebooks are not here yet.",
    "They come by themselves within a few minutes, or when you ask for them.",
)


def is_wait(notice: ErrorInfo | None) -> bool:
    """Whether an update is known and has to wait for who works inside."""
    return notice is not None and notice.code.startswith(_WAITS)


class Reach(StrEnum):
    """Whom an attempt may ask."""

    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True)
class Provisioning:
    """An attempt to provide a read-only collection.

    Attributes
    ----------
    bench
        The collection and its tools.
    reach
        *near*: the site's folder, the mirror, or what is in the cache.
        *far*: the upstream as well.
    asked_at
        When it was asked for (seconds since the epoch).
    """

    bench: Workbench
    reach: Reach
    asked_at: float = field(default_factory=time.time)

    def run(self, handle: OperationHandle) -> OperationResult:
        """Provide it, as far as possible.

        Raises
        ------
        HealthCheckError
            What went wrong, by name. What is there is then as it was.
        """
        progress = Progress(handle.report)
        with self.bench.locked(progress) as waited:
            try:
                result = self._provide(handle, progress, waited=waited)
            except CancelledError:
                raise
            except HealthCheckError as error:
                self._remember(notice=error_info(error))
                raise
            self._remember(notice=result.notice)
            return result

    def _provide(
        self, handle: OperationHandle, progress: Progress, *, waited: bool
    ) -> OperationResult:
        bench, layout = self.bench, self.bench.layout
        folder = bench.spec.shared_folder
        if folder is not None and shared_copy.can_be_shown(layout, folder):
            return self._link(folder, handle)
        if layout.destination.is_symlink():
            self._take_our_link_away()
        bench.git.version()
        bench.refuse_strangers()
        upstream, notice = self._newest(progress, waited=waited)
        if upstream is None:
            there = os.path.lexists(layout.destination)
            return self._result(Action.NONE, None, notice or (None if there else _NOT_HERE_YET))
        progress.enter(Phase.COMPARING)
        open_folders(layout.destination)
        found = bench.inspect(upstream)
        if found is not None and _is_whole(found, upstream):
            protect(layout.destination, unchanged_files(layout, bench.git))
            # An earlier attempt may have been cut off before its end.
            rescued = self._tidy(upstream)
            return replace(self._result(Action.NONE, upstream.commit, notice), backup=rescued)
        if found is not None and (wait := self._reason_to_wait()):
            return self._result(Action.NONE, found.head, wait)
        return self._replace(upstream, found, notice, handle, progress)

    def _newest(
        self, progress: Progress, *, waited: bool
    ) -> tuple[Upstream | None, ErrorInfo | None]:
        """Find out what is newest, and why that is not sure if it is not."""
        cache, known = self.bench.cache, read_provisioned(self.bench.layout)
        near = self.reach is Reach.NEAR
        if near and self.bench.spec.mirror_url is None:
            over = is_wait(known.notice) or known.notice == _NOT_HERE_YET
            return cache.known(), None if over else known.notice
        if not near:
            self._remember(attempted_at=time.time())
        try:
            since = self.asked_at if waited else None
            upstream = cache.refresh(progress, since, mirror_alone=near)
        except StorageFullError:
            raise
        except UnavailableError as error:
            if not near:
                raise
            return cache.known(), error_info(error)
        self._remember(checked_at=datetime.now(UTC).isoformat(timespec="seconds"))
        return upstream, None

    def _replace(
        self,
        upstream: Upstream,
        found: Inspection | None,
        notice: ErrorInfo | None,
        handle: OperationHandle,
        progress: Progress,
    ) -> OperationResult:
        bench = self.bench
        staged = bench.stage(upstream, progress, self._renew)
        try:
            if found is not None and (wait := self._reason_to_wait()):
                return self._result(Action.NONE, found.head, wait)
            handle.commit()
            old = None
            if found is not None:
                old = bench.set_aside(BackupKind.REPLACED, own_changes=True)
            old = bench.put_in_place(staged, old, progress)
        finally:
            staging.discard_unused(staged)
        rescued = self._tidy(upstream)
        return replace(
            self._result(
                Action.CREATED if old is None else Action.REPLACED, upstream.commit, notice
            ),
            backup=rescued if old is not None else None,
            losses=_own(found),
        )

    def _renew(self, progress: Progress) -> Upstream:
        """Bring a damaged cache back from where this attempt may ask."""
        near = self.reach is Reach.NEAR
        if near and self.bench.spec.mirror_url is None:
            raise UnavailableError(
                "cache-damaged",
                "What was kept of these notebooks is damaged.",
                "They are fetched anew when the upstream is next asked.",
            )
        return self.bench.cache.refresh(progress, mirror_alone=near)

    def _reason_to_wait(self) -> ErrorInfo | None:
        """Tell who works inside, and would be disturbed."""
        bench = self.bench
        edited = [
            document.path
            for document in bench.pages.documents_inside(bench.layout.destination)
            if document.edited
        ]
        if edited:
            return ErrorInfo(
                f"{_WAITS}edits",
                f"An update waits: {edited[0]} is open with unsaved edits.",
                "Make your own copy of it, or close it.",
                {"documents": edited[:100]},
            )
        if processes_inside(bench.layout.destination):
            return ErrorInfo(
                f"{_WAITS}kernels",
                "An update waits: a kernel or a terminal works in the folder.",
                "It comes by itself when that has ended.",
            )
        return None

    def _link(self, folder: str, handle: OperationHandle) -> OperationResult:
        layout = self.bench.layout
        if shared_copy.is_link_to(layout, folder):
            return self._result(Action.NONE, None, None)
        if layout.destination.is_symlink():
            self._take_our_link_away()
        rescued = None
        if os.path.lexists(layout.destination):
            if not is_ours(layout):
                raise in_the_way(layout)
            if wait := self._reason_to_wait():
                return self._result(Action.NONE, None, wait)
            handle.commit()
            old = self.bench.set_aside(BackupKind.REPLACED, own_changes=True)
            move_aside(layout, layout.destination, old)
            upstream = self.bench.cache.known()
            rescued = self._tidy(upstream) if upstream else self.bench.reference(old)
        self._remember(link=folder)
        try:
            shared_copy.link(layout, folder)
        except FileExistsError as error:
            raise in_the_way(layout) from error
        return replace(self._result(Action.LINKED, None, None), backup=rescued)

    def _take_our_link_away(self) -> None:
        """Remove a link of ours to a folder that serves no more; no other is touched."""
        layout = self.bench.layout
        if os.fspath(layout.destination.readlink()) != read_provisioned(layout).link:
            raise in_the_way(layout)
        shared_copy.unlink(layout)
        self._remember(link=None)

    def _tidy(self, upstream: Upstream) -> BackupRef | None:
        """Keep what the person had put inside, and name the newest of it."""
        bench = self.bench
        rescued = rescue.tidy(bench.layout, bench.cache, upstream, bench.git)
        return bench.reference(rescued[0]) if rescued else None

    def _result(
        self, action: Action, commit: str | None, notice: ErrorInfo | None
    ) -> OperationResult:
        bench = self.bench
        marker = read_marker(bench.layout.destination)
        commit = commit or (marker.commit if marker else None)
        return OperationResult(
            action=action,
            path=bench.shown(bench.layout.destination),
            commit=commit,
            notebooks=count_notebooks(bench.layout.destination),
            backup=None,
            losses=Losses(),
            notice=notice,
        )

    def _remember(self, **changes: object) -> None:
        layout = self.bench.layout
        known: Provisioned = read_provisioned(layout)
        changed = replace(known, **changes)  # type: ignore[arg-type]
        if changed != known:
            write_provisioned(layout, changed)


def _is_whole(found: Inspection, upstream: Upstream) -> bool:
    """Whether every file of the newest set is there, as it was got."""
    same = found.head == upstream.commit and found.branch == upstream.branch
    return same and all(item.kind in _HARMLESS for item in found.losses)


def _own(found: Inspection | None) -> Losses:
    return summarize(rescue.own_work(found.losses)) if found else Losses()
