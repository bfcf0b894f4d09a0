"""What the contents API may do to read-only collections: read them, and copy out of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError

from .shared_files import serving_shared_files

if TYPE_CHECKING:
    from ..services.protection import Protection, ReadOnlyFolder

#: What a rule does before its ``yield`` comes before the inherited method; what
#: follows comes after it, with its result. A rule that ends before its ``yield``
#: answers in place of the inherited method.
Rule = Generator[None, Any, Any]

#: Methods of a contents manager that there are rules for.
VERBS = (
    "get",
    "save",
    "new",
    "new_untitled",
    "copy",
    "rename",
    "rename_file",
    "update",
    "delete",
    "delete_file",
    "create_checkpoint",
    "restore_checkpoint",
    "delete_checkpoint",
    "list_checkpoints",
    "get_extra_handlers",
)
#: Whether the entries of a folder are looked at; they are marked together afterwards.
_listing: ContextVar[bool] = ContextVar("jupyter_healthcheck_listing", default=False)
_COPY = "Choose “Make my own copy” to get one that you can"


class ReadOnlyRules:
    """The rule for each method of a contents manager, under the name of the method.

    A rule takes the manager and then what its method takes. What it refuses is
    answered with 403 and a sentence for the person.

    Parameters
    ----------
    protection
        Says what is read-only; not called before the first request.
    """

    def __init__(self, protection: Callable[[], Protection]) -> None:
        self._protection = protection

    def get(self, manager: Any, path: Any, *_: Any, **__: Any) -> Rule:
        """Report what cannot be written to, in listings too."""
        if _listing.get():
            return (yield)
        _listing.set(True)
        try:
            model = yield
        finally:
            _listing.set(False)
        place = _place(manager, path)
        if place is not None and isinstance(model, dict):
            self._mark(place, model)
        return model

    def save(self, manager: Any, model: Any, path: Any = "", *_: Any) -> Rule:  # noqa: ARG002
        """Write a file, the first or a later part of one, or make a folder."""
        self._refuse_change(manager, path)
        return (yield)

    def new(self, manager: Any, model: Any = None, path: Any = "", *_: Any) -> Rule:  # noqa: ARG002
        """Make a file or folder with a name."""
        self._refuse_entry(manager, path)
        return (yield)

    def new_untitled(self, manager: Any, path: Any = "", *_: Any, **__: Any) -> Rule:
        """Make a file or folder in another."""
        self._refuse_entry(manager, path)
        return (yield)

    def copy(self, manager: Any, from_path: Any, to_path: Any = None, *_: Any) -> Rule:
        """Copy a file or folder; a copy has its write bits back."""
        beside = str(from_path).strip("/").rpartition("/")[0]
        self._refuse_entry(manager, beside if to_path is None else to_path)
        model = yield
        if isinstance(model, dict):
            self._release(manager, from_path, model)
        return model

    def rename(self, manager: Any, old_path: Any, new_path: Any, *_: Any) -> Rule:
        """Move a file or folder."""
        self._refuse_move(manager, old_path)
        self._refuse_entry(manager, new_path)
        return (yield)

    rename_file = rename

    def update(self, manager: Any, model: Any, path: Any, *_: Any) -> Rule:
        """Move a file or folder, if the model has another path."""
        new_path = model.get("path", path) if isinstance(model, dict) else path
        if str(new_path).strip("/") == str(path).strip("/"):
            self._refuse_change(manager, path)
        else:
            self._refuse_move(manager, path)
            self._refuse_entry(manager, new_path)
        return (yield)

    def delete(self, manager: Any, path: Any, *_: Any) -> Rule:
        """Delete a file or folder."""
        self._refuse_move(manager, path)
        return (yield)

    delete_file = delete

    def create_checkpoint(self, manager: Any, path: Any, *_: Any) -> Rule:
        """Put a copy beside a file."""
        self._refuse_change(manager, path)
        return (yield)

    def restore_checkpoint(self, manager: Any, checkpoint_id: Any, path: Any, *_: Any) -> Rule:  # noqa: ARG002
        """Write a checkpoint over its file."""
        self._refuse_change(manager, path)
        return (yield)

    delete_checkpoint = restore_checkpoint

    def list_checkpoints(self, manager: Any, path: Any, *_: Any) -> Rule:
        """Find none: to look for some would make a folder for them."""
        if self._around(manager, path):
            return []
        return (yield)

    def get_extra_handlers(self, manager: Any) -> Rule:  # noqa: ARG002
        """Name who serves files; what a site shares is served as well."""
        handlers = yield
        return [
            (pattern, serving_shared_files(handler, self._protection), *rest)
            for pattern, handler, *rest in handlers
        ]

    def _around(self, manager: Any, path: Any) -> ReadOnlyFolder | None:
        place = _place(manager, path)
        return None if place is None else self._protection().around(place)

    def _refuse_change(self, manager: Any, path: Any) -> None:
        if folder := self._around(manager, path):
            raise _refusal(f"The {folder.title} notebooks are read-only. {_COPY} edit.")

    def _refuse_entry(self, manager: Any, path: Any) -> None:
        if folder := self._around(manager, path):
            raise _refusal(
                f"The folder of the {folder.title} notebooks is read-only, so nothing can be "
                "put into it. Choose another folder."
            )

    def _refuse_move(self, manager: Any, path: Any) -> None:
        place = _place(manager, path)
        folder = None if place is None else self._protection().moved_with(place)
        if place is None or folder is None:
            return
        if self._protection().around(place):
            raise _refusal(
                f"The {folder.title} notebooks are read-only and stay where they are. {_COPY} "
                "edit, move and delete."
            )
        raise _refusal(
            f"The {folder.title} notebooks in this folder are read-only, so it stays where it "
            "is. Move or delete what else is in it."
        )

    def _mark(self, place: str, model: dict[str, Any]) -> None:
        protection = self._protection()
        if protection.around(place):
            _seal(model)
            return
        entries = {str(entry.get("name")): entry for entry in _entries(model)}
        for name in protection.among(place, entries):
            _seal(entries[name])

    def _release(self, manager: Any, origin: Any, model: dict[str, Any]) -> None:
        source, copy = _place(manager, origin), _place(manager, model.get("path"))
        if source is not None and copy is not None:
            self._protection().release(copy, source)
            model["writable"] = model.get("writable") or os.access(copy, os.W_OK)


def _refusal(message: str) -> HTTPError:
    return HTTPError(403, message, reason="Read-only")


def _place(manager: Any, path: Any) -> str | None:
    """Find the file of a path; what is no path is for the manager to refuse."""
    try:
        place: str = manager._get_os_path(path.strip("/"))  # noqa: SLF001  (it has no other way)
        os.fsencode(place)
    except (HTTPError, AttributeError, TypeError, ValueError, OSError):
        return None
    return None if "\0" in place else place


def _seal(model: dict[str, Any]) -> None:
    model["writable"] = False
    for entry in _entries(model):
        _seal(entry)


def _entries(model: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the models in a folder's; a notebook's content is no list."""
    content = model.get("content")
    if not isinstance(content, list):
        return []
    return [entry for entry in content if isinstance(entry, dict)]
