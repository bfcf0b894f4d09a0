"""Where a server runs on the same home, it does the work, so that its pages are safe."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.repositories import Upstream
from tests.workspace.snapshots import snapshot

from .shell import Shell

DOCUMENT = {"path": "notebooks/system-test/tap_schemas.ipynb", "edited": False}


class Lab:
    """A real server on the shell's home.

    Parameters
    ----------
    shell
        Says which home.
    """

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://localhost:{port}/"
        self.log = shell.folder / "server.log"
        options = {
            "ServerApp.root_dir": str(shell.home),
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "ServerApp.open_browser": False,
            "ServerApp.allow_root": True,
            "ServerApp.jpserver_extensions": {"jupyter_healthcheck": True},
            "IdentityProvider.token": "secret",
        }
        section = json.loads(shell.config.read_text())["HealthCheck"]
        options |= {f"HealthCheck.{name}": value for name, value in section.items()}
        options["HealthCheck.quiesce_seconds"] = 1
        file = shell.folder / "server_config.py"
        lines = [f"c.{name} = {value!r}" for name, value in options.items()]
        file.write_text("\n".join(lines))
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyter_server", f"--config={file}"],
                env=shell.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._wait()

    def request(self, method: str, path: str, body: object = None) -> Any:
        """Talk to the server as a page does."""
        request = urllib.request.Request(
            f"{self.url}jupyter-healthcheck/api/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": "token secret", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.loads(response.read() or b"null")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(30)

    def _wait(self) -> None:
        give_up = time.monotonic() + 60
        while True:
            try:
                self.request("GET", "status")
            except OSError:
                if self._process.poll() is not None or time.monotonic() > give_up:
                    pytest.fail(self.log.read_text())
                time.sleep(0.1)
            else:
                return


@pytest.fixture
def lab(shell: Shell) -> Iterator[Lab]:
    running = Lab(shell)
    yield running
    running.stop()


@pytest.fixture
def changed(shell: Shell) -> Shell:
    shell.run("get", "system-test")
    (shell.copy / "notes.md").write_text("mine")
    return shell


def test_server_does_the_work(changed: Shell, lab: Lab, upstream: Upstream) -> None:
    old = snapshot(changed.copy)
    upstream.commit({"new.txt": "new"})
    asked = changed.run("get", "system-test", "--json")
    assert (asked.code, asked.answer["action"]) == (3, "ask")
    assert f"Asking the Jupyter server at {lab.url} to do it." in asked.stderr
    done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["action"]) == (0, "replaced")
    kinds = [operation["kind"] for operation in lab.request("GET", "operations")["operations"]]
    assert kinds == ["get"] * 3
    restored = changed.run("restore", done.answer["backup"]["id"], "--json")
    assert (restored.code, restored.answer["path"]) == (0, "notebooks/system-test")
    assert snapshot(changed.copy) == old
    unknown = changed.run("restore", "no-such", "--json")
    assert (unknown.code, unknown.answer["error"]["code"]) == (2, "backup-missing")
    assert changed.run("status", "--json").answer["server"] == lab.url
    assert "secret" not in changed.run("status").stdout


def test_server_whose_pages_do_not_close_refuses(changed: Shell, lab: Lab) -> None:
    """Nothing is swapped under an open document, and nothing is done beside the server."""
    before = snapshot(changed.copy)
    lab.request("PUT", "pages/one", {"documents": [DOCUMENT]})
    done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["error"]["code"]) == (2, "documents-open")
    assert snapshot(changed.copy) == before
    backups = changed.run("backups", "--json").answer["backups"]
    assert backups == []
    lab.request("DELETE", "pages/one")
    done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["action"]) == (0, "replaced")


def test_server_that_does_not_let_us_in(changed: Shell, lab: Lab) -> None:
    [facts] = Path(changed.environment["JUPYTER_RUNTIME_DIR"]).glob("jpserver-*.json")
    facts.write_text(facts.read_text().replace("secret", "wrong"))
    before = snapshot(changed.copy)
    done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["error"]["code"]) == (2, "server-refused")
    assert snapshot(changed.copy) == before
    # What only looks needs nobody's leave.
    assert changed.run("collections").code == 0


def test_status_names_what_is_wrong_with_the_server(shell: Shell) -> None:
    right = shell.config.read_text()
    wrong = json.loads(right)
    wrong["HealthCheck"]["backup_days"] = "soon"
    shell.config.write_text(json.dumps(wrong))
    running = Lab(shell)
    shell.config.write_text(right)
    try:
        [problem] = shell.run("status", "--json").answer["problems"]
        assert problem["field"] == "backup_days"
        assert problem["hint"] in shell.run("status").stdout
    finally:
        running.stop()
    assert shell.run("status", "--json").answer["problems"] == []


def _claim(shell: Shell, url: str, **other: object) -> None:
    """Leave the note of a server of this home, which is said to run."""
    runtime = Path(shell.environment["JUPYTER_RUNTIME_DIR"])
    runtime.mkdir(parents=True)
    facts = {"pid": os.getpid(), "root_dir": str(shell.home), "url": url, "token": "x", **other}
    (runtime / "jpserver-1.json").write_text(json.dumps(facts))


def test_server_that_does_not_answer(changed: Shell) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        _claim(changed, f"http://127.0.0.1:{closed.getsockname()[1]}/")
        before = snapshot(changed.copy)
        done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["error"]["code"]) == (2, "server-silent")
    assert snapshot(changed.copy) == before


def test_server_that_is_gone_is_not_asked(changed: Shell) -> None:
    """It left its note when it was killed."""
    ended = subprocess.run(["sh", "-c", "echo $$"], capture_output=True, text=True, check=True)
    _claim(changed, "http://127.0.0.1:9/", pid=int(ended.stdout))
    done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["action"]) == (0, "replaced")


@pytest.mark.parametrize("root", ["elsewhere", "home/deeper"])
def test_server_of_another_folder_is_not_asked(changed: Shell, root: str) -> None:
    _claim(changed, "http://127.0.0.1:9/", root_dir=str(changed.folder / root))
    done = changed.run("get", "system-test", "--on-existing", "replace", "--json")
    assert (done.code, done.answer["action"]) == (0, "replaced")
