"""A Jupyter server as a process, with one of the editors, run by somebody."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from tests.support.stacks import Stack, interpreter

from .people import Person, command_as

_PATIENCE = 60.0
_EXTENSIONS = {
    Stack.PLAIN: "jupyterlab",
    Stack.COLLABORATION: "jupyter_server_ydoc",
    Stack.DOCUMENTS: "jupyter_server_documents",
}


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    body: Any


class Server:
    """A running server.

    Parameters
    ----------
    folder
        Everything of it is inside; the home is ``folder/home``.
    stack, person
        Which editor it has, and who runs it.
    """

    def __init__(self, folder: Path, stack: Stack, person: Person) -> None:
        self.stack = stack
        self.person = person
        self.home = folder / "home"
        self.log_file = folder / "server.log"
        self.temporary = folder / "tmp"
        self.port = _free_port()
        self.token = secrets.token_hex(16)
        self._folder = folder
        self._command = command_as(person, interpreter(stack))
        self._config = folder / "server_config.json"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log_file.open("wb") as log:
            self._process = subprocess.Popen(
                [*self._command, "-m", "jupyter_server", f"--config={self._config}"],
                cwd=self.home,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def configure(self, sections: dict[str, dict[str, Any]]) -> None:
        """Write its configuration, and make the folders that it writes to."""
        for path in (self.home, self.temporary, self._folder / "jupyter"):
            path.mkdir(exist_ok=True)
        own = {
            "ServerApp": {
                "ip": "127.0.0.1",
                "port": self.port,
                "port_retries": 0,
                "open_browser": False,
                "allow_root": True,
                "root_dir": str(self.home),
            },
            "IdentityProvider": {"token": self.token},
        }
        self._config.write_text(json.dumps(own | sections))

    def stop(self) -> None:
        """End it in good order, so that the editors save what they would save."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            raise
        finally:
            self._process = None

    def runs_its_editor(self) -> bool:
        """Whether it loaded the one that it is about, and none of the others."""
        loaded = {
            stack
            for stack, name in _EXTENSIONS.items()
            if f"{name} | extension was successfully loaded" in self.log()
        }
        return loaded == {Stack.PLAIN, self.stack}

    def log(self) -> str:
        """What it wrote."""
        return self.log_file.read_text(errors="replace")

    def ask(self, method: str, path: str, body: object = None) -> Reply:
        """Talk to it as a page does."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request(
                method,
                quote(f"/{path}", safe="/?=&"),
                None if body is None else json.dumps(body),
                {"Authorization": f"token {self.token}", "Content-Type": "application/json"},
            )
            response = connection.getresponse()
            text = response.read()
            is_json = "json" in response.headers.get("Content-Type", "")
            return Reply(response.status, json.loads(text) if is_json and text else text)
        finally:
            connection.close()

    def _environment(self) -> dict[str, str]:
        inside = {
            "HOME": self.home,
            "TMPDIR": self.temporary,
            "JUPYTER_CONFIG_DIR": self._folder / "jupyter" / "config",
            "JUPYTER_DATA_DIR": self._folder / "jupyter" / "data",
            "JUPYTER_RUNTIME_DIR": self._folder / "jupyter" / "runtime",
        }
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | {
            name: str(path) for name, path in inside.items()
        }

    def _wait(self) -> None:
        assert self._process is not None
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                if self.ask("GET", "api/status").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.log()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
