"""Long work on a collection, as clients see it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .failure import ErrorInfo
from .workspace import BackupRef, Losses, WorkspacePlan


class OnExisting(StrEnum):
    """What to do with a copy that is there already."""

    ASK = "ask"
    KEEP_BOTH = "keep-both"
    REPLACE = "replace"


class OperationKind(StrEnum):
    """What an operation does."""

    GET = "get"
    RESTORE = "restore"
    PROVISION = "provision"


class OperationState(StrEnum):
    """How far an operation is. All but *running* are final."""

    RUNNING = "running"
    NEEDS_DECISION = "needs-decision"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """What a running operation is doing."""

    WAITING = "waiting"
    CONNECTING = "connecting"
    RECEIVING = "receiving"
    UNPACKING = "unpacking"
    COMPARING = "comparing"
    WRITING = "writing"
    QUIESCING = "quiescing"
    SWAPPING = "swapping"
    DONE = "done"


class Action(StrEnum):
    """What a finished operation did."""

    CREATED = "created"
    REPLACED = "replaced"
    KEPT_BOTH = "kept-both"
    RESTORED = "restored"
    LINKED = "linked"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What a successful operation did.

    Attributes
    ----------
    action
        See `Action`; *none* means that the copy was current already, or
        that it could not be changed now, as the notice says.
    path
        The fresh copy, as the client sees it.
    commit
        Full hash of its commit, if known.
    notebooks
        Number of notebooks in it.
    backup
        Where the previous copy went, if there was one.
    losses
        What the previous copy had and the fresh one has not.
    notice
        Why an update has to wait, if it has.
    """

    action: Action
    path: str
    commit: str | None
    notebooks: int
    backup: BackupRef | None
    losses: Losses
    notice: ErrorInfo | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """A snapshot of long work.

    Attributes
    ----------
    id
        Names the operation in the API.
    kind, collection, title
        What is done, and to which collection.
    path
        The collection's destination, as the client sees it.
    state, phase, percent
        How far it is; ``percent`` runs from 0 to 100 and never goes back.
    revision
        Grows with each change.
    created_at
        ISO 8601, UTC.
    plan
        Set when the state is *needs-decision*.
    result
        Set when the state is *succeeded*.
    error
        Set when the state is *failed* or *cancelled*.
    """

    id: str
    kind: OperationKind
    collection: str
    title: str
    path: str
    state: OperationState
    phase: Phase
    percent: int
    revision: int
    created_at: str
    plan: WorkspacePlan | None = None
    result: OperationResult | None = None
    error: ErrorInfo | None = None
