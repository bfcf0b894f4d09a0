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

from jupyter_healthcheck.services.collections import CollectionService
from jupyter_healthcheck.services.settings import read_settings
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
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("JUPYTER")
    }
    # No other extensions: a start takes long enough without them.
    environment |= {"HOME": str(home), "JUPYTER_NO_CONFIG": "1", "PYTHONPATH": str(_ROOT)}
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


@pytest.fixture
def journal(home: Path) -> Path:
    """Exists as long as a swap is on its way."""
    return home / "notebooks" / ".jupyter_healthcheck" / "journal" / "system-test.json"


@pytest.fixture
def edited_copy(home: Path, upstream: Upstream) -> Copy:
    """A copy with a person's edit."""
    settings = read_settings(_options(upstream), home)
    service = CollectionService(settings)
    service.operations.wait(service.get("system-test").id)
    copy = Copy(home / "notebooks" / "system-test")
    copy.edit()
    return copy


def _options(upstream: Upstream) -> dict[str, Any]:
    return {
        "collections": [{"id": "system-test", "url": upstream.path.as_uri()}],
        "allowed_protocols": ["file"],
    }


def _configure(path: Path, upstream: Upstream, more: str = "") -> Path:
    lines = [f"c.HealthCheck.{name} = {value!r}" for name, value in _options(upstream).items()]
    extension = "c.ServerApp.jpserver_extensions = {'jupyter_healthcheck': True}"
    path.write_text("\n".join([extension, *lines, more]), encoding="utf-8")
    return path


def _wait_until_gone(path: Path) -> None:
    give_up = time.monotonic() + _PATIENCE
    while path.exists():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_the_next_server_finishes_what_a_killed_one_began(
    home: Path, tmp_path: Path, upstream: Upstream, edited_copy: Copy, journal: Path
) -> None:
    mine = edited_copy.snapshot()
    deadly = _configure(tmp_path / "deadly.py", upstream, _DIES.format(step=str(Step.INSTALLED)))
    with _serving(home, deadly) as server:
        token = server.get()["plan"]["token"]
        with contextlib.suppress(OSError):  # it may die before it answers
            server.get(on_existing="replace", token=token)
        assert server.process.wait(_PATIENCE) == -signal.SIGKILL
    assert journal.exists()

    with _serving(home, _configure(tmp_path / "harmless.py", upstream)) as server:
        _wait_until_gone(journal)
        [collection] = server.ask("get", "collections")["collections"]
        [backup] = server.ask("get", "backups")["backups"]

    assert (collection["state"], collection["commit"]) == ("present", upstream.head())
    assert edited_copy.snapshot() != mine
    assert backup["own_changes"] is True
    assert snapshot(home / backup["path"]) == mine
