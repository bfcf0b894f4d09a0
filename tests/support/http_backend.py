"""Run ``git http-backend``, git's own CGI program, for one request at a time."""

import io
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from .environment import git_env
from .exchange import Answer, CloseConnection, Exchange


class HttpBackend:
    """Answers requests from the bare repositories below a folder.

    Parameters
    ----------
    root
        The folder that holds the repositories.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False
        self._log = tempfile.NamedTemporaryFile(prefix="http-backend-")  # noqa: SIM115

    @contextmanager
    def answering(self, exchange: Exchange, body: IO[bytes], user: str) -> Iterator[Answer]:
        """Let git answer; nothing of it runs any more after the block."""
        process = self._start(_cgi_environment(self._root, exchange, user), body)
        stdout = cast("io.BufferedReader", process.stdout)
        try:
            status, headers = _read_head(stdout)
            yield Answer(status, headers, iter(lambda: stdout.read1(65536), b""))
            # All was read, so git is about to end: a push may still be finishing its work.
            process.wait(timeout=60)
        finally:
            _kill_group(process)
            process.wait()
            stdout.close()
            with self._lock:
                self._running.discard(process)

    def log(self) -> str:
        """Return all that git wrote to stderr."""
        return Path(self._log.name).read_text(errors="replace")

    def stop(self) -> None:
        """End all that runs and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                _kill_group(process)

    def close(self) -> None:
        """Let go of the log, after everything has ended."""
        self._log.close()

    def _start(self, environment: Mapping[str, str], body: IO[bytes]) -> subprocess.Popen[bytes]:
        with self._lock, Path(self._log.name).open("ab") as log:
            if self._stopped:
                raise CloseConnection
            process = subprocess.Popen(
                ["git", "http-backend"],
                env=environment,
                stdin=body,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
            self._running.add(process)
            return process


def _cgi_environment(root: Path, exchange: Exchange, user: str) -> dict[str, str]:
    sent = exchange.headers
    environment = git_env(
        GIT_PROJECT_ROOT=str(root),
        GIT_HTTP_EXPORT_ALL="1",
        GATEWAY_INTERFACE="CGI/1.1",
        SERVER_PROTOCOL="HTTP/1.1",
        REQUEST_METHOD=exchange.method,
        PATH_INFO=exchange.path,
        QUERY_STRING=exchange.query,
        REMOTE_ADDR="127.0.0.1",
        REMOTE_USER=user,
        CONTENT_TYPE=sent.get("content-type", ""),
        HTTP_CONTENT_ENCODING=sent.get("content-encoding", ""),
        GIT_PROTOCOL=sent.get("git-protocol", ""),
    )
    # Without a length git reads to the end of its input, as it must for a chunked body.
    if "content-length" in sent:
        environment["CONTENT_LENGTH"] = sent["content-length"]
    return environment


def _read_head(stdout: io.BufferedReader) -> tuple[int, dict[str, str]]:
    """Read the status and the headers that git puts before the body."""
    headers: dict[str, str] = {}
    while line := stdout.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.strip()] = value.strip()
    if not headers:
        return 500, {}
    return int(headers.pop("Status", "200").split()[0]), headers


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End git and its children, of which it may have several."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
