"""One request to the git server and what is known of its answer."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto
from urllib.parse import unquote, urlsplit

_SERVICES = ("/info/refs", "/git-upload-pack", "/git-receive-pack")


class Part(Flag):
    """The parts of a conversation between git and a server."""

    REFS = auto()
    """Which branches there are: ``info/refs``, and ``ls-refs`` of protocol 2."""
    PACK = auto()
    """The objects that a clone or fetch gets."""
    PUSH = auto()
    """The objects that a push brings."""
    OTHER = auto()
    """Any other request."""
    ANY = REFS | PACK | PUSH | OTHER


@dataclass
class Exchange:
    """A request, recorded before it is answered."""

    method: str
    target: str
    """Path and query, as they were sent."""
    headers: Mapping[str, str]
    """With lower-case names."""
    part: Part
    received: int
    """Bytes of the request's body, as they were sent."""
    status: int | None = None
    """Of the answer, or None as long as there is none."""
    sent: int = 0
    """Bytes of the answer's body."""
    client_is_gone: Callable[[], bool] = field(default=lambda: False, repr=False)

    @property
    def path(self) -> str:
        """The decoded path without the query."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> str:
        """What stands after the question mark."""
        return urlsplit(self.target).query

    @property
    def repository(self) -> str:
        """The repository's name, without ``.git``."""
        return split_path(self.path)[0]


@dataclass
class Answer:
    """An answer that has not been sent yet."""

    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]

    @classmethod
    def text(cls, status: int, sentence: str, **headers: str) -> "Answer":
        """Make a short answer in plain text; ``_`` in a header's name stands for ``-``."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(
            status, {"Content-Type": "text/plain", **named}, iter([f"{sentence}\n".encode()])
        )


class CloseConnection(Exception):  # noqa: N818 (an order, not an error)
    """The connection is to be closed here, whatever was promised."""


class ResetConnection(Exception):  # noqa: N818 (an order, not an error)
    """The connection is to be reset here."""


def split_path(path: str) -> tuple[str, str]:
    """Split a path into the repository's name and the file that git asks for."""
    for service in _SERVICES:
        if path.endswith(service):
            return path.removesuffix(service).strip("/").removesuffix(".git"), service
    return path.strip("/").removesuffix(".git"), ""


def part_of(path: str, start_of_body: bytes, encoding: str) -> Part:
    """Tell which part of the conversation a request is."""
    service = split_path(path)[1]
    if service == "/info/refs":
        return Part.REFS
    if service == "/git-receive-pack":
        return Part.PUSH
    if service == "/git-upload-pack":
        if encoding in {"gzip", "x-gzip"}:
            start_of_body = zlib.decompressobj(wbits=31).decompress(start_of_body, 200)
        return Part.REFS if b"command=ls-refs" in start_of_body[:200] else Part.PACK
    return Part.OTHER
