"""Makes files that are a person's own, and never touches one that is there."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from .layout import refuse_links
from .storage import move_without_clobbering

#: What link(2) answers where a file system has no hard links.
_UNLINKABLE = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})


@dataclass
class Making:
    """New files below a home; if one cannot be made, those before it go away again.

    Attributes
    ----------
    home
        No folder below it may be a link.
    """

    home: Path
    _made: list[Path] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            for path in reversed(self._made):
                # A folder that somebody put a file into meanwhile stays.
                with suppress(OSError):
                    path.rmdir() if path.is_dir() else path.unlink()

    def file(self, path: Path, content: BinaryIO, mode: int = 0o644) -> None:
        """Make a file, and the folders that it needs.

        Raises
        ------
        FileExistsError
            There is something of this name. It was not touched.
        HealthCheckError
            ``unsafe-destination`` or ``target-in-the-way``.
        """
        self._folder(path.parent)
        # Under another name first: whoever is killed here leaves no half of a file.
        handle, name = tempfile.mkstemp(prefix=".copy-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fchmod(file.fileno(), (mode | stat.S_IRUSR | stat.S_IWUSR) & 0o777)
                os.fsync(file.fileno())
            _publish(temporary, path)
        finally:
            temporary.unlink(missing_ok=True)
        self._made.append(path)

    def file_under_free_name(self, path: Path, content: BinaryIO, mode: int = 0o644) -> Path:
        """Make a file under the first name that nobody has, and return its path."""
        for candidate in copy_names(path):
            content.seek(0)
            with suppress(FileExistsError):
                if not os.path.lexists(candidate):
                    self.file(candidate, content, mode)
                    return candidate
        raise AssertionError("there is always another name")

    def _folder(self, folder: Path) -> None:
        refuse_links(self.home, folder)
        missing = list(itertools.takewhile(lambda one: not one.exists(), [folder, *folder.parents]))
        for path in reversed(missing):
            with suppress(FileExistsError):
                path.mkdir()
                self._made.append(path)


def copy_names(path: Path) -> Iterator[Path]:
    """Yield a file's own name, and then those that Jupyter gives to its copies."""
    stem, dot, suffix = path.name.rpartition(".")
    if suffix != "ipynb":
        stem, dot, suffix = path.name.partition(".")
    yield path
    for number in itertools.count(1):
        yield path.with_name(f"{stem}-Copy{number}{dot}{suffix}")


def existing_copies(path: Path) -> list[Path]:
    """Return the copies of a file that are there under names without a gap."""
    return list(itertools.takewhile(os.path.lexists, copy_names(path)))


def _publish(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _UNLINKABLE:
            raise
        move_without_clobbering(temporary, path)
