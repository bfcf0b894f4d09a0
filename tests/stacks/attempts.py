"""Every way in which the contents API could change a read-only collection."""

import json
from dataclasses import dataclass
from typing import Any

from tests.support.notebooks import notebook
from tests.support.tutorials import OWN

_TEXT = {"type": "file", "format": "text", "content": "changed"}
_BYTES = {"type": "file", "format": "base64", "content": "Y2hhbmdlZA=="}
_CELLS = {"type": "notebook", "format": "json", "content": json.loads(notebook(["changed()"]))}


@dataclass(frozen=True)
class Attempt:
    """One request.

    Parameters
    ----------
    verb
        What it is an attempt at.
    method, path, body
        The request below ``api/contents``.
    """

    verb: str
    method: str
    path: str
    body: Any = None


@dataclass(frozen=True)
class Target:
    """A collection, and a link of the person's that leads to it.

    Parameters
    ----------
    folder, link
        Their paths; the link to a notebook in it has ``.ipynb`` at the end.
    """

    folder: str
    link: str

    @property
    def chapter(self) -> str:
        """A folder in it."""
        return f"{self.folder}/DP1"

    @property
    def notebook(self) -> str:
        """A notebook in it."""
        return f"{self.chapter}/101_read.ipynb"

    @property
    def data(self) -> str:
        """A file in it that is no notebook."""
        return f"{self.chapter}/data/stars.csv"

    def attempts(self) -> list[Attempt]:
        """All of them."""
        return [
            *self._saves(),
            *self._news(),
            *(Attempt("copy", "POST", into, {"copy_from": path}) for into, path in self._copies()),
            *(
                Attempt(verb, "PATCH", path, {"path": to})
                for verb, pairs in self._moves().items()
                for path, to in pairs
            ),
            *self._deletes(),
        ]

    def _saves(self) -> list[Attempt]:
        new = f"{self.chapter}/new.csv"
        return [
            Attempt("save", "PUT", self.notebook, _CELLS),
            Attempt("save", "PUT", self.data, _TEXT),
            Attempt("save", "PUT", self.data, _BYTES),
            Attempt("save", "PUT", f"{self.link}/README.md", _TEXT),
            Attempt("save", "PUT", f"{self.link}.ipynb", _CELLS),
            Attempt("save", "PUT", self.folder, {"type": "directory"}),
            *(
                Attempt("upload", "PUT", path, {**_BYTES, "chunk": chunk})
                for path in (self.data, new)
                for chunk in (1, 2, -1)
            ),
        ]

    def _news(self) -> list[Attempt]:
        return [
            Attempt("new", "PUT", f"{self.folder}/new.ipynb", _CELLS),
            Attempt("new", "PUT", f"{self.chapter}/new.csv", _TEXT),
            Attempt("new", "PUT", f"{self.folder}/new", {"type": "directory"}),
            Attempt("new", "POST", self.folder),
            *(
                Attempt("new", "POST", into, {"type": kind})
                for into in (self.folder, self.chapter, self.link)
                for kind in ("file", "notebook", "directory")
            ),
        ]

    def _copies(self) -> list[tuple[str, str]]:
        return [
            (self.folder, OWN),
            (self.chapter, OWN),
            (self.chapter, "notebooks/mine"),
            (self.folder, self.notebook),
            (self.chapter, f"{self.chapter}/data"),
            (self.link, OWN),
        ]

    def _moves(self) -> dict[str, list[tuple[str, str]]]:
        return {
            "rename": [
                (self.notebook, f"{self.chapter}/other.ipynb"),
                (self.chapter, f"{self.folder}/DP2"),
                (self.folder, "notebooks/other"),
                (f"{self.link}/README.md", f"{self.link}/other.md"),
            ],
            "move out": [
                (self.notebook, "notebooks/mine/101.ipynb"),
                (self.chapter, "elsewhere/DP1"),
                (self.folder, "elsewhere/other"),
                (f"{self.link}/README.md", "elsewhere/README.md"),
            ],
            "move in": [
                (OWN, f"{self.folder}/own.ipynb"),
                ("notebooks/mine", f"{self.chapter}/mine"),
                (OWN, f"{self.link}/own.ipynb"),
                (OWN, f"elsewhere/../{self.folder}/own.ipynb"),
            ],
            "move parent": [("notebooks", "books"), ("notebooks", "elsewhere/notebooks")],
        }

    def _deletes(self) -> list[Attempt]:
        inside = (self.notebook, self.data, self.chapter, self.folder, f"{self.link}/README.md")
        return [
            *(Attempt("delete", "DELETE", path) for path in inside),
            Attempt("delete parent", "DELETE", "notebooks"),
            *(
                Attempt("checkpoint", method, f"{path}/checkpoints{one}")
                for path in (self.notebook, self.data, f"{self.link}.ipynb")
                for method, one in (
                    ("POST", ""),
                    ("POST", "/checkpoint"),
                    ("DELETE", "/checkpoint"),
                )
            ),
        ]
