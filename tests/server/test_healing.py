"""A real server that is killed in the midst of a swap; the next one mends what it left."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jupyter_healthcheck.workspace.replace import Step
from tests.support.repositories import Upstream

from .contract import Contract
from .copies import Copy, snapshot

_ROOT = Path(__file__).parents[2]
_PREFIX = "jupyter-healthcheck/api"
_PATIENCE = 60.0

# Configuration of the server that dies: each swap ends with a SIGKILL after one step.
_DIES = """
import os, signal
from functools import partial
from jupyter_healthcheck.workspace import replace

def die(step):
    if step == {step!r}:
        os.kill(os.getpid(), signal.SIGKILL)

swap = replace.swap
replace.swap = lambda layout, change, observer: swap(layout, change, die)
"""


@dataclass
class RealServer:
    """A ``jupyter server`` in a process of its own."""

    home: Path
    port: int
    process: subprocess.Popen[bytes]

    def ask(self, verb: str, path: str, body: Any = None) -> Any:
        """Ask for something, and check the answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/{_PREFIX}/{path}",
            method=verb.upper(),
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "token secret"},
        )
        with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
            return Contract().check(verb, path, answer.status, answer.headers, answer.read())

    def end_of(self, operation: dict[str, Any]) -> dict[str, Any]:
        """Wait for an operation's end."""
        give_up = time.monotonic() + _PATIENCE
        while operation["state"] == "running":
            assert time.monotonic() < give_up, operation
            time.sleep(0.05)
            operation = self.ask("get", f"operations/{operation['id']}")
        return operation

    def get(self, **wishes: Any) -> dict[str, Any]:
        """Get the collection."""
        return self.end_of(self.ask("post", "collections/system-test/get", wishes))


@contextlib.contextmanager
def _serving(home: Path, configuration: Path) -> Iterator[RealServer]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")},
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / ".config"),
        "JUPYTER_NO_CONFIG": "",
        "PYTHONPATH": str(_ROOT),
    }
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser"]
    options = {
        "config": configuration,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "IdentityProvider.token": "secret",
        "ServerApp.root_dir": home,
    }
    process = subprocess.Popen(
        [*command, *(f"--{name}={value}" for name, value in options.items())],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(home.parent / "server.log").open("ab"),
        start_new_session=True,
    )
    server = RealServer(home, port, process)
    try:
        _wait_for(server)
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(server: RealServer) -> None:
    give_up = time.monotonic() + _PATIENCE
    while True:
        assert server.process.poll() is None, (server.home.parent / "server.log").read_text()
        try:
            server.ask("get", "status")
        except urllib.error.URLError:
            assert time.monotonic() < give_up
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def _configure(folder: Path, upstream: Upstream, more: str = "") -> Path:
    collection = {"id": "system-test", "url": upstream.path.as_uri()}
    path = folder / f"config_{len(list(folder.glob('config_*')))}.py"
    path.write_text(
        "c.ServerApp.jpserver_extensions = {'jupyter_healthcheck': True}\n"
        f"c.HealthCheck.collections = [{collection!r}]\n"
        "c.HealthCheck.allowed_protocols = ['file']\n" + more,
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize("step", [Step.JOURNALED, Step.INSTALLED])
def test_the_next_start_mends_what_a_killed_server_left(
    home: Path, tmp_path: Path, upstream: Upstream, step: Step
) -> None:
    copy = Copy(home / "notebooks" / "system-test")
    journal = home / "notebooks" / ".jupyter_healthcheck" / "journal" / "system-test.json"
    with _serving(home, _configure(tmp_path, upstream)) as server:
        assert server.get()["result"]["action"] == "created"
    copy.edit()
    mine = copy.snapshot()
    deadly = _configure(tmp_path, upstream, _DIES.format(step=str(step)))
    with _serving(home, deadly) as server:
        token = server.get()["plan"]["token"]
        with contextlib.suppress(OSError):  # it may die before it answers
            server.get(on_existing="replace", token=token)
        assert server.process.wait(_PATIENCE) == -signal.SIGKILL
    assert journal.exists()

    with _serving(home, _configure(tmp_path, upstream)) as server:
        give_up = time.monotonic() + _PATIENCE
        while journal.exists():
            assert time.monotonic() < give_up
            time.sleep(0.02)
        [collection] = server.ask("get", "collections")["collections"]
        backups = server.ask("get", "backups")["backups"]

    assert collection["state"] == "present"
    if step is Step.JOURNALED:  # nothing had moved, so nothing was replaced
        assert copy.snapshot() == mine
        assert backups == []
    else:
        assert copy.snapshot() != mine
        assert [snapshot(home / entry["path"]) for entry in backups] == [mine]
