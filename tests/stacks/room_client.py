"""Edits shared documents as a page does, over the editors' own protocol.

Run by the interpreter of an editor's environment, which has its libraries. It
edits the first document, then the last, and waits until the last was saved:
then the server has had its time to save the first as well.
"""

import asyncio
import json
import sys
import urllib.request
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from pycrdt import (
    Array,
    Doc,
    YMessageType,
    create_sync_message,
    create_update_message,
    handle_sync_message,
)
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

_PATIENCE = 30.0


class Room:
    """One notebook, shared with the server."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self._socket = socket
        self._doc: Doc[Any] = Doc()
        self._cells = self._doc.get("cells", type=Array)
        self._loaded = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def open(cls, address: str, token: str, path: str, editor: str) -> Self:
        """Join a notebook's room, and wait until its cells are there."""
        ask = _session if editor == "collaboration" else _index
        url = f"ws://{address}/api/collaboration/room/{ask(f'http://{address}', token, path)}"
        headers = {"Authorization": f"token {token}"}
        room = cls(await websocket_connect(HTTPRequest(url, headers=headers)))
        await room._send(create_sync_message(room._doc))
        await room._loaded.wait()
        return room

    async def write(self, source: str) -> None:
        """Put a line before the first cell's source."""
        known = self._doc.get_state()
        self._cells[0]["source"].insert(0, f"{source}\n")
        await self._send(create_update_message(self._doc.get_update(known)))

    def close(self) -> None:
        """Leave the room."""
        self._socket.close()

    async def _send(self, message: bytes) -> None:
        await self._socket.write_message(message, binary=True)

    async def _listen(self) -> None:
        while message := await self._socket.read_message():
            if message[0] != YMessageType.SYNC:
                continue
            answer = handle_sync_message(message[1:], self._doc)
            if answer is not None:
                await self._send(answer)
            if len(self._cells):
                self._loaded.set()


def _session(url: str, token: str, path: str) -> str:
    found = _ask(
        "PUT",
        f"{url}/api/collaboration/session/{quote(path)}",
        token,
        {"format": "json", "type": "notebook"},
    )
    return f"json:notebook:{found['fileId']}?sessionId={found['sessionId']}"


def _index(url: str, token: str, path: str) -> str:
    found = _ask("POST", f"{url}/api/fileid/index?path={quote(path)}", token, {})
    return f"json:notebook:{found['id']}"


def _ask(method: str, url: str, token: str, body: Any) -> Any:
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Authorization": f"token {token}"}, method=method
    )
    with urllib.request.urlopen(request, timeout=_PATIENCE) as response:
        return json.loads(response.read())


async def _edit(
    address: str, token: str, editor: str, read_only: str, own: str, saved_to: str
) -> None:
    first = await Room.open(address, token, read_only, editor)
    last = await Room.open(address, token, own, editor)
    for turn in ("once", "again"):
        await first.write(f"not_to_be_saved('{turn}')")
        await last.write(f"to_be_saved('{turn}')")
        while f"to_be_saved('{turn}')" not in Path(saved_to).read_text():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    first.close()
    last.close()


asyncio.run(asyncio.wait_for(_edit(*sys.argv[1:]), _PATIENCE))
