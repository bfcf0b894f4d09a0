"""Copies of read-only notebooks that are a person's own."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

from ..exceptions import ConflictError, HealthCheckError, InvalidInputError, NotFoundError
from ..models.collection import Access
from ..models.copies import Copy, Original, OriginalState, Siblings
from ..workspace.copying import Making, existing_copies
from ..workspace.git import Git
from ..workspace.layout import Layout, layout_of
from ..workspace.originals import NOTEBOOK, Originals, blob_name
from ..workspace.storage import named_failures
from .settings import Settings

#: Bytes of a folder's other files that are copied without asking.
ENOUGH = 50_000_000
#: Key of ours in a notebook's metadata.
METADATA = "jupyter_healthcheck"
_NAMED_AT_MOST = 20


class CopyService:
    """Makes copies, and finds the originals of those that were made.

    All methods may block; call them outside an event loop.

    Parameters
    ----------
    settings
        What is configured.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def make(
        self,
        collection_id: str,
        path: str,
        siblings: Siblings = Siblings.ASK,
        *,
        another: bool = False,
    ) -> Copy:
        """Copy a file of a read-only collection to where the person can change it.

        Parameters
        ----------
        collection_id
            The collection.
        path
            The file, as the client sees it.
        siblings
            Whether the other files of a notebook's folder come along.
        another
            Make one more copy if there is one.

        Raises
        ------
        HealthCheckError
            ``collection-missing``, ``collection-disabled``, ``not-read-only``, ``invalid-path``,
            ``file-missing``; ``copy-exists`` with the copies that there are;
            ``copy-large`` with the number and size of the other files;
            ``unsafe-destination``, and whatever the file system reports.
        """
        layout = self._layout(collection_id)
        originals = self._originals(layout)
        source = originals.find(self._inside(layout, path))
        target = layout.own_copies / source.relative_to(layout.destination)
        with named_failures(layout.own_copies):
            if not another and (existing := existing_copies(target)):
                raise self._exists(existing)
            wanted: list[Path] = []
            left_alone: list[Path] = []
            if source.suffix == NOTEBOOK and siblings is not Siblings.NONE:
                for one in originals.siblings(source):
                    place = layout.own_copies / one.relative_to(layout.destination)
                    (left_alone if place.exists() else wanted).append(one)
                if siblings is Siblings.ASK:
                    _refuse_large(wanted)
            return self._copy(layout, originals, source, wanted, left_alone)

    def original(self, collection_id: str, path: str, blob: str) -> OriginalState:
        """Find the original of a copy.

        Parameters
        ----------
        collection_id, path, blob
            What the copy remembers; see `Original`.

        Raises
        ------
        HealthCheckError
            ``collection-missing``, ``collection-disabled``, ``not-read-only``
            or ``invalid-path``.
        """
        layout = self._layout(collection_id)
        originals = self._originals(layout)
        try:
            found = originals.find(path)
            with originals.open(found) as content:
                now = blob_name(content)
        except (NotFoundError, OSError):
            return OriginalState(None, differs=True)
        return OriginalState(self._settings.shown(found), differs=now != blob)

    def _copy(
        self,
        layout: Layout,
        originals: Originals,
        source: Path,
        wanted: Iterable[Path],
        left_alone: list[Path],
    ) -> Copy:
        made: list[Path] = []
        place = layout.own_copies
        with Making(layout.root) as making:
            for one in wanted:
                target = place / one.relative_to(layout.destination)
                try:
                    with originals.open(one) as content:
                        making.file(target, content, one.stat().st_mode)
                    made.append(target)
                except (FileExistsError, HealthCheckError):  # it came meanwhile, or a link
                    left_alone.append(one)
                except FileNotFoundError:  # it went meanwhile, with an update
                    continue
            # The notebook comes last: without it nothing looks as if it were done.
            with originals.open(source) as content:
                named, original = self._named(layout, source, content)
                copy = making.file_under_free_name(
                    place / source.relative_to(layout.destination), named, source.stat().st_mode
                )
        shown = self._settings.shown
        return Copy(
            path=shown(copy),
            original=original,
            siblings=[shown(path) for path in made],
            left_alone=[
                shown(place / path.relative_to(layout.destination)) for path in sorted(left_alone)
            ],
        )

    def _named(
        self, layout: Layout, source: Path, content: BinaryIO
    ) -> tuple[BinaryIO, Original | None]:
        """Have a notebook remember where it comes from."""
        if source.suffix != NOTEBOOK:
            return content, None
        relative = source.relative_to(layout.destination).as_posix()
        original = Original(layout.id, relative, blob_name(content))
        try:
            notebook = json.loads(content.read())
            notebook["metadata"].setdefault(METADATA, {})["original"] = asdict(original)
            # As Jupyter writes it, so that the first save changes nothing else.
            text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
            return io.BytesIO(text.encode()), original
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            # It is copied as it is; whoever opens it is told what is wrong with it.
            return content, None

    def _layout(self, collection_id: str) -> Layout:
        spec = self._settings.find_enabled(collection_id)
        if spec.access is not Access.READ_ONLY:
            raise ConflictError(
                "not-read-only",
                f"The {spec.title} notebooks can be edited where they are.",
                "Open them there; no copy is needed.",
            )
        with named_failures(self._settings.root):
            return layout_of(spec, self._settings.root)

    def _originals(self, layout: Layout) -> Originals:
        git = Git(honour_user_config=self._settings.honour_user_git_config)
        return Originals(layout.destination, git)

    def _inside(self, layout: Layout, path: str) -> str:
        """Return a client's path as one that is relative to the collection."""
        prefix = f"{self._settings.shown(layout.destination)}/"
        path = path.lstrip("/")
        if not path.startswith(prefix):
            raise InvalidInputError(
                "invalid-path",
                "The path leads out of the collection.",
                "Give paths as the file browser does.",
            )
        return path.removeprefix(prefix)

    def _exists(self, existing: list[Path]) -> HealthCheckError:
        shown = [self._settings.shown(path) for path in existing]
        return ConflictError(
            "copy-exists",
            f"You have a copy already: {shown[-1]}.",
            "Open it, or ask for another one.",
            # The newest first.
            existing=shown[::-1][:_NAMED_AT_MOST],
            count=len(shown),
        )


def _refuse_large(files: list[Path]) -> None:
    size = sum(path.stat().st_size for path in files)
    if size > ENOUGH:
        raise ConflictError(
            "copy-large",
            f"The notebook's folder has {len(files)} other files of {size / 1e6:.0f} MB together.",
            "Say whether they are to be copied too.",
            files=len(files),
            size=size,
            limit=ENOUGH,
        )
