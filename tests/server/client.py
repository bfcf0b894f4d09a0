"""A client of the API that believes no answer before it was checked."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from jupyter_healthcheck.server import PREFIX

from .contract import Contract

#: No operation of these tests takes nearly as long.
_PATIENCE = 60.0


@dataclass(frozen=True)
class Reply:
    """A checked answer."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        """Name of the error."""
        code: str = self.body["code"]
        return code


class Client:
    """Talks to a running server.

    Parameters
    ----------
    http
        Fetches paths of the server.
    base_url
        Where the server is, such as ``/user/ada/``.
    headers
        Sent with every request: who asks.
    """

    def __init__(self, http: AsyncHTTPClient, base_url: str, headers: Mapping[str, str]) -> None:
        self.contract = Contract()
        self.base_url = base_url
        self._http = http
        self._headers = dict(headers)

    async def request(
        self,
        verb: str,
        path: str,
        body: Any = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        expect: int | None = None,
    ) -> Reply:
        """Ask for something below the prefix of the API.

        Parameters
        ----------
        verb, path
            What to ask for; the path is sent as it is, and may have a query.
        body
            Sent as JSON; it must be as described if it is to succeed.
        raw
            Sent in place of it.
        headers
            In place of the client's own.
        expect
            The status that must come.
        """
        if raw is None and body is not None:
            raw = json.dumps(body).encode()
        response = await self.fetch(verb, f"{PREFIX}/{path}", raw, headers)
        decoded = self.contract.check(
            verb, path, response.code, response.headers, response.body or b""
        )
        if expect is not None:
            assert response.code == expect, f"{response.code} with {decoded}"
        if body is not None and response.code < 300:
            self.contract.check_request(verb, path, body)
        return Reply(response.code, dict(response.headers), decoded)

    async def fetch(
        self,
        verb: str,
        path: str,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HTTPResponse:
        """Ask for anything below the server's base URL, and check nothing."""
        return await self._http.fetch(
            f"{self.base_url}{path}",
            method=verb.upper(),
            body=raw,
            headers=dict(self._headers if headers is None else headers),
            allow_nonstandard_methods=True,
            follow_redirects=False,
            raise_error=False,
            request_timeout=_PATIENCE,
        )

    async def collection(self, name: str = "system-test") -> dict[str, Any]:
        """Describe a collection."""
        listed = (await self.request("get", "collections", expect=200)).body["collections"]
        return next(entry for entry in listed if entry["id"] == name)

    async def begin(self, name: str = "system-test", **wishes: Any) -> dict[str, Any]:
        """Begin to get a collection and return the operation."""
        reply = await self.request("post", f"collections/{name}/get", wishes, expect=202)
        return self._begun(reply)

    async def get(self, name: str = "system-test", **wishes: Any) -> dict[str, Any]:
        """Get a collection, and return the operation as it ended."""
        return await self.end_of(await self.begin(name, **wishes))

    async def plan(self, name: str = "system-test") -> dict[str, Any]:
        """Ask what getting would do to the copy that is there."""
        operation = await self.get(name)
        assert operation["state"] == "needs-decision", operation
        plan: dict[str, Any] = operation["plan"]
        return plan

    async def restore(self, backup: str) -> dict[str, Any]:
        """Bring a previous copy back, and return the operation as it ended."""
        reply = await self.request("post", f"backups/{backup}/restore", {}, expect=202)
        return await self.end_of(self._begun(reply))

    async def backups(self) -> list[dict[str, Any]]:
        """List the previous copies."""
        listed: list[dict[str, Any]] = (await self.request("get", "backups", expect=200)).body[
            "backups"
        ]
        return listed

    async def operation(self, operation: dict[str, Any]) -> dict[str, Any]:
        """Tell how far an operation is."""
        reply = await self.request("get", f"operations/{operation['id']}", expect=200)
        found: dict[str, Any] = reply.body
        return found

    async def end_of(self, operation: dict[str, Any]) -> dict[str, Any]:
        """Wait for an operation's end."""
        give_up = time.monotonic() + _PATIENCE
        while operation["state"] == "running":
            assert time.monotonic() < give_up, operation
            await asyncio.sleep(0.02)
            operation = await self.operation(operation)
        return operation

    async def reaches(self, operation: dict[str, Any], phase: str) -> dict[str, Any]:
        """Wait until an operation is in a phase."""
        give_up = time.monotonic() + _PATIENCE
        while operation["phase"] != phase:
            assert operation["state"] == "running", operation
            assert time.monotonic() < give_up, operation
            await asyncio.sleep(0.01)
            operation = await self.operation(operation)
        return operation

    def _begun(self, reply: Reply) -> dict[str, Any]:
        operation: dict[str, Any] = reply.body
        place = f"{self.base_url}{PREFIX}/operations/{operation['id']}"
        assert reply.headers["Location"] == place
        return operation
