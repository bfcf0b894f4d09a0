"""Browser pages and what they have open, so that no swap pulls a file from under one."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..exceptions import CancelledError, ConflictError, InvalidInputError
from ..models.workspace import OpenDocument
from .rooms import NoRooms, Rooms

#: Seconds after which a page that no longer reports is taken for closed.
FORGOTTEN_AFTER = 150.0
_PAGES_AT_MOST = 200
_LARGEST_READ = 200_000_000


@dataclass(frozen=True, slots=True)
class ClosedDocument:
    """What a page says of a document that it saved and closed.

    Attributes
    ----------
    path
        File, as the client sees it.
    edited
        Whether it had unsaved edits.
    sources
        Sources of a notebook's cells, or the one text of a text file, as the
        page last showed them; `None` for anything else.
    """

    path: str
    edited: bool
    sources: Sequence[str] | None


@dataclass(slots=True)
class _Page:
    documents: dict[Path, bool]
    seen: float


class PageRegistry:
    """Knows which pages have which documents open. Safe to use from any thread.

    Parameters
    ----------
    shown_from
        The folder that the client's paths are relative to.

    Attributes
    ----------
    rooms
        Of the collaborative editor; whoever knows of one puts it here.
    """

    def __init__(self, shown_from: Path) -> None:
        self._root = shown_from
        self.rooms: Rooms = NoRooms()
        self._pages: dict[str, _Page] = {}
        self._changed = threading.Condition()

    def report(self, page: str, documents: Iterable[tuple[str, bool]]) -> None:
        """Take in what a page has open: pairs of path and "has unsaved edits".

        Raises
        ------
        InvalidInputError
            ``invalid-path`` if a path leads out of the root.
        ConflictError
            ``too-many-pages``, so that a runaway client fills no memory.
        """
        opened = {self._resolve(path): edited for path, edited in documents}
        with self._changed:
            self._forget_silent()
            if page not in self._pages and len(self._pages) >= _PAGES_AT_MOST:
                raise ConflictError(
                    "too-many-pages",
                    "Too many browser pages are open on this server.",
                    "Close some of them.",
                )
            if opened:
                self._pages[page] = _Page(opened, time.monotonic())
            else:
                self._pages.pop(page, None)
            self._changed.notify_all()

    def forget(self, page: str) -> None:
        """Take note that a page was closed."""
        with self._changed:
            self._pages.pop(page, None)
            self._changed.notify_all()

    def documents_inside(self, folder: Path) -> tuple[OpenDocument, ...]:
        """Open documents inside a folder, of all pages."""
        with self._changed:
            self._forget_silent()
            opened = [item for page in self._pages.values() for item in page.documents.items()]
        merged: dict[Path, bool] = {}
        for path, edited in opened:
            place = _place(path)
            if folder in place.parents:
                merged[place] = merged.get(place, False) or edited
        return tuple(
            OpenDocument(path.relative_to(folder).as_posix(), edited)
            for path, edited in sorted(merged.items())
        )

    def confirm(self, page: str, folder: Path, documents: Iterable[ClosedDocument]) -> None:
        """Believe that a page saved and closed its documents, once the files agree.

        Raises
        ------
        ConflictError
            ``not-saved`` if a file holds something else than the page showed.
        InvalidInputError
            ``invalid-path``.
        """
        for document in documents:
            path = self._resolve(document.path)
            if document.sources is not None and folder in _place(path).parents:
                _compare(path, document)
        with self._changed:
            opened = list(known.documents) if (known := self._pages.get(page)) else []
        closed = {path for path in opened if folder in _place(path).parents}
        with self._changed:
            if known := self._pages.get(page):
                known.documents = {
                    path: edited for path, edited in known.documents.items() if path not in closed
                }
                known.seen = time.monotonic()
            self._changed.notify_all()

    def wait_until_closed(self, folder: Path, seconds: float, cancelled: threading.Event) -> None:
        """Wait until no page has a document inside a folder, and no room holds one.

        Raises
        ------
        ConflictError
            ``documents-open``, naming them.
        CancelledError
            If it was cancelled meanwhile.
        """
        give_up = time.monotonic() + seconds
        while opened := self._still_open(folder):
            left = give_up - time.monotonic()
            if left <= 0:
                raise _documents_open(opened)
            if cancelled.is_set():
                raise CancelledError
            with self._changed:
                self._changed.wait(min(left, 0.2))

    def check_rooms(self, folder: Path) -> None:
        """Make sure that nobody came back to a document inside a folder meanwhile.

        Raises
        ------
        ConflictError
            ``documents-open``.
        """
        if opened := self.rooms.release(folder):
            raise _documents_open(opened)

    def rejoin_kernels(self, folder: Path) -> None:
        """Give kernels the notebooks inside a folder back, which closing took from them."""
        self.rooms.rejoin_kernels(folder)

    def _still_open(self, folder: Path) -> tuple[str, ...]:
        if opened := self.documents_inside(folder):
            self.rooms.save(folder)
            return tuple(document.path for document in opened)
        return self.rooms.release(folder)

    def _resolve(self, path: str) -> Path:
        parts = [part for part in path.split("/") if part]
        if ".." in parts or "\0" in path or not parts:
            raise InvalidInputError(
                "invalid-path",
                "A path leads out of the folder that this server shows.",
                "Give paths as the file browser does.",
            )
        return self._root.joinpath(*parts)

    def _forget_silent(self) -> None:
        limit = time.monotonic() - FORGOTTEN_AFTER
        for key, page in list(self._pages.items()):
            if page.seen < limit:
                del self._pages[key]


def _documents_open(names: Sequence[str]) -> ConflictError:
    return ConflictError(
        "documents-open",
        "Open documents could not be saved and closed, so nothing was replaced.",
        "Save and close them in every browser window, then try again.",
        documents=list(names[:100]),
    )


def _place(path: Path) -> Path:
    """Where a document is, if it was opened through a link to a folder."""
    return Path(os.path.realpath(path.parent), path.name)


def _compare(path: Path, document: ClosedDocument) -> None:
    try:
        with path.open(encoding="utf-8") as file:
            # What is longer than that differs from what any page could send.
            text = file.read(_LARGEST_READ)
        found = _sources(text) if path.suffix == ".ipynb" else [text]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        found = None
    if found is None or _lines(found) != _lines(document.sources or ()):
        raise ConflictError(
            "not-saved",
            f"{document.path} is on disk in another version than the page showed.",
            "Save it, then try again.",
            path=document.path,
        )


def _sources(text: str) -> list[str]:
    cells = json.loads(text)["cells"]
    return [
        cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
        for cell in cells
    ]


def _lines(sources: Iterable[str]) -> list[str]:
    """Texts with one kind of line end: editors and disks differ in it."""
    return [source.replace("\r\n", "\n").replace("\r", "\n") for source in sources]
