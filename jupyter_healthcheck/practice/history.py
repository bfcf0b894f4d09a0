"""The practice collections and their histories, as the package holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import resources
from importlib.resources.abc import Traversable

from .source import SourceFile, read_source

#: The collections of the practice environment.
COLLECTIONS = ("tutorial-notebooks", "system-test", "curation-check")


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of a history.

    Attributes
    ----------
    when
        Its date.
    message
        Its message.
    changes
        New content by path; `None` for a file that it removes.
    """

    when: datetime
    message: str
    changes: Mapping[str, bytes | None]


def content() -> Traversable:
    """Return the folder with the sources of the practice environment."""
    return resources.files(__package__).joinpath("content")


def read_history(collection: str) -> list[Commit]:
    """Return the commits of a practice collection, oldest first.

    Parameters
    ----------
    collection
        One of `COLLECTIONS`.

    Raises
    ------
    ValueError
        A source does not fit the collection's log.
    """
    log = [
        line.split(maxsplit=2)
        for line in content().joinpath(f"{collection}.commits").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    numbers = {key: number for number, (_, key, _) in enumerate(log)}
    sources = [
        read_source(name, file.read_text("utf-8"), numbers)
        for name, file in _walk(content().joinpath(collection))
    ]
    commits = []
    before: dict[str, bytes] = {}
    for number, (when, _, message) in enumerate(log):
        after = _tree(sources, number)
        changes: dict[str, bytes | None] = {
            path: after.get(path)
            for path in sorted(before.keys() | after.keys())
            if before.get(path) != after.get(path)
        }
        date = datetime.fromisoformat(when).replace(tzinfo=UTC)
        commits.append(Commit(date, message, changes))
        before = after
    return commits


def _tree(sources: list[SourceFile], commit: int) -> dict[str, bytes]:
    contents = {source.path: source.at(commit) for source in sources}
    return {path: data for path, data in contents.items() if data is not None}


def _walk(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        # Installers compile every .py file that they find.
        if entry.name == "__pycache__":
            continue
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry
