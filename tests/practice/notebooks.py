"""nbformat, with the types that it does not declare."""

from pathlib import Path

import nbformat


def parse(text: str) -> nbformat.NotebookNode:
    """Read a notebook as it stands, and insist that it is a valid one."""
    notebook: nbformat.NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return notebook


def load(path: Path) -> nbformat.NotebookNode:
    return parse(path.read_text(encoding="utf-8"))


def saved(notebook: nbformat.NotebookNode) -> str:
    """Return what a file holds after nbformat has saved the notebook."""
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return f"{text}\n"
