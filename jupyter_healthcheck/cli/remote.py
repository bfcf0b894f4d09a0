"""Asks a running server of the same home to do the work.

Only that server can have its pages save and close their documents first.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..exceptions import ConflictError, HealthCheckError, UnavailableError
from ..workspace.storage import read_json

_PREFIX = "jupyter-healthcheck/api"
_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running server.

    Attributes
    ----------
    url
        Its base URL, with a slash at the end.
    token
        Lets us in; never shown.
    """

    url: str
    _token: str

    def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Send a request and return the answer's JSON.

        Raises
        ------
        HealthCheckError
            What the server said, or ``server-silent``.
        """
        status, answer = _fetch(self.url, self._token, method, path, body)
        if 200 <= status < 300:
            return answer
        raise ConflictError(
            str(answer.get("code", "server-failed")),
            str(answer.get("message", f"The server answered with status {status}.")),
            str(answer.get("hint", "The server's log has the details.")),
            **answer.get("details", {}),
        )


def find_server(root: Path) -> Server | None:
    """Find a server whose files are below the same home and that has this extension.

    Parameters
    ----------
    root
        The folder that stands for the home.

    Raises
    ------
    UnavailableError
        ``server-silent`` or ``server-refused``: working beside such a server
        could take files away under its open documents.
    """
    home = root.resolve()
    for info in _running_servers():
        shown = Path(info.get("root_dir") or "/").resolve()
        url = str(info.get("url", ""))
        if (shown == home or shown in home.parents) and url.startswith(("http://", "https://")):
            token = str(info.get("token") or os.environ.get("JUPYTERHUB_API_TOKEN", ""))
            status, answer = _fetch(url, token, "GET", "status", None)
            if status == 200 and answer.get("root") == str(home):
                return Server(url, token)
            if status == 403 and "hint" in answer:
                raise UnavailableError(
                    "server-refused",
                    f"A Jupyter server runs on {home}, but does not let this command in.",
                    "Use its Health Check menu, or stop that server first.",
                )
    return None


def _running_servers() -> Iterator[dict[str, Any]]:
    """Read what servers of this user wrote about themselves when they started.

    jupyter_server has a function for it, which takes seconds to import.
    """
    from jupyter_core.paths import jupyter_runtime_dir

    for file in sorted(Path(jupyter_runtime_dir()).glob("jpserver-*.json")):
        info = read_json(file)
        if info is not None and _is_alive(info.get("pid")):
            yield info


def _is_alive(process: Any) -> bool:
    if not isinstance(process, int) or process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _fetch(
    url: str, token: str, method: str, path: str, body: dict[str, Any] | None
) -> tuple[int, dict[str, Any]]:
    from tornado.httpclient import HTTPClient, HTTPRequest

    request = HTTPRequest(
        f"{url}{_PREFIX}/{path}",
        method=method,
        headers={"Authorization": f"token {token}"} if token else {},
        body=None if body is None else json.dumps(body),
        request_timeout=_TIMEOUT,
        # The address is one that a server of this user wrote into a file of theirs.
        validate_cert=False,
        follow_redirects=False,
    )
    client = HTTPClient()
    try:
        response = client.fetch(request, raise_error=False)
    except OSError as error:
        raise _silent(url) from error
    finally:
        client.close()
    if response.code == 599:
        raise _silent(url)
    try:
        answer = json.loads(response.body or b"{}")
    except ValueError:
        answer = {}
    return response.code, answer if isinstance(answer, dict) else {}


def _silent(url: str) -> HealthCheckError:
    return UnavailableError(
        "server-silent",
        f"A Jupyter server is said to run at {url}, but does not answer.",
        "Wait until it does, or stop it, so that its open documents are safe; then try again.",
    )
