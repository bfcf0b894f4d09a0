"""Sources of practice files: text in parts, each with its span of history.

A part begins with a marker line, a comment in the file's own language::

    # %% [markdown] purpose since=start until=reword
    <!-- %% since=start -->

``since`` and ``until`` name commits of the collection's log: a part is in the
file from the one up to, and without, the other. A part without ``since`` came
with the first part of its file, and text before any marker was there from the
beginning. Where a part is reworded, both wordings stand in the source, one
after the other. The parts of a Markdown file are always one blank line apart,
however many stand around the markers.

A source named ``*.ipynb.py`` becomes a notebook with a cell for each part; its
markers also carry the kind of cell (code unless ``[markdown]``), the cell's id,
and ``requires=`` applications, which go into the notebook's metadata. A part
without an id brings such metadata only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MARKER = re.compile(r"^(?:#|<!--) %%(?: (?P<words>.*?))?(?: -->)?$")
_NOTEBOOK_SOURCE = ".ipynb.py"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines that come and go together.

    Attributes
    ----------
    text
        The lines, with a line end each.
    first, last
        Numbers of the first commit that has it and of the first that has it
        no more (`None`: it is still there).
    markdown, cell
        For notebooks: whether the cell is Markdown, and its id.
    requires
        Applications without which the notebook makes no sense.
    """

    text: str
    first: int
    last: int | None
    markdown: bool
    cell: str | None
    requires: tuple[str, ...]

    def alive(self, commit: int) -> bool:
        """Whether the commit of that number has this part."""
        return self.first <= commit and (self.last is None or commit < self.last)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a practice collection, as it is and as it was.

    Attributes
    ----------
    path
        Path in the collection, with ``/`` between its parts.
    parts
        In the order of the file.
    """

    path: str
    parts: tuple[Part, ...]

    def at(self, commit: int) -> bytes | None:
        """Content at the commit of that number, or `None` if it has no such file."""
        alive = [part for part in self.parts if part.alive(commit)]
        if not alive:
            return None
        if self.path.endswith(".ipynb"):
            return notebook_bytes(_notebook(alive))
        if self.path.endswith(".md"):
            return ("\n\n".join(part.text.strip("\n") for part in alive) + "\n").encode()
        return "".join(part.text for part in alive).encode()


def read_source(name: str, text: str, commits: Mapping[str, int]) -> SourceFile:
    """Cut a source into its parts.

    Parameters
    ----------
    name
        Path of the source in its collection.
    text
        The source.
    commits
        Numbers of the commits by their keys.

    Returns
    -------
    SourceFile
        Under the name that it has in the collection.

    Raises
    ------
    ValueError
        A marker names an unknown commit, or has a word that means nothing.
    """
    parts: list[Part] = []
    words: list[str] = []
    lines: list[str] = []

    def finish() -> None:
        if words or lines:
            began = parts[0].first if parts else 0
            try:
                parts.append(_part(words, lines, commits, began))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{name}: marker {' '.join(words)!r}: {error}") from error

    for line in text.splitlines(keepends=True):
        if marker := _MARKER.match(line.rstrip("\n")):
            finish()
            words = (marker["words"] or "").split()
            lines = []
        else:
            lines.append(line)
    finish()
    if name.endswith(_NOTEBOOK_SOURCE):
        name = name.removesuffix(".py")
    return SourceFile(name, tuple(parts))


def notebook_bytes(notebook: Mapping[str, Any]) -> bytes:
    """Write a notebook exactly as nbformat does, so that saving it changes nothing."""
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def code_cell(cell: str, source: str) -> dict[str, Any]:
    """Make a code cell that has not run.

    Parameters
    ----------
    cell
        Its id.
    source
        Its code.

    Returns
    -------
    dict
        As nbformat 4.5 has it.
    """
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": cell,
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _part(words: list[str], lines: list[str], commits: Mapping[str, int], began: int) -> Part:
    cell: str | None = None
    markdown = False
    options: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if word == "[markdown]":
            markdown = True
        elif equals and key in {"since", "until", "requires"}:
            options[key] = value
        elif not equals and cell is None:
            cell = word
        else:
            raise ValueError(f"{word!r} means nothing here")
    return Part(
        text="".join(lines),
        first=commits[options["since"]] if "since" in options else began,
        last=commits[options["until"]] if "until" in options else None,
        markdown=markdown,
        cell=cell,
        requires=tuple(options["requires"].split(",")) if "requires" in options else (),
    )


def _notebook(parts: list[Part]) -> dict[str, Any]:
    metadata: dict[str, Any] = {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "name": "python3",
        },
        "language_info": {"name": "python"},
    }
    if required := sorted({name for part in parts for name in part.requires}):
        metadata["mobu"] = {"required_applications": required}
    return {
        "cells": [_cell(part.cell, part) for part in parts if part.cell is not None],
        "metadata": metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _cell(cell: str, part: Part) -> dict[str, Any]:
    text = part.text.strip("\n")
    if not part.markdown:
        return code_cell(cell, text)
    prose = "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.split("\n"))
    return {
        "cell_type": "markdown",
        "id": cell,
        "metadata": {},
        "source": prose.splitlines(keepends=True),
    }
