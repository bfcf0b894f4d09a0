"""Which folders are read-only here, and what lies in them.

A folder is known by what it is and not by its name, so that no link and no
second mount leads around it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..models.collection import Access, CollectionSpec, ConfigurationProblem
from ..workspace.identity import Identity, identity, lineage
from ..workspace.marker import marker_path, read_marker
from ..workspace.write_bits import make_writable
from .settings import Settings


@dataclass(frozen=True, slots=True)
class ReadOnlyFolder:
    """A read-only collection that is there now.

    Attributes
    ----------
    title
        What people call the collection.
    path
        Where it was put: a folder, or a link to one that the site keeps.
    """

    title: str
    path: Path


class Protection:
    """Knows the read-only folders of one home.

    Every answer is of now, since folders come, go and are replaced; it costs a
    few looks at the disk and reads no file that did not change.

    Parameters
    ----------
    collections
        All that are configured.
    root
        The folder that stands for the home.
    """

    def __init__(self, collections: Iterable[CollectionSpec], root: Path) -> None:
        home = root.resolve()
        self._places = [
            _Place(spec, home.joinpath(*spec.path.split("/")))
            for spec in collections
            if _is_read_only(spec)
        ]

    def folders(self) -> dict[Identity, ReadOnlyFolder]:
        """Find those that are there. One that only has the name is a person's own."""
        return {found: place.folder for place in self._places if (found := place.look())}

    def around(self, path: str) -> ReadOnlyFolder | None:
        """Find the read-only folder that a write to a path would change.

        Parameters
        ----------
        path
            An absolute path; nothing needs to be there.
        """
        folders = self.folders()
        if not folders:
            return None
        inside = _first(folders, lineage(path))
        if inside is None and os.path.islink(path):
            return _first(folders, lineage(os.path.dirname(path)))
        return inside

    def moved_with(self, path: str) -> ReadOnlyFolder | None:
        """Find the read-only folder that a path lies in, is, or is above of.

        Parameters
        ----------
        path
            An absolute path. If it is a link, it is the link that would be moved
            or deleted, and not what it leads to.
        """
        folders = self.folders()
        if not folders:
            return None
        inside = _first(folders, lineage(os.path.dirname(path)))
        if inside is not None:
            return inside
        moved = identity(path, follow=False)
        return next((each for each in folders.values() if moved in _way_to(each.path)), None)

    def among(self, folder: str, names: Iterable[str]) -> set[str]:
        """Pick the entries of a folder that are, or lead into, a read-only one.

        Parameters
        ----------
        folder
            An absolute path of a folder that is not inside one itself.
        names
            Its entries.
        """
        folders = self.folders()
        if not folders:
            return set()
        return {name for name in names if self._leads_inside(folders, f"{folder}/{name}")}

    def release(self, copy: str, origin: str) -> None:
        """Make what was copied out of read-only folders writable for its owner.

        Parameters
        ----------
        copy
            The file or folder that is new.
        origin
            What it was copied from; may lie inside a read-only folder, or above one.
        """
        if not os.path.isdir(copy):
            if self.around(origin):
                make_writable(copy)
            return
        for folder, _, names in os.walk(copy):
            source = os.path.join(origin, os.path.relpath(folder, copy))
            inside = self.around(source) is not None
            if inside:
                make_writable(folder)
            for name in names if inside else self.among(source, names):
                make_writable(os.path.join(folder, name))

    def _leads_inside(self, folders: dict[Identity, ReadOnlyFolder], path: str) -> bool:
        try:
            facts = os.lstat(path)
        except OSError:
            return False
        if stat.S_ISLNK(facts.st_mode):
            return self.around(path) is not None
        return (facts.st_dev, facts.st_ino) in folders


class _Place:
    """Where one collection belongs, with what was last found in its marker."""

    def __init__(self, spec: CollectionSpec, path: Path) -> None:
        self.folder = ReadOnlyFolder(spec.title, path)
        self._id = spec.id
        self._path = str(path)
        # It has no marker of ours: that the operator names it is enough.
        self._shared = spec.shared_folder
        self._marker = str(marker_path(path))
        self._seen: tuple[object, bool] = (None, False)

    def look(self) -> Identity | None:
        """Identify the collection's folder, if it is there."""
        found = identity(self._path)
        if found is None:
            return None
        if self._shared is not None and found == identity(self._shared):
            return found
        return found if self._is_marked(found) else None

    def _is_marked(self, found: Identity) -> bool:
        try:
            facts = os.stat(self._marker)
        except OSError:
            return False
        state = (found, facts.st_ino, facts.st_mtime_ns, facts.st_size)
        if self._seen[0] != state:
            marker = read_marker(self.folder.path)
            self._seen = (state, marker is not None and marker.collection == self._id)
        return self._seen[1]


def without_guard(settings: Settings, manager: str) -> Settings:
    """Add to the problems that nothing keeps read-only collections as they are.

    Parameters
    ----------
    settings
        What is configured; unchanged if nothing in it is read-only.
    manager
        Name of the contents manager's class.
    """
    titles = [spec.title for spec in settings.collections if _is_read_only(spec)]
    if not titles:
        return settings
    problem = ConfigurationProblem(
        None,
        "contents_manager_class",
        f"{manager} does not tell where its files are, so the {' and '.join(titles)} notebooks "
        "can be changed through it although they are read-only.",
        "Set ServerApp.contents_manager_class to a manager of local files, or to a class "
        "derived from one.",
    )
    return replace(settings, problems=(*settings.problems, problem))


def _is_read_only(spec: CollectionSpec) -> bool:
    return spec.enabled and spec.access is Access.READ_ONLY


def _first(
    folders: dict[Identity, ReadOnlyFolder], names: Iterator[Identity]
) -> ReadOnlyFolder | None:
    return next((folders[name] for name in names if name in folders), None)


def _way_to(place: Path) -> set[Identity | None]:
    """Identify everything that must stay for a place to stay, links among it."""
    steps = {step for end in (place, place.resolve()) for step in (end, *end.parents)}
    return {identity(step, follow=follow) for step in steps for follow in (True, False)} - {None}
