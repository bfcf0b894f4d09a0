"""What getting a collection would do to a person's files, and what it did."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class LossKind(StrEnum):
    """Why a file or commit of a copy is not in a fresh set."""

    EDITED_NOTEBOOK = "edited-notebook"
    EDITED_FILE = "edited-file"
    OWN_FILE = "own-file"
    COMMIT = "commit"
    STASH = "stash"
    WORKTREE = "worktree"
    UNREADABLE = "unreadable"
    OUTPUTS_ONLY = "outputs-only"
    METADATA_ONLY = "metadata-only"
    CHECKPOINT = "checkpoint"
    CACHE_FILE = "cache-file"
    DELETED = "deleted"

    @property
    def matters(self) -> bool:
        """Whether a person would miss it; the rest is noise."""
        return self not in _NOISE


_NOISE = frozenset(
    {
        LossKind.OUTPUTS_ONLY,
        LossKind.METADATA_ONLY,
        LossKind.CHECKPOINT,
        LossKind.CACHE_FILE,
        LossKind.DELETED,
    }
)


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing in a copy that a fresh set would not have.

    Attributes
    ----------
    kind
        See `LossKind`.
    path
        File, relative to the copy; `None` for commits and stashes.
    detail
        Subject of a commit or stash, or the reason why a file is unreadable.
    size
        Size of the file in bytes, if it is one.
    matters
        Whether it counts as a loss; otherwise it is noise.
    """

    kind: LossKind
    path: str | None
    detail: str | None
    size: int | None
    matters: bool


@dataclass(frozen=True, slots=True)
class Losses:
    """Everything in a copy that a fresh set would not have.

    Attributes
    ----------
    any
        Whether anything of it matters.
    counts
        Number of items of each `LossKind` that occurs.
    size
        Bytes in the files that matter.
    items
        The items, those that matter first. At most 1000 of them.
    """

    any: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    size: int = 0
    items: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document inside the copy that a browser page has open.

    Attributes
    ----------
    path
        File, relative to the copy.
    edited
        Whether it has edits that are not saved yet.
    """

    path: str
    edited: bool


@dataclass(frozen=True, slots=True)
class WorkspacePlan:
    """What getting a collection would do, shown before it is done.

    Attributes
    ----------
    token
        Confirms this very plan, once.
    path
        The copy, as the client sees it.
    commit, got_at
        Where the copy came from, and when (ISO 8601).
    branch
        The branch that is checked out, if it is another one than was got.
    upstream_commit
        The newest commit of the collection.
    commits_behind
        Number of upstream commits that the copy lacks, if it can be told.
    notebooks_changed
        Number of notebooks that differ between the two commits.
    losses
        See `Losses`.
    open_documents
        Documents inside that pages have open.
    processes
        Number of kernels and other processes that work inside the copy.
    keep_path, replace_path
        Where the copy would go with *Keep both* and with *Replace*.
    """

    token: str
    path: str
    commit: str | None
    got_at: str | None
    branch: str | None
    upstream_commit: str
    commits_behind: int | None
    notebooks_changed: int | None
    losses: Losses
    open_documents: tuple[OpenDocument, ...]
    processes: int
    keep_path: str
    replace_path: str


class BackupKind(StrEnum):
    """How a previous copy came to be kept."""

    KEPT = "kept"
    REPLACED = "replaced"
    RESCUED = "rescued"


@dataclass(frozen=True, slots=True)
class Backup:
    """A previous copy of a collection.

    Attributes
    ----------
    id
        Names it in `restore`.
    collection
        Id of its collection.
    path
        Where it is, as the client sees it.
    kind
        *kept* copies belong to the user and are never pruned; *rescued* ones
        are files that the user had put into read-only notebooks.
    created_at
        When it was set aside (ISO 8601, UTC).
    size
        Bytes in its files, without git's own.
    restorable_until
        When it may be pruned (ISO 8601), or `None` for never.
    commit
        The commit it came from, if known.
    own_changes
        Whether it holds changes of the user's own.
    """

    id: str
    collection: str
    path: str
    kind: BackupKind
    created_at: str
    size: int
    restorable_until: str | None
    commit: str | None
    own_changes: bool


@dataclass(frozen=True, slots=True)
class BackupRef:
    """Names a backup in a result."""

    id: str
    path: str
