"""How a folder that we made is told from any other."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from .layout import Layout
from .storage import read_json, write_json

_NAME = "jupyter_healthcheck.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """Written into the ``.git`` folder of every copy.

    Attributes
    ----------
    tree
        Unique name of this copy.
    collection
        Id of its collection.
    commit, branch
        What was checked out.
    created_at
        When (ISO 8601, UTC).
    """

    tree: str
    collection: str
    commit: str
    branch: str
    created_at: str


def marker_path(folder: Path) -> Path:
    """Tell where a copy's marker is, if it has one."""
    return folder / ".git" / _NAME


def write_marker(folder: Path, marker: Marker) -> None:
    """Mark a copy as ours."""
    write_json(marker_path(folder), asdict(marker))


def read_marker(folder: Path) -> Marker | None:
    """Read a copy's marker, or `None` if it has none that can be read."""
    record = read_json(marker_path(folder))
    try:
        return Marker(**record) if record else None
    except TypeError:
        return None


def is_ours(layout: Layout) -> bool:
    """Whether the folder at the destination was put there by us.

    A copy whose ``.git`` was deleted is not: an inode or a name would prove
    nothing, since both are used again.
    """
    marker = read_marker(layout.destination)
    return marker is not None and marker.collection == layout.id
