"""What a git server can do wrong; `git_server` says how it is switched on.

Each behaviour acts on the requests of one `Part` of the conversation; where
none is given, on all of them, or on the pack if it is about the pack. Several
may be on at once (a password and a slow line): an answer passes all of them.

====================  ===========================================================
`Hang()`              says nothing at all, until released
`HangInPack(N)`       N bytes of the answer, then nothing, until released
`Truncate(N)`         N bytes of the answer, then the connection closes
`Throttle(N)`         at most N bytes of the answer in a second
`Reset(N)`            N bytes of the answer, then a TCP reset
`Refuse(status)`      a bare 403, 404, 500, 503 …
`RequirePassword()`   401, until the right user and password are given
`Redirect(url)`       302 to the same file of the repository at another URL
====================  ===========================================================

Bytes are those of an answer's body. A server that is closed lets go of
everything that it held.
"""

import base64
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from .exchange import Answer, CloseConnection, Exchange, Part, ResetConnection, split_path


class Control:
    """Joins a behaviour that is on with the test that switched it on."""

    def __init__(self) -> None:
        self.off = threading.Event()
        self.struck = threading.Semaphore(0)

    def strike(self) -> None:
        """Tell the test that an exchange is being spoilt now."""
        self.struck.release()


@dataclass(frozen=True)
class Behaviour:
    """Something that the server does to the exchanges of one part: here, nothing."""

    part: Part = field(default=Part.ANY, kw_only=True)

    def answer(self, exchange: Exchange, control: Control) -> Answer | None:
        """Answer in place of git, or return None to let git answer."""

    def body(
        self, chunks: Iterator[bytes], exchange: Exchange, control: Control
    ) -> Iterator[bytes]:
        """Pass the body of git's answer on, in its own way."""
        return chunks


@dataclass(frozen=True)
class Hang(Behaviour):
    """Accept the request and say nothing until released."""

    def answer(self, exchange: Exchange, control: Control) -> Answer | None:
        _hold(exchange, control)
        return None


@dataclass(frozen=True)
class HangInPack(Behaviour):
    """Send some of the answer, and the rest only when released."""

    after: int
    part: Part = field(default=Part.PACK, kw_only=True)

    def body(
        self, chunks: Iterator[bytes], exchange: Exchange, control: Control
    ) -> Iterator[bytes]:
        for chunk, is_rest in _split_at(self.after, chunks):
            if is_rest and not control.off.is_set():
                _hold(exchange, control)
            yield chunk


@dataclass(frozen=True)
class Truncate(Behaviour):
    """Close the connection in the middle of the answer."""

    after: int
    part: Part = field(default=Part.PACK, kw_only=True)

    def body(
        self, chunks: Iterator[bytes], exchange: Exchange, control: Control
    ) -> Iterator[bytes]:
        for chunk, is_rest in _split_at(self.after, chunks):
            if is_rest:
                control.strike()
                raise CloseConnection
            yield chunk


@dataclass(frozen=True)
class Reset(Behaviour):
    """Reset the connection in the middle of the answer, or in place of it."""

    after: int = 0

    def answer(self, exchange: Exchange, control: Control) -> Answer | None:
        if self.after == 0:
            control.strike()
            raise ResetConnection
        return None

    def body(
        self, chunks: Iterator[bytes], exchange: Exchange, control: Control
    ) -> Iterator[bytes]:
        for chunk, is_rest in _split_at(self.after, chunks):
            if is_rest:
                control.strike()
                raise ResetConnection
            yield chunk


@dataclass(frozen=True)
class Throttle(Behaviour):
    """Send no more than so many bytes of an answer in a second."""

    bytes_per_second: int
    part: Part = field(default=Part.PACK, kw_only=True)

    def body(
        self, chunks: Iterator[bytes], exchange: Exchange, control: Control
    ) -> Iterator[bytes]:
        control.strike()
        step = max(1, self.bytes_per_second // 20)
        for chunk in chunks:
            for start in range(0, len(chunk), step):
                piece = chunk[start : start + step]
                control.off.wait(len(piece) / self.bytes_per_second)
                yield piece


@dataclass(frozen=True)
class Refuse(Behaviour):
    """Answer with a status and a plain sentence."""

    status: int
    retry_after: int | None = None
    """Seconds to name in a ``Retry-After`` header."""

    def answer(self, exchange: Exchange, control: Control) -> Answer | None:
        control.strike()
        headers = {} if self.retry_after is None else {"Retry_After": str(self.retry_after)}
        return Answer.text(self.status, f"Refused with {self.status}", **headers)


@dataclass(frozen=True)
class RequirePassword(Behaviour):
    """Demand Basic authentication and accept one user only.

    A forge says the same about a repository that does not exist.
    """

    user: str = "ada"
    password: str = "correct horse"

    def answer(self, exchange: Exchange, control: Control) -> Answer | None:
        right = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        if exchange.headers.get("authorization") == f"Basic {right}":
            return None
        control.strike()
        return Answer.text(401, "Who are you?", WWW_Authenticate='Basic realm="git"')


@dataclass(frozen=True)
class Redirect(Behaviour):
    """Send the client to the repository at another URL."""

    url: str
    status: int = 302

    def answer(self, exchange: Exchange, control: Control) -> Answer | None:
        control.strike()
        rest = split_path(exchange.path)[1]
        query = f"?{exchange.query}" if exchange.query else ""
        location = f"{self.url.rstrip('/')}{rest}{query}"
        return Answer.text(self.status, f"See {location}", Location=location)


def _hold(exchange: Exchange, control: Control) -> None:
    """Wait until the behaviour is switched off; give up when nobody listens any more."""
    control.strike()
    while not control.off.wait(0.02):
        if exchange.client_is_gone():
            raise CloseConnection


def _split_at(count: int, chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut a body after so many bytes; tell for each chunk whether it lies behind the cut."""
    passed = 0
    for chunk in chunks:
        before = max(0, count - passed)
        passed += len(chunk)
        if chunk[:before]:
            yield chunk[:before], False
        if chunk[before:]:
            yield chunk[before:], True
