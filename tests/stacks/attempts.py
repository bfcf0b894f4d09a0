"""Every way in which the contents API could change a read-only collection."""

import json
from dataclasses import dataclass
from typing import Any

from tests.support.notebooks import notebook
from tests.support.tutorials import DATA, FOLDER, LINK_OUT, NOTEBOOK, OWN

_TEXT = {"type": "file", "format": "text", "content": "changed"}
_BYTES = {"type": "file", "format": "base64", "content": "Y2hhbmdlZA=="}
_CELLS = {"type": "notebook", "format": "json", "content": json.loads(notebook(["changed()"]))}
_NOT_THERE = f"{FOLDER}/DP1/new.csv"


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


def _saves() -> list[Attempt]:
    return [
        Attempt("save", "PUT", NOTEBOOK, _CELLS),
        Attempt("save", "PUT", DATA, _TEXT),
        Attempt("save", "PUT", DATA, _BYTES),
        Attempt("save", "PUT", "by-link/README.md", _TEXT),
        Attempt("save", "PUT", "by-link.ipynb", _CELLS),
        Attempt("save", "PUT", LINK_OUT, _TEXT),
        Attempt("save", "PUT", FOLDER, {"type": "directory"}),
        *(
            Attempt("upload", "PUT", path, {**_BYTES, "chunk": chunk})
            for path in (DATA, _NOT_THERE)
            for chunk in (1, 2, -1)
        ),
        Attempt("new", "PUT", f"{FOLDER}/new.ipynb", _CELLS),
        Attempt("new", "PUT", _NOT_THERE, _TEXT),
        Attempt("new", "PUT", f"{FOLDER}/new", {"type": "directory"}),
        Attempt("new", "POST", FOLDER),
        *(
            Attempt("new", "POST", into, {"type": kind})
            for into in (FOLDER, f"{FOLDER}/DP1", "by-link")
            for kind in ("file", "notebook", "directory")
        ),
    ]


def _moves(method: str, verb: str, field: str) -> list[Attempt]:
    """Requests that name two places."""
    return [Attempt(verb, method, path, {field: other}) for path, other in _PAIRS[verb]]


_PAIRS = {
    "copy": [
        (FOLDER, OWN),
        (f"{FOLDER}/DP1", OWN),
        (f"{FOLDER}/DP1", "notebooks/mine"),
        (FOLDER, NOTEBOOK),
        (f"{FOLDER}/DP1", f"{FOLDER}/DP1/data"),
        ("by-link", OWN),
    ],
    "rename": [
        (NOTEBOOK, f"{FOLDER}/DP1/other.ipynb"),
        (f"{FOLDER}/DP1", f"{FOLDER}/DP2"),
        (FOLDER, "notebooks/tutorials"),
        ("by-link/README.md", "by-link/other.md"),
    ],
    "move out": [
        (NOTEBOOK, "notebooks/mine/101.ipynb"),
        (f"{FOLDER}/DP1", "elsewhere/DP1"),
        (FOLDER, "elsewhere/tutorials"),
        ("by-link/README.md", "elsewhere/README.md"),
    ],
    "move in": [
        (OWN, f"{FOLDER}/own.ipynb"),
        ("notebooks/mine", f"{FOLDER}/DP1/mine"),
        (OWN, "by-link/own.ipynb"),
        (OWN, f"elsewhere/../{FOLDER}/own.ipynb"),
    ],
    "move its parent": [("notebooks", "books"), ("notebooks", "elsewhere/notebooks")],
}

ATTEMPTS = [
    *_saves(),
    *_moves("POST", "copy", "copy_from"),
    *(attempt for verb in list(_PAIRS)[1:] for attempt in _moves("PATCH", verb, "path")),
    *(
        Attempt("delete", "DELETE", path)
        for path in (NOTEBOOK, DATA, f"{FOLDER}/DP1", FOLDER, "by-link/README.md")
    ),
    Attempt("delete its parent", "DELETE", "notebooks"),
    *(
        Attempt("checkpoint", method, f"{path}/checkpoints{one}")
        for path in (NOTEBOOK, DATA, "by-link.ipynb")
        for method, one in (("POST", ""), ("POST", "/checkpoint"), ("DELETE", "/checkpoint"))
    ),
]
