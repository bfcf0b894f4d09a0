"""The HTTP side of the git server: requests in, git's answers out, misbehaviour between."""

import base64
import os
import select
import socket
import ssl
import struct
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, cast

from .exchange import Answer, CloseConnection, Exchange, ResetConnection, part_of
from .http_backend import HttpBackend
from .switches import Switchboard


class GitHTTPServer(ThreadingHTTPServer):
    """Accepts connections on loopback and remembers all that came.

    Parameters
    ----------
    root
        The folder that holds the bare repositories.
    tls
        Speak TLS with this context.
    """

    # The close of the server waits for every connection's thread.
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, root: Path, tls: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), GitRequestHandler)
        self.backend = HttpBackend(root)
        self.switchboard = Switchboard()
        self.exchanges: list[Exchange] = []
        self.connections = 0
        self.defects: list[BaseException] = []
        self._tls = tls
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        self.connections += 1
        if self._tls is not None:
            # The handshake belongs to the connection's own thread: a client may refuse it.
            connection = self._tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        with self._lock:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: object) -> None:
        with self._lock:
            self._open.discard(cast("socket.socket", request))
        super().shutdown_request(cast("socket.socket", request))

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exception()
        # Clients go away and refuse certificates as they like.
        if error is not None and not isinstance(error, ConnectionError | ssl.SSLError):
            self.defects.append(error)

    def stop(self) -> None:
        """End everything that goes on and wait for it."""
        self.shutdown()
        self.backend.stop()
        self.switchboard.all_off()
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    socket.socket.shutdown(connection, socket.SHUT_RDWR)
        self.server_close()
        self.backend.close()


class GitRequestHandler(BaseHTTPRequestHandler):
    """Handles one connection, with as many requests as git sends over it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: GitHTTPServer

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing: the requests are recorded."""

    def _serve(self) -> None:
        with tempfile.TemporaryFile() as body:
            exchange = self._receive(body)
            self.server.exchanges.append(exchange)
            try:
                self._answer(exchange, body)
            except ResetConnection:
                self._reset()
            except CloseConnection:
                self.close_connection = True

    def _receive(self, body: IO[bytes]) -> Exchange:
        for chunk in self._received_chunks():
            body.write(chunk)
        received = body.tell()
        body.seek(0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        start = body.read(4096)
        # Git's child reads from the descriptor's own offset, not from Python's.
        body.seek(0)
        os.lseek(body.fileno(), 0, os.SEEK_SET)
        path = self.path.partition("?")[0]
        part = part_of(path, start, headers.get("content-encoding", ""))
        return Exchange(
            self.command, self.path, headers, part, received, client_is_gone=self._client_is_gone
        )

    def _received_chunks(self) -> Iterator[bytes]:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            left = int(self.headers.get("Content-Length", "0"))
            while left > 0 and (chunk := self.rfile.read(min(left, 65536))):
                left -= len(chunk)
                yield chunk
            return
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass

    def _answer(self, exchange: Exchange, body: IO[bytes]) -> None:
        switches = self.server.switchboard.acting_on(exchange)
        for switch in switches:
            if answer := switch.answer(exchange):
                self._send(exchange, answer)
                return
        with self.server.backend.answering(exchange, body, _user(exchange)) as answer:
            for switch in switches:
                answer.body = switch.body(answer.body, exchange)
            self._send(exchange, answer)

    def _send(self, exchange: Exchange, answer: Answer) -> None:
        exchange.status = answer.status
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        chunked = "Content-Length" not in answer.headers
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in answer.body:
            # Counted first, so that the count is right once the client has it all.
            exchange.sent += len(chunk)
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk) if chunked else chunk)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _client_is_gone(self) -> bool:
        readable, _, _ = select.select([self.connection], [], [], 0)
        if not readable:
            return False
        # The plain method looks beneath TLS: there any byte now is a farewell.
        plain = socket.socket.recv(self.connection, 1, socket.MSG_PEEK)
        return not plain or isinstance(self.connection, ssl.SSLSocket)

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Closed below Python, which would say an orderly goodbye first.
        os.close(self.connection.detach())
        self.close_connection = True


def _user(exchange: Exchange) -> str:
    scheme, _, rest = exchange.headers.get("authorization", "").partition(" ")
    return base64.b64decode(rest).decode().partition(":")[0] if scheme == "Basic" else ""
