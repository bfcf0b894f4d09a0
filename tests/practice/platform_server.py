"""A small web server that answers as the services of a science platform do."""

import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit


class Platform:
    """Serves on loopback whatever a test put into it.

    Attributes
    ----------
    answers
        Status and body by path.
    redirects
        Where a path sends its visitor.
    tables
        CSV by a part of the query (the first that fits), for anything below ``/api/tap/sync/``.
    clock
        Seconds since the epoch that the server believes it is; `None` for now.
    tokens
        The ``Authorization`` header of each request, by its path.
    """

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, str]] = {}
        self.redirects: dict[str, str] = {}
        self.tables: dict[str, str] = {}
        self.clock: float | None = None
        self.tokens: list[tuple[str, str | None]] = []
        platform = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                platform.answer(self)

            def date_time_string(self, timestamp: float | None = None) -> str:
                return formatdate(timestamp or platform.clock, usegmt=True)

            def log_message(self, *arguments: object) -> None:
                """Keep the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        url = urlsplit(request.path)
        self.tokens.append((url.path, request.headers["Authorization"]))
        if url.path in self.redirects:
            request.send_response(303)
            request.send_header("Location", f"{self.redirects[url.path]}?{url.query}")
            request.end_headers()
            return
        status, body = self.answers.get(url.path, (404, ""))
        query = "".join(parse_qs(url.query).get("QUERY", []))
        if url.path.startswith("/api/tap/sync/"):
            tables = [table for part, table in self.tables.items() if part in query]
            status, body = (200, tables[0]) if tables else (400, "")
        request.send_response(status)
        request.end_headers()
        request.wfile.write(body.encode())
