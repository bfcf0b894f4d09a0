"""Notebooks as text, written exactly as Jupyter writes them.

``notebook(["import this", Markdown("# Why")])`` has no outputs and the cell ids
``cell-01``, ``cell-02`` …, so that the same cells always give the same bytes.
What people do to a notebook is a function from text to text: `executed`
(outputs and counts only), `edited` (one cell's source) and `touched` (metadata
only, as when it is opened and saved).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

# Text is sorted and indented by one, and ends with a newline, as nbformat does it.
_STYLE: Mapping[str, Any] = {"ensure_ascii": False, "indent": 1, "sort_keys": True}
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class Markdown(str):
    """The source of a cell that holds prose."""

    __slots__ = ()


def notebook(
    cells: Sequence[str] = ("print('hello')",),
    *,
    outputs: Sequence[str | None] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> str:
    """Write a notebook.

    Parameters
    ----------
    cells
        The cells' sources; those that are `Markdown` hold prose.
    outputs
        What each cell printed, if it was run; None for a cell that was not.
    metadata
        Added to the notebook's own metadata.
    """
    printed = list(outputs or [])
    printed += [None] * (len(cells) - len(printed))
    pairs = zip(cells, printed, strict=True)
    content = {
        "cells": [_cell(number, *pair) for number, pair in enumerate(pairs, 1)],
        "metadata": _KERNEL | dict(metadata or {}),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return _write(content)


def executed(text: str, printed: str = "ran\n") -> str:
    """Return a notebook after a run: every code cell has a count and printed something."""

    def run(content: dict[str, Any]) -> None:
        code = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
        for count, cell in enumerate(code, 1):
            cell["execution_count"] = count
            cell["outputs"] = [_stream(printed)]

    return _changed(text, run)


def edited(text: str, source: str, cell: int = 0) -> str:
    """Return a notebook in which somebody wrote another source into one cell."""

    def edit(content: dict[str, Any]) -> None:
        content["cells"][cell]["source"] = source.splitlines(keepends=True)

    return _changed(text, edit)


def touched(text: str, version: str = "3.13.1") -> str:
    """Return a notebook as Jupyter writes it back after it was only looked at."""

    def touch(content: dict[str, Any]) -> None:
        language = content["metadata"]["language_info"]
        language |= {
            "codemirror_mode": {"name": "ipython", "version": 3},
            "file_extension": ".py",
            "mimetype": "text/x-python",
            "nbconvert_exporter": "python",
            "pygments_lexer": "ipython3",
            "version": version,
        }

    return _changed(text, touch)


def _cell(number: int, source: str, printed: str | None) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": "markdown" if isinstance(source, Markdown) else "code",
        "id": f"cell-{number:02}",
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if cell["cell_type"] == "code":
        cell["execution_count"] = None if printed is None else number
        cell["outputs"] = [] if printed is None else [_stream(printed)]
    return cell


def _stream(text: str) -> dict[str, Any]:
    return {
        "name": "stdout",
        "output_type": "stream",
        "text": text.splitlines(keepends=True),
    }


def _changed(text: str, change: Callable[[dict[str, Any]], None]) -> str:
    content = json.loads(text)
    change(content)
    return _write(content)


def _write(content: dict[str, Any]) -> str:
    return json.dumps(content, **_STYLE) + "\n"
