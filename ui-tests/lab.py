"""Starts and stops a JupyterLab with a home of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Page, expect

READY_SECONDS = 60


class Lab:
    """A running JupyterLab.

    Parameters
    ----------
    folder
        Everything of it is inside: home, configuration, log.
    health_check
        The ``HealthCheck`` section of its configuration.
    python
        The interpreter that runs it; this one if not given.
    config
        Other sections of its configuration.
    """

    def __init__(
        self,
        folder: Path,
        health_check: dict[str, Any],
        *,
        python: str = sys.executable,
        config: dict[str, Any] | None = None,
    ) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.notebooks = self.home / "notebooks"
        self.token = secrets.token_hex(16)
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._python = python
        self._config = {**(config or {}), "HealthCheck": health_check}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """Variables that keep it, and commands beside it, inside the folder."""
        inside = {
            "HOME": self.home,
            "JUPYTER_CONFIG_DIR": self.folder / "config",
            "JUPYTER_DATA_DIR": self.folder / "data",
            "JUPYTER_RUNTIME_DIR": self.folder / "runtime",
            "JUPYTERLAB_SETTINGS_DIR": self.folder / "config" / "settings",
            "JUPYTERLAB_WORKSPACES_DIR": self.folder / "config" / "workspaces",
        }
        return {**os.environ, **{name: str(path) for name, path in inside.items()}}

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.home.mkdir(exist_ok=True)
        self._configure()
        with (self.folder / "lab.log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._python, "-m", "jupyterlab", "--LabApp.expose_app_in_browser=True"],
                cwd=self.home,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        give_up = time.monotonic() + READY_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.url}/api", timeout=2).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("JupyterLab did not start:\n" + self.log())

    def stop(self) -> None:
        """End it and everything that it started."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        self._process = None

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "lab.log").read_text(errors="replace")

    def open(self, page: Page, *, theme: str = "JupyterLab Light") -> None:
        """Show JupyterLab in a page, and wait until it is restored."""
        page.goto(f"{self.url}/lab?token={self.token}&reset")
        self.wait_until_restored(page)
        if theme != "JupyterLab Light":
            self.execute(page, "apputils:change-theme", {"theme": theme})
            expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)

    def wait_until_restored(self, page: Page) -> None:
        """Wait for a page that is loading."""
        # With ?reset the page loads once more by itself.
        page.wait_for_function(
            "() => window.jupyterapp && !location.search.includes('reset')"
            " && window.jupyterapp.restored.then(() => true)"
        )

    def execute(self, page: Page, command: str, args: dict[str, Any] | None = None) -> None:
        """Run a command where a menu click is not the point of the test."""
        page.evaluate(
            "([command, args]) => window.jupyterapp.commands.execute(command, args).then(() => 0)",
            [command, args or {}],
        )

    def wait_for(self, path: Path) -> None:
        """Wait until a file is there that comes by itself."""
        give_up = time.monotonic() + READY_SECONDS
        while not path.exists():
            if time.monotonic() > give_up:
                raise RuntimeError(f"{path} does not come:\n{self.log()}")
            time.sleep(0.05)

    def health_check(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command line beside the running server."""
        return subprocess.run(
            [self._python, "-m", "jupyter_healthcheck", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def _configure(self) -> None:
        config = self.folder / "config"
        news = config / "settings" / "@jupyterlab" / "apputils-extension"
        news.mkdir(parents=True, exist_ok=True)
        (news / "notification.jupyterlab-settings").write_text(
            json.dumps({"fetchNews": "false", "checkForUpdates": False})
        )
        server = {
            "ServerApp": {
                "ip": "127.0.0.1",
                "port": self.port,
                "port_retries": 0,
                "open_browser": False,
                "allow_root": True,
                "root_dir": str(self.home),
            },
            "IdentityProvider": {"token": self.token},
            **self._config,
        }
        (config / "jupyter_server_config.json").write_text(json.dumps(server))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
