"""A home with read-only collections, as they are after they were provided.

::

    notebooks/tutorial-notebooks    ours: marked, its files without write bits
    …/tutorial-notebooks/aside.md   a link in it that leads out, to the person's own
    notebooks/mine                  the person's own, with a checkpoint
    by-link, by-link.ipynb          the person's links to the collection, to a notebook in it
    elsewhere                       an empty folder

and, with a folder that the site keeps, ``notebooks/shared-notebooks``, a link to
it that we made, with ``by-shared-link`` and ``by-shared-link.ipynb``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from jupyter_healthcheck.workspace.marker import Marker, write_marker
from jupyter_healthcheck.workspace.write_bits import protect

from .notebooks import Markdown, notebook

NAME = "tutorial-notebooks"
FOLDER = f"notebooks/{NAME}"
NOTEBOOK = f"{FOLDER}/DP1/101_read.ipynb"
DATA = f"{FOLDER}/DP1/data/stars.csv"
LINK_OUT = f"{FOLDER}/aside.md"
OWN = "notebooks/mine/own.ipynb"
SHARED_FOLDER = "notebooks/shared-notebooks"
#: What an operator configures for it; nothing asks the upstream.
ENTRY: dict[str, Any] = {
    "id": NAME,
    "title": "tutorial",
    "url": "https://git.example.org/tutorial-notebooks",
    "access": "read-only",
    "delivery": "on-demand",
    "mirror": None,
}


@dataclass(frozen=True)
class Tutorials:
    """The home.

    Parameters
    ----------
    home
        Its folder.
    """

    home: Path

    @classmethod
    def create(cls, home: Path) -> Self:
        """Make everything but what is shared."""
        made = cls(home)
        fill(made.folder)
        (home / LINK_OUT).symlink_to("../mine/aside.md")
        mark(made.folder)
        protect(made.folder)
        made.write(OWN, notebook(["print('mine')"]))
        made.write("notebooks/mine/aside.md", "mine\n")
        made.write("notebooks/mine/.ipynb_checkpoints/own-checkpoint.ipynb", notebook(["old"]))
        (home / "elsewhere").mkdir()
        made._link("by-link", FOLDER)
        return made

    @property
    def folder(self) -> Path:
        """The read-only collection."""
        return self.home / FOLDER

    def share(self, folder: Path) -> dict[str, Any]:
        """Make a folder that the site keeps; returns what an operator configures for it."""
        fill(folder)
        take_write_bits(folder)
        (self.home / SHARED_FOLDER).symlink_to(folder)
        self._link("by-shared-link", SHARED_FOLDER)
        return {**ENTRY, "id": "shared-notebooks", "title": "shared", "mirror": str(folder)}

    def write(self, path: str, text: str) -> None:
        """Write a file outside of it."""
        file = self.home / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def _link(self, name: str, folder: str) -> None:
        (self.home / name).symlink_to(folder)
        (self.home / f"{name}.ipynb").symlink_to(f"{folder}/DP1/101_read.ipynb")


def fill(folder: Path) -> None:
    """Write what a tutorial collection holds."""
    for name, text in {
        "README.md": "How to read these.\n",
        "DP1/101_read.ipynb": notebook([Markdown("# Stars"), "print(1)"]),
        "DP1/data/stars.csv": "ra,dec\n1,2\n",
    }.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def mark(folder: Path, name: str = NAME) -> None:
    """Mark a folder as one that we put there."""
    write_marker(folder, Marker("tree-1", name, "c" * 40, "main", "2026-11-24T09:00:00+00:00"))


def take_write_bits(folder: Path) -> None:
    """Leave a folder and what is in it readable only, as a site may keep its own."""
    for path in _all(folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


def without_write_bit(folder: Path) -> list[str]:
    """Name what its owner could not write to."""
    return [str(path) for path in _all(folder) if not path.stat().st_mode & 0o200]


def _all(folder: Path) -> Iterable[Path]:
    """A folder and what is in it, but not what links in it lead to."""
    return [folder, *(path for path in folder.rglob("*") if not path.is_symlink())]
