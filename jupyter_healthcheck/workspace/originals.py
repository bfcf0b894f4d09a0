"""Reads the files of a collection whose notebooks people copy."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..exceptions import HealthCheckError, InvalidInputError, NotFoundError
from .git import Git

NOTEBOOK = ".ipynb"


@dataclass(frozen=True, slots=True)
class Originals:
    """The files of a collection.

    Attributes
    ----------
    folder
        Where they are; it may be a link that the operator configured.
    git
        Tells which files belong to the collection.
    """

    folder: Path
    git: Git

    def find(self, relative: str) -> Path:
        """Return a file of the collection.

        Parameters
        ----------
        relative
            As a client named it, relative to the collection.

        Raises
        ------
        InvalidInputError
            ``invalid-path`` if it leads out of the collection.
        NotFoundError
            ``file-missing``.
        """
        parts = [part for part in relative.split("/") if part]
        if not parts or {".", "..", ".git"} & set(parts) or "\0" in relative:
            raise InvalidInputError(
                "invalid-path",
                "The path leads out of the collection.",
                "Give paths as the file browser does.",
            )
        path = self.folder.joinpath(*parts)
        if not self._is_inside(path):
            raise NotFoundError(
                "file-missing",
                f"There is no file {relative[:200]!r} in this collection.",
                "It may have been renamed or removed meanwhile; refresh the file browser.",
                path=relative[:200],
            )
        return path

    def open(self, path: Path) -> BinaryIO:
        """Open a file of the collection for reading."""
        return path.open("rb")

    def siblings(self, notebook: Path) -> list[Path]:
        """Return the files that a notebook may need: its folder's, without notebooks.

        Parameters
        ----------
        notebook
            A file of the collection.

        Returns
        -------
        list of Path
            Files at any depth below that folder; links that lead out are none.
        """
        below = notebook.parent
        candidates = (self.folder / name for name in self._names(below))
        return sorted(
            path
            for path in candidates
            if below in path.parents and path.suffix != NOTEBOOK and self._is_inside(path)
        )

    def _names(self, below: Path) -> Iterable[str]:
        """Name the collection's files, relative to its folder."""
        try:
            # The whole list: a client's path is no argument for git.
            listed = self.git.run(
                ["ls-files", "-z"], cwd=self.folder, safe_directory=self.folder.resolve()
            )
        except HealthCheckError:  # a site's folder need not be a checkout
            return _walk(self.folder, below)
        names = os.fsdecode(listed).split("\0")
        # What is git's own matters nowhere else.
        return (name for name in names if name and not Path(name).name.startswith(".git"))

    def _is_inside(self, path: Path) -> bool:
        try:
            real = path.resolve(strict=True)
            facts = real.stat()
        except (OSError, RuntimeError, ValueError):
            return False
        return stat.S_ISREG(facts.st_mode) and self.folder.resolve() in real.parents


def blob_name(content: BinaryIO) -> str:
    """Return the name that git gives to a file's content."""
    size = os.fstat(content.fileno()).st_size
    found = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
    while part := content.read(1 << 20):
        found.update(part)
    content.seek(0)
    return found.hexdigest()


def _walk(folder: Path, below: Path) -> Iterator[str]:
    for place, folders, names in os.walk(below):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                yield Path(place, name).relative_to(folder).as_posix()
