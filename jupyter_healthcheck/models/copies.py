"""A person's own copies of files of a read-only collection."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Siblings(StrEnum):
    """Whether the other files of a notebook's folder are copied along."""

    ASK = "ask"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Original:
    """Where a copy came from, as its notebook remembers.

    Attributes
    ----------
    collection
        Id of the collection.
    path
        File, relative to the collection.
    blob
        The name that git gives to what the file held.
    """

    collection: str
    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was made.

    Attributes
    ----------
    path
        The copy, as the client sees it.
    original
        Where it came from; `None` for what is no notebook.
    siblings
        Files of the same folder that were copied along, as the client sees them.
    left_alone
        Files that were there already and stay as they are.
    """

    path: str
    original: Original | None
    siblings: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OriginalState:
    """What became of a copy's original.

    Attributes
    ----------
    path
        The original, as the client sees it; `None` if it is gone.
    differs
        Whether it is another one than was copied.
    """

    path: str | None
    differs: bool
