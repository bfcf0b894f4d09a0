"""From the services' threads to rooms that live in the server's loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from logging import Logger
from pathlib import Path
from typing import Any

from .collaboration import CollaborationEditor
from .documents import DocumentsEditor
from .editors import Editor, Room

#: Seconds that one room, and all of them together, may take to answer.
_PATIENCE, _PATIENCE_FOR_ALL = 10.0, 60.0

_Act = Callable[[Room], Awaitable[bool | None]]


class ServerRooms:
    """The rooms of whichever collaborative editor a server has.

    Parameters
    ----------
    web_settings
        Of the web application; editors are found in it when they are needed.
    loop
        The server's.
    shown_from
        The folder that paths of the contents API are relative to.
    log
        Where failures go.
    """

    def __init__(
        self,
        web_settings: Mapping[str, Any],
        loop: asyncio.AbstractEventLoop,
        shown_from: Path,
        log: Logger,
    ) -> None:
        self._settings = web_settings
        self._loop = loop
        self._root = shown_from
        self._log = log

    def save(self, folder: Path) -> None:
        """Have rooms inside a folder write what they would not write by themselves."""
        self._in_each(folder, lambda room: room.save())

    def release(self, folder: Path) -> tuple[str, ...]:
        """Save and drop the rooms inside a folder that nobody is in; name the others."""
        return self._in_each(folder, _close)

    def rejoin_kernels(self, folder: Path) -> None:
        """Join kernels to the rooms of their notebooks again. Nobody waits for it."""
        if (editor := self._editor()) is not None and not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self._rejoin_kernels(editor, folder), self._loop)

    def _editor(self) -> Editor | None:
        if (manager := self._settings.get("yroom_manager")) is not None:
            return DocumentsEditor(manager)
        extension = self._settings.get("jupyter_server_ydoc")
        return CollaborationEditor(extension) if hasattr(extension, "ywebsocket_server") else None

    def _in_each(self, folder: Path, act: _Act) -> tuple[str, ...]:
        """Do something in each room inside a folder, and name those where it failed."""
        editor = self._editor()
        if editor is None or self._loop.is_closed():
            return ()
        work = asyncio.run_coroutine_threadsafe(self._do(editor, folder, act), self._loop)
        try:
            return work.result(_PATIENCE_FOR_ALL)
        except Exception as error:  # noqa: BLE001  (of the editor: nothing is swapped then)
            work.cancel()
            self._log.warning("The rooms in %s did not answer: %r", folder, error)
            return (folder.name,)

    async def _do(self, editor: Editor, folder: Path, act: _Act) -> tuple[str, ...]:
        failed = []
        for room in editor.rooms():
            path = room.path
            if path is not None and (place := self._place(path)).is_relative_to(folder):
                try:
                    done = await asyncio.wait_for(act(room), _PATIENCE)
                except Exception as error:  # noqa: BLE001  (of the editor: nothing is swapped then)
                    self._log.warning("The room of %s could not be closed: %r", path, error)
                    done = False
                if done is False:
                    failed.append(place.relative_to(folder).as_posix())
        return tuple(sorted(failed))

    async def _rejoin_kernels(self, editor: Editor, folder: Path) -> None:
        def is_inside(path: str) -> bool:
            place = self._place(path)
            return place.is_relative_to(folder) and place.exists()

        try:
            await editor.rejoin_kernels(is_inside)
        except Exception:  # noqa: BLE001  (the person can pick the kernel again)
            self._log.warning("Kernels could not be joined to their notebooks", exc_info=True)

    def _place(self, path: str) -> Path:
        """Where a file is, if it was opened through a link to a folder."""
        shown = self._root / path.strip("/")
        return Path(os.path.realpath(shown.parent), shown.name)


async def _close(room: Room) -> bool:
    return not room.is_in_use and await room.close()
