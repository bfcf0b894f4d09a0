"""A proxy that lets nobody through.

::

    with RefusingProxy(407) as proxy:
        environment["https_proxy"] = proxy.url  # and http_proxy
        ...
        assert proxy.asked == ["github.com:443"]
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class RefusingProxy(ThreadingHTTPServer):
    """Answers every request with the same refusal, on a free port of loopback.

    Parameters
    ----------
    status
        407 to ask for a password that nobody has, 502 or 503 for a broken proxy,
        403 for a forbidden address.
    """

    daemon_threads = False

    def __init__(self, status: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = status
        self.asked: list[str] = []
        """Where clients wanted to go: ``host:port``, or a whole URL without TLS."""
        self._thread = threading.Thread(
            target=self.serve_forever, args=(0.02,), name="refusing-proxy"
        )

    @property
    def url(self) -> str:
        """Its address, as ``http_proxy`` and ``https_proxy`` want it."""
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: RefusingProxy

    def do_CONNECT(self) -> None:
        self._refuse()

    def do_GET(self) -> None:
        self._refuse()

    def do_POST(self) -> None:
        self._refuse()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Say nothing: the requests are recorded."""

    def _refuse(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        if self.server.status == 407:
            self.send_header("Proxy-Authenticate", 'Basic realm="proxy"')
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close")
        self.end_headers()
