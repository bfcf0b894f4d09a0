"""A person's copy of a collection, and what people do to it."""

import os
from dataclasses import dataclass
from pathlib import Path

from tests.support.notebooks import edited

LOGIN = "nublado_login.ipynb"


@dataclass(frozen=True)
class Copy:
    """A working folder."""

    path: Path

    def read(self, name: str = LOGIN) -> str:
        """Return a file's text."""
        return (self.path / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file of the person's own."""
        (self.path / name).write_text(text, encoding="utf-8")

    def edit(self, source: str = "print('my own')", name: str = LOGIN) -> str:
        """Change the first cell of a notebook, and return the notebook's text."""
        text = edited(self.read(name), source)
        self.write(name, text)
        return text

    def snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """Return mode, time and content of every file, to see that none was touched."""
        return snapshot(self.path)


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return mode, time of change and content of every file and link below a folder."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            facts = path.lstat()
            content = os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()
            found[path.relative_to(folder).as_posix()] = (
                facts.st_mode,
                facts.st_mtime_ns,
                content,
            )
    return found
