"""``jupyter healthcheck demo``: JupyterLab on a practice environment."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from pathlib import Path

from ..exceptions import UnavailableError
from ..practice import PracticeEnvironment, add_upstream_commit, build_practice
from .console import Console

FAILED = 2
_READY_SECONDS = 120.0
_END_SECONDS = 15.0


def run(options: argparse.Namespace, console: Console) -> int:
    """Build the environment, open JupyterLab in it, clean up on Ctrl-C."""
    with _folder(options.dir) as folder:
        practice = build_practice(folder)
        if options.add_commit is not None:
            return _add_commit(practice, options.add_commit, console)
        port = options.port or _free_port()
        token = secrets.token_hex(24)
        _heed_interrupts()
        server = _start(practice, port, token)
        try:
            url = f"http://127.0.0.1:{port}/lab?token={token}"
            _wait_until_ready(server, f"http://127.0.0.1:{port}/api", practice)
            console.answer({"url": url, "folder": str(practice.folder)}, url)
            sys.stdout.flush()
            console.say("Choose Health Check > Get system-test notebooks. Ctrl-C ends the demo.")
            if not options.no_browser:
                webbrowser.open(url)
            return 0 if server.wait() == 0 else FAILED
        except KeyboardInterrupt:
            console.say("The demo has ended.")
            return 0
        finally:
            _end(server)


def _add_commit(practice: PracticeEnvironment, collection: str, console: Console) -> int:
    commit = add_upstream_commit(practice, collection)
    console.answer({"collection": collection, "commit": commit}, f"{collection}: {commit}")
    return 0


@contextlib.contextmanager
def _folder(wanted: Path | None) -> Iterator[Path]:
    if wanted is not None:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted.resolve()
        return
    with tempfile.TemporaryDirectory(
        prefix="jupyter-healthcheck-demo-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder).resolve()


def _start(practice: PracticeEnvironment, port: int, token: str) -> subprocess.Popen[bytes]:
    private = practice.folder / "jupyter"
    config = private / "config"
    config.mkdir(parents=True, exist_ok=True)
    # No question about news in a lab that has no network.
    quiet = config / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True, exist_ok=True)
    (quiet / "notification.jupyterlab-settings").write_text(
        '{"fetchNews": "false", "checkForUpdates": false}\n'
    )
    server = {
        "ServerApp": {
            "ip": "127.0.0.1",
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "allow_root": True,
            "root_dir": str(practice.home),
        },
        "IdentityProvider": {"token": token},
        **practice.config,
    }
    (config / "jupyter_server_config.json").write_text(json.dumps(server, indent=2) + "\n")
    environment = {
        **os.environ,
        "HOME": str(practice.home),
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(config / "lab" / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(config / "lab" / "workspaces"),
    }
    with (practice.folder / "jupyterlab.log").open("wb") as log:
        # In a session of its own, so that Ctrl-C reaches us alone and the end is orderly.
        return subprocess.Popen(
            [sys.executable, "-m", "jupyterlab"],
            cwd=practice.home,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_ready(
    server: subprocess.Popen[bytes], url: str, practice: PracticeEnvironment
) -> None:
    give_up = time.monotonic() + _READY_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  (our own server)
            return
        time.sleep(0.1)
    log = (practice.folder / "jupyterlab.log").read_text(errors="replace").splitlines()
    raise UnavailableError(
        "demo-failed",
        "JupyterLab did not start: " + (log[-1] if log else "it said nothing") + ".",
        "Check with `jupyter lab` whether it starts at all, and try another --port.",
    )


def _heed_interrupts() -> None:
    """Let Ctrl-C and a polite kill end the demo in good order.

    A shell has what it starts in the background ignore interrupts, which would
    leave a script without a way to end it.
    """

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
