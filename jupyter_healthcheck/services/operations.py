"""Long work: started once, watched by many, cancelled by anyone."""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ..exceptions import CancelledError, ConflictError, HealthCheckError, NotFoundError
from ..models.failure import ErrorInfo
from ..models.operation import (
    Operation,
    OperationKind,
    OperationResult,
    OperationState,
    Phase,
)
from ..models.workspace import WorkspacePlan

_log = logging.getLogger(__name__)

#: Seconds for which an ended operation can still be asked for.
KEPT_SECONDS = 600.0

Work = Callable[["OperationHandle"], OperationResult | WorkspacePlan]
Listener = Callable[[Operation], None]


class OperationHandle:
    """What the worker of an operation holds.

    Attributes
    ----------
    cancelled
        Set when a person asked to stop.
    """

    def __init__(self, operation: Operation, publish: Listener) -> None:
        self._operation = operation
        self._publish = publish
        self._lock = threading.Lock()
        self._committed = False
        self.cancelled = threading.Event()
        self.ended = threading.Event()
        self.ended_at = 0.0

    @property
    def operation(self) -> Operation:
        """The newest snapshot."""
        return self._operation

    def report(self, phase: Phase, percent: int) -> None:
        """Tell how far the work is."""
        self._update(phase=phase, percent=percent)

    def commit(self) -> None:
        """Pass the point after which cancelling is too late.

        Raises
        ------
        CancelledError
            If it was cancelled before.
        """
        with self._lock:
            if self.cancelled.is_set():
                raise CancelledError
            self._committed = True

    def cancel(self) -> None:
        """Ask the work to stop, unless it is too late."""
        with self._lock:
            if not self._committed:
                self.cancelled.set()

    def finish(self, **changes: Any) -> None:
        """Enter a final state."""
        self.ended_at = time.monotonic()
        self._update(**changes)
        self.ended.set()

    def _update(self, **changes: Any) -> None:
        with self._lock:
            operation = replace(self._operation, revision=self._operation.revision + 1, **changes)
            self._operation = operation
        self._publish(operation)


class OperationRegistry:
    """All operations of this process; at most one at a time per collection."""

    def __init__(self) -> None:
        self._handles: dict[str, OperationHandle] = {}
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Listener) -> None:
        """Have a function called, from any thread, after each change."""
        self._listeners.append(listener)

    def start(
        self, kind: OperationKind, collection: str, title: str, path: str, work: Work
    ) -> Operation:
        """Start work in a thread of its own, or join what runs already.

        Raises
        ------
        ConflictError
            ``busy`` if other work on that collection is under way.
        """
        with self._lock:
            self._forget_old()
            for handle in self._handles.values():
                running = handle.operation
                if running.collection == collection and not handle.ended.is_set():
                    if running.kind is kind is not OperationKind.RESTORE:
                        return running
                    raise ConflictError(
                        "busy",
                        f"Other work on the {title} notebooks is under way.",
                        "Wait until it is done, or cancel it, then try again.",
                    )
            operation = Operation(
                id=uuid.uuid4().hex,
                kind=kind,
                collection=collection,
                title=title,
                path=path,
                state=OperationState.RUNNING,
                phase=Phase.WAITING,
                percent=0,
                revision=1,
                created_at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
            handle = OperationHandle(operation, self._notify)
            self._handles[operation.id] = handle
        self._notify(operation)
        threading.Thread(
            target=self._run, args=(handle, work), name=f"healthcheck-{collection}", daemon=True
        ).start()
        return operation

    def get(self, operation_id: str) -> Operation:
        """Look an operation up.

        Raises
        ------
        NotFoundError
            ``operation-missing``.
        """
        return self._handle(operation_id).operation

    def all(self) -> list[Operation]:
        """List running operations, and those that ended a short while ago."""
        with self._lock:
            self._forget_old()
            return [handle.operation for handle in self._handles.values()]

    def is_busy(self, collection: str) -> bool:
        """Whether work on a collection is under way."""
        return any(
            operation.collection == collection and operation.state is OperationState.RUNNING
            for operation in self.all()
        )

    def cancel(self, operation_id: str) -> Operation:
        """Ask an operation to stop; it may be over already."""
        handle = self._handle(operation_id)
        handle.cancel()
        return handle.operation

    def wait(self, operation_id: str, seconds: float | None = None) -> Operation:
        """Wait until an operation has ended."""
        handle = self._handle(operation_id)
        handle.ended.wait(seconds)
        return handle.operation

    def cancel_all(self, seconds: float) -> None:
        """Cancel everything and wait a while, before the process ends."""
        for handle in list(self._handles.values()):
            handle.cancel()
        give_up = time.monotonic() + seconds
        for handle in list(self._handles.values()):
            handle.ended.wait(max(0.0, give_up - time.monotonic()))

    def _handle(self, operation_id: str) -> OperationHandle:
        handle = self._handles.get(operation_id)
        if handle is None:
            raise NotFoundError(
                "operation-missing",
                "There is no such operation, or it ended a while ago.",
                "Look at the state of the collection instead.",
            )
        return handle

    def _run(self, handle: OperationHandle, work: Work) -> None:
        try:
            outcome = work(handle)
        except CancelledError as error:
            handle.finish(state=OperationState.CANCELLED, error=error_info(error))
        except HealthCheckError as error:
            handle.finish(state=OperationState.FAILED, error=error_info(error))
        except Exception:  # noqa: BLE001  (a defect must end as an answer, not in silence)
            _log.exception("Work on %s failed", handle.operation.collection)
            handle.finish(
                state=OperationState.FAILED,
                error=ErrorInfo(
                    "internal",
                    "Something went wrong inside Health Check.",
                    "The server's log has the details; please report them.",
                ),
            )
        else:
            if isinstance(outcome, WorkspacePlan):
                handle.finish(state=OperationState.NEEDS_DECISION, plan=outcome)
            else:
                handle.finish(
                    state=OperationState.SUCCEEDED, result=outcome, phase=Phase.DONE, percent=100
                )

    def _notify(self, operation: Operation) -> None:
        for listener in self._listeners:
            try:
                listener(operation)
            except Exception:  # noqa: BLE001  (a listener must not stop the work)
                _log.exception("A listener of operations failed")

    def _forget_old(self) -> None:
        now = time.monotonic()
        for key, handle in list(self._handles.items()):
            if handle.ended.is_set() and now - handle.ended_at > KEPT_SECONDS:
                del self._handles[key]


def error_info(error: HealthCheckError) -> ErrorInfo:
    """Describe an error for clients."""
    return ErrorInfo(error.code, error.message, error.hint, error.details)
