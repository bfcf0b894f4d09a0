"""Rooms of jupyter-server-documents."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any


class DocumentsEditor:
    """The extension jupyter_server_documents.

    Parameters
    ----------
    manager
        Its manager of rooms, as it stands among the web application's settings.
    """

    def __init__(self, manager: Any) -> None:
        self._manager = manager

    def rooms(self) -> Iterable[DocumentsRoom]:
        """Every shared document."""
        return [DocumentsRoom(self._manager, room) for room in self._manager.list_document_rooms()]

    async def rejoin_kernels(self, is_inside: Callable[[str], bool]) -> None:
        """Join kernels to rooms: it does so for new sessions alone, and runs cells in rooms."""
        sessions = self._manager.parent.serverapp.session_manager
        for session in await sessions.list_sessions():
            if session["type"] == "notebook" and is_inside(session["path"]):
                await sessions.update_session(session["id"], kernel_id=session["kernel"]["id"])


class DocumentsRoom:
    """One of its rooms.

    Parameters
    ----------
    manager, room
        What it is made of.
    """

    def __init__(self, manager: Any, room: Any) -> None:
        self._manager = manager
        self._room = room

    @property
    def path(self) -> str | None:
        """Its file, or `None` if that is gone."""
        path = self._room.file_api.get_path()
        return None if path is None else str(path)

    @property
    def is_in_use(self) -> bool:
        """Whether anybody has it open."""
        return not self._room.empty

    async def save(self) -> None:
        """Do nothing: it saves all by itself."""

    async def close(self) -> bool:
        """Drop it once its file has what it holds."""
        room, file = self._room, self._room.file_api
        if room.stopped:  # as it does when its file was deleted
            return bool(await self._manager.delete_room(room.room_id))
        # What pages sent last may not have been looked at yet.
        await room._message_queue.join()  # noqa: SLF001
        # A write that is under way would outlive the room.
        writing: asyncio.Lock = file._content_lock  # noqa: SLF001
        async with writing:
            if file.has_unsaved_changes or self.is_in_use:
                return False
            gone = await self._manager.delete_room(room.room_id)
        async with writing:
            return bool(gone)
