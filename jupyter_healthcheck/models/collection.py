"""Collections: named sets of notebooks that a site offers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .failure import ErrorInfo


class Access(StrEnum):
    """Whether a person may change the files of a collection."""

    READ_WRITE = "read-write"
    READ_ONLY = "read-only"


class Delivery(StrEnum):
    """How a collection reaches a person's files."""

    ON_DEMAND = "on-demand"
    AUTOMATIC = "automatic"


class CollectionState(StrEnum):
    """What stands at a collection's destination now."""

    ABSENT = "absent"
    PRESENT = "present"
    UPDATING = "updating"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CollectionSpec:
    """A collection as the operator configured it.

    Attributes
    ----------
    id
        Short name, used in paths and commands: letters, digits, ``.``, ``_``
        and ``-``.
    title
        What people read.
    url
        The upstream repository. Configuration is its only source; a client
        never names one.
    ref
        Branch to get, or `None` for the remote's own default branch.
    access, delivery
        See `Access` and `Delivery`.
    path
        Destination, relative to the user's home, with ``/`` between parts.
    depth
        Number of commits of history to fetch, or `None` for all of it.
    mirror
        Where the same content is nearer: another URL, which is asked before
        ``url``, or for read-only collections a folder that the site keeps
        current (an absolute path), which is linked to and not copied.
    enabled
        Whether the collection is offered.
    """

    id: str
    title: str
    url: str
    path: str
    ref: str | None = None
    access: Access = Access.READ_WRITE
    delivery: Delivery = Delivery.ON_DEMAND
    depth: int | None = None
    mirror: str | None = None
    enabled: bool = True

    @property
    def shared_folder(self) -> str | None:
        """The folder that the site keeps, if the mirror is one."""
        return self.mirror if self.mirror and self.mirror.startswith("/") else None

    @property
    def mirror_url(self) -> str | None:
        """The URL that is asked first, if the mirror is one."""
        return None if self.shared_folder else self.mirror


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as it is here and now.

    Attributes
    ----------
    id, title, url, ref, access, delivery
        As configured; ``url`` without credentials.
    path
        Destination relative to the folder that the client sees as its root.
    state
        See `CollectionState`.
    commit
        Full hash of the commit that the copy came from, or `None`.
    updated_at
        When that copy was put there (ISO 8601, UTC), or `None`.
    checked_at
        When it was last compared with the upstream or its mirror (ISO 8601,
        UTC), or `None`. Only automatic collections are.
    notice
        Why an automatic collection is not current, as far as that is known.
    linked_to
        The folder of the site that stands in for a copy, if one does.
    """

    id: str
    title: str
    url: str
    ref: str | None
    access: Access
    delivery: Delivery
    path: str
    state: CollectionState
    commit: str | None
    updated_at: str | None
    checked_at: str | None = None
    notice: ErrorInfo | None = None
    linked_to: str | None = None


@dataclass(frozen=True, slots=True)
class ConfigurationProblem:
    """One wrong entry of the configuration.

    Attributes
    ----------
    collection
        Id of the collection, or its place in the list when it has none;
        `None` when the problem is not one collection's.
    field
        Name of the wrong field.
    message, hint
        What is wrong, and how to mend it.
    """

    collection: str | None
    field: str
    message: str
    hint: str
