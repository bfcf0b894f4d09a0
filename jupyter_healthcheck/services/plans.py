"""Plans that were shown to a person, and the tokens that confirm them."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ..exceptions import ConflictError
from ..models.workspace import Loss, Losses, OpenDocument, WorkspacePlan
from ..workspace.inspection import Inspection
from ..workspace.marker import read_marker
from ..workspace.occupants import processes_inside
from ..workspace.planning import fingerprint, summarize
from ..workspace.pristine import Upstream
from .workbench import Workbench

_VALID_SECONDS = 3600.0
_KEPT_AT_MOST = 100

#: What a person saw: path and detail of everything that matters.
Shown = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Issued:
    collection: str
    state: str
    until: float


class PlanDesk:
    """Issues one-time tokens, each bound to the state that was shown."""

    def __init__(self) -> None:
        self._issued: dict[str, _Issued] = {}
        self._lock = threading.Lock()

    def draw_up(
        self,
        bench: Workbench,
        upstream: Upstream,
        found: Inspection,
        documents: tuple[OpenDocument, ...],
    ) -> WorkspacePlan:
        """Describe what getting would do, and issue a token for it."""
        token = secrets.token_urlsafe(24)
        state = _state(upstream, found, documents)
        with self._lock:
            now = time.monotonic()
            live = {key: value for key, value in self._issued.items() if value.until > now}
            for key in list(live)[: max(0, len(live) - _KEPT_AT_MOST + 1)]:
                del live[key]
            live[token] = _Issued(bench.spec.id, state, now + _VALID_SECONDS)
            self._issued = live
        marker = read_marker(bench.layout.destination)
        now_utc = datetime.now(UTC)
        moved = marker is not None and found.branch != marker.branch
        return WorkspacePlan(
            token=token,
            path=bench.shown(bench.layout.destination),
            commit=marker.commit if marker else None,
            got_at=marker.created_at if marker else None,
            branch=(found.branch or "(no branch)") if moved else None,
            upstream_commit=upstream.commit,
            commits_behind=found.commits_behind,
            notebooks_changed=found.notebooks_changed,
            losses=summarize(found.losses),
            open_documents=documents,
            processes=len(processes_inside(bench.layout.destination)),
            keep_path=bench.shown(bench.layout.free_keep_path(now_utc)),
            replace_path=bench.shown(bench.layout.free_backup_path(now_utc)),
        )

    def redeem(
        self,
        token: str,
        bench: Workbench,
        upstream: Upstream,
        found: Inspection,
        documents: tuple[OpenDocument, ...],
    ) -> None:
        """Accept a token once, if what it was issued for still holds.

        Raises
        ------
        ConflictError
            ``plan-changed``; its details hold the new plan.
        """
        with self._lock:
            issued = self._issued.pop(token, None)
        fits = (
            issued is not None
            and issued.collection == bench.spec.id
            and issued.until > time.monotonic()
            and issued.state == _state(upstream, found, documents)
        )
        if not fits:
            raise ConflictError(
                "plan-changed",
                "Your copy changed since you were asked, or the question is too old.",
                "Look at the new list and choose again.",
                plan=self.draw_up(bench, upstream, found, documents),
            )


def shown(losses: Iterable[Loss], documents: Iterable[OpenDocument]) -> Shown:
    """Gather what a person was told, to notice later what is new.

    A document with unsaved edits counts as edited: it is saved before a swap.
    """
    told = {(item.path or "", item.detail or "") for item in losses if item.matters}
    told |= {(document.path, "") for document in documents if document.edited}
    return frozenset(told)


def matters(losses: Losses, documents: Iterable[OpenDocument]) -> bool:
    """Whether there is anything to ask about."""
    return losses.any or any(document.edited for document in documents)


def _state(upstream: Upstream, found: Inspection, documents: Iterable[OpenDocument]) -> str:
    return fingerprint(upstream.commit, found.stamp, found.losses, documents)
