"""Where everything of a collection lies."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..exceptions import ConflictError, HealthCheckError
from ..models.collection import Access, CollectionSpec

#: Hidden folder beside the destination, so that a swap stays on one file system.
STATE_FOLDER = ".jupyter_healthcheck"
#: Visible, since the contents API refuses hidden paths.
PREVIOUS_FOLDER = "previous"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of one collection.

    Attributes
    ----------
    destination
        The copy that the person works in.
    cache
        Bare, pristine repository that later gets start from.
    staging
        Holds one folder per attempt; what is in it belongs to nobody yet.
    journal
        Exists only while a swap is on its way.
    provisioned
        Says when an automatic collection was looked at, and what came of it.
    lock
        Held by whoever works on the collection.
    ledger
        Holds one record per backup.
    previous
        Where replaced copies go.
    """

    id: str
    root: Path
    destination: Path
    state: Path

    @property
    def cache(self) -> Path:  # noqa: D102  (see the class)
        return self.state / "cache" / f"{self.id}.git"

    @property
    def staging(self) -> Path:  # noqa: D102
        return self.state / "staging" / self.id

    @property
    def journal(self) -> Path:  # noqa: D102
        return self.state / "journal" / f"{self.id}.json"

    @property
    def provisioned(self) -> Path:  # noqa: D102
        return self.state / "provisioned" / f"{self.id}.json"

    @property
    def lock(self) -> Path:  # noqa: D102
        return self.state / "locks" / f"{self.id}.lock"

    @property
    def holder(self) -> Path:
        """Says who holds the lock, since when."""
        return self.state / "locks" / f"{self.id}.json"

    @property
    def ledger(self) -> Path:  # noqa: D102
        return self.state / "backups"

    @property
    def previous(self) -> Path:  # noqa: D102
        return self.destination.parent / PREVIOUS_FOLDER

    @property
    def own_copies(self) -> Path:
        """Where a person's own copies of read-only files go."""
        return self.destination.parent / f"my-{self.id}"

    def free_keep_path(self, day: datetime) -> Path:
        """First unused name for a copy that stays the user's own."""
        return _unused(self.destination.parent, f"{self.destination.name} {day:%Y-%m-%d}")

    def free_backup_path(self, day: datetime) -> Path:
        """First unused name for a copy that was replaced."""
        return _unused(self.previous, f"{self.destination.name} {day:%Y-%m-%d}")


def _unused(folder: Path, name: str) -> Path:
    candidate, number = folder / name, 2
    while os.path.lexists(candidate):
        candidate, number = folder / f"{name} ({number})", number + 1
    return candidate


def layout_of(spec: CollectionSpec, root: Path) -> Layout:
    """Resolve the paths of a collection below a user's home.

    Parameters
    ----------
    spec
        The collection; ``spec.path`` is relative and without ``..``.
    root
        The folder that stands for the home.

    Raises
    ------
    HealthCheckError
        ``unsafe-destination`` if a part of the path is a symbolic link;
        ``target-in-the-way`` if a parent is a file. Read-only notebooks may
        stand behind a link: it is looked at where they are provided.
    """
    home = root.resolve()
    destination = home.joinpath(*spec.path.split("/"))
    refuse_links(home, destination.parent)
    if destination.is_symlink() and spec.access is not Access.READ_ONLY:
        raise _link_in_the_way(destination.relative_to(home))
    return Layout(spec.id, home, destination, destination.parent / STATE_FOLDER)


def refuse_links(home: Path, folder: Path) -> None:
    """Make sure that nothing is put behind a link, or below a file.

    Parameters
    ----------
    home, folder
        The user's home, and a folder below it, which need not exist.

    Raises
    ------
    HealthCheckError
        ``unsafe-destination`` or ``target-in-the-way``.
    """
    walked = home
    for part in folder.relative_to(home).parts:
        walked = walked / part
        if walked.is_symlink():
            raise _link_in_the_way(walked.relative_to(home))
        if walked.exists() and not walked.is_dir():
            raise _file_in_the_way(walked.relative_to(home))


def _link_in_the_way(path: Path) -> HealthCheckError:
    return HealthCheckError(
        "unsafe-destination",
        f"{path} is a symbolic link, so nothing is put there.",
        "Remove the link, or have the operator configure another `path`.",
        path=str(path),
    )


def _file_in_the_way(path: Path) -> HealthCheckError:
    return ConflictError(
        "target-in-the-way",
        f"{path} is a file where a folder is needed.",
        "Move or rename it, then try again.",
        path=str(path),
    )
