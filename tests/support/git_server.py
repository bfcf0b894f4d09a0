"""A git server over real smart HTTP that can be told to misbehave.

The bare repositories below a folder are served by git's own ``http-backend``:
clone, fetch, partial clone and push, over protocol 0 and 2::

    with GitServer(remotes) as server:
        clone(server.url("system-test"))
        assert server.requests_to("system-test")

        # How much a second get transferred, and that a third asked nobody.
        server.forget()
        get_again()
        assert server.sent(Part.PACK) < 10_000
        server.forget()
        get_offline()
        assert server.connections == 0

What it can do wrong is listed in `behaviours`, and is on for a block, or until
it is switched off, for one repository or for all::

        with server.switch_on(Throttle(20_000), "system-test"):
            ...
        with server.switch_on(HangInPack(5_000)) as hang:
            getting = start_getting_in_a_thread()
            hang.wait_until_struck()
            getting.cancel()
        server.switch_on(Refuse(503), times=1)  # the second try works

See `tls` for a server whose certificate nobody trusts, and `proxy` for a proxy
that lets nobody through.
"""

import ssl
import threading
from pathlib import Path
from typing import Self
from urllib.parse import quote

from .behaviours import (
    Behaviour,
    Hang,
    HangInPack,
    Redirect,
    Refuse,
    RequirePassword,
    Reset,
    Throttle,
    Truncate,
)
from .exchange import Exchange, Part
from .http_server import GitHTTPServer
from .switches import Switch

__all__ = [
    "Behaviour",
    "Exchange",
    "GitServer",
    "Hang",
    "HangInPack",
    "Part",
    "Redirect",
    "Refuse",
    "RequirePassword",
    "Reset",
    "Switch",
    "Throttle",
    "Truncate",
]


class GitServer:
    """Serves the bare repositories below a folder on a free port of loopback.

    Parameters
    ----------
    root
        Holds the repositories, as ``<name>.git``; more may come later.
    tls
        Speak https with this certificate.
    """

    def __init__(self, root: Path, *, tls: ssl.SSLContext | None = None) -> None:
        self._root = root
        self._tls = tls
        self._server: GitHTTPServer | None = None
        self._thread: threading.Thread | None = None

    def url(
        self, repository: str, *, user: str = "", password: str = "", host: str = "127.0.0.1"
    ) -> str:
        """Return a repository's URL, with credentials only if they are given."""
        scheme = "https" if self._tls else "http"
        login = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
        return f"{scheme}://{login}{host}:{self.port}/{quote(repository)}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._running().server_address[1])

    def switch_on(
        self, behaviour: Behaviour, repository: str | None = None, *, times: int | None = None
    ) -> Switch:
        """Start to misbehave, beside what is on already.

        Parameters
        ----------
        behaviour
            What to do, one of `behaviours`.
        repository
            The only repository concerned; None for all.
        times
            How many requests are concerned; None for all.
        """
        return self._running().switchboard.switch_on(behaviour, repository, times)

    def behave(self) -> None:
        """Switch off everything and let go of every request that is held."""
        self._running().switchboard.all_off()

    @property
    def requests(self) -> list[Exchange]:
        """All requests so far, in the order they came."""
        return list(self._running().exchanges)

    @property
    def connections(self) -> int:
        """How many connections were opened, including those without a request."""
        return self._running().connections

    def requests_to(self, repository: str) -> list[Exchange]:
        """Return the requests for one repository."""
        return [request for request in self.requests if request.repository == repository]

    def sent(self, part: Part = Part.ANY, repository: str | None = None) -> int:
        """Count the bytes of the answers' bodies."""
        return sum(
            request.sent
            for request in self.requests
            if request.part & part and repository in {None, request.repository}
        )

    def forget(self) -> None:
        """Forget the requests and connections so far."""
        server = self._running()
        server.exchanges.clear()
        server.connections = 0

    def log(self) -> str:
        """Return what the server's git wrote to stderr."""
        return self._running().backend.log()

    def __enter__(self) -> Self:
        self._server = GitHTTPServer(self._root, self._tls)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="git-server"
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        server = self._running()
        server.stop()
        if self._thread is not None:
            self._thread.join()
        self._server = None
        if server.defects:
            msg = "The git server of the tests is at fault"
            raise BaseExceptionGroup(msg, server.defects)

    def _running(self) -> GitHTTPServer:
        if self._server is None:
            msg = "Use the server inside its with block"
            raise RuntimeError(msg)
        return self._server
