"""Rooms of jupyter-collaboration, whose server part is jupyter_server_ydoc."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from typing import Any

from jupyter_server.utils import ensure_async


class CollaborationEditor:
    """The extension jupyter_server_ydoc.

    Parameters
    ----------
    extension
        As it stands among the web application's settings.
    """

    def __init__(self, extension: Any) -> None:
        self._extension = extension

    def rooms(self) -> Iterable[CollaborationRoom]:
        """Every shared document; rooms of other things have no file."""
        rooms = self._extension.ywebsocket_server.rooms
        return [
            CollaborationRoom(self._extension, room)
            for room in list(rooms.values())
            if hasattr(room, "file_type")
        ]

    async def rejoin_kernels(self, is_inside: Callable[[str], bool]) -> None:
        """Do nothing: kernels answer to the page, not to the room."""


class CollaborationRoom:
    """One of its rooms.

    Parameters
    ----------
    extension, room
        What it is made of.
    """

    def __init__(self, extension: Any, room: Any) -> None:
        self._server = extension.ywebsocket_server
        self._loaders = extension.file_loaders
        self._room = room
        self._file_id = room.room_id.split(":", 2)[2]

    @property
    def path(self) -> str | None:
        """Its file, or `None` if that is gone."""
        path = self._loaders.file_id_manager.get_path(self._file_id)
        return None if path is None else str(path)

    @property
    def is_in_use(self) -> bool:
        """Whether anybody has it open."""
        return bool(self._room.clients)

    async def save(self) -> None:
        """Write what it holds, if everybody in it has switched autosave off."""
        states = [state for state in self._room.awareness.states.values() if state]
        if states and not any(state.get("autosave", True) for state in states):
            await self._write()

    async def close(self) -> bool:
        """Write what it holds and drop it, as it would after a minute by itself."""
        if (not await self._write() and await self._has_file()) or self.is_in_use:
            return False
        if cleaner := self._room.cleaner:
            cleaner.cancel()
        # Its history is written beside it; to cut a write off would lock that for all rooms.
        async with getattr(self._room.ystore, "lock", None) or nullcontext():
            await self._server.delete_room(room=self._room)
            await asyncio.sleep(0)  # those who wait for the lock go away
        # Dropping it cancels a write that waits; one under way goes on.
        if saving := self._room._saving_document:  # noqa: SLF001
            with suppress(asyncio.CancelledError):
                await saving
        loader = self._loaders[self._file_id]
        if loader.number_of_subscriptions == 0:
            await self._loaders.remove(self._file_id)
        return True

    async def _write(self) -> bool:
        """Bring what it holds into the file; tell whether the file has it."""
        if not await self._has_file():
            return False
        document, loader = self._document, self._loaders[self._file_id]
        stored = await self._stored(content=True)
        if _is_same(await document.aget(), stored["content"]):
            return True
        # In its own way, which looks first whether somebody else changed the file.
        known, saving = loader.last_modified, self._room._save_to_disc()  # noqa: SLF001
        if saving is None:
            return False
        await saving
        if loader.last_modified == known:  # it failed, and only the log knows why
            return False
        stored = await self._stored(content=False, require_hash=True)
        return bool(stored["hash"] == document.hash)

    async def _has_file(self) -> bool:
        path = self.path
        manager = self._loaders.contents_manager
        return path is not None and bool(await ensure_async(manager.file_exists(path)))

    async def _stored(self, **options: Any) -> dict[str, Any]:
        room = self._room
        kind = room.file_type if room.file_type in {"file", "notebook"} else "file"
        manager = self._loaders.contents_manager
        model: dict[str, Any] = await ensure_async(
            manager.get(self.path, type=kind, format=room.file_format, **options)
        )
        return model

    @property
    def _document(self) -> Any:
        return self._room._document  # noqa: SLF001  (it has no public name)


def _is_same(held: Any, stored: Any) -> bool:
    if isinstance(held, str) and isinstance(stored, str):
        return held == stored.replace("\r\n", "\n")
    return bool(_without_trust(held) == _without_trust(stored))


def _without_trust(notebook: Any) -> Any:
    """Leave out what the server adds to each cell that it reads, and removes when it writes."""
    cells = [
        {**cell, "metadata": {**cell.get("metadata", {}), "trusted": None}}
        for cell in notebook["cells"]
    ]
    return {**notebook, "cells": cells}
