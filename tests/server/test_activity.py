"""A good citizen: nothing by itself, and watching keeps no idle lab alive."""

import asyncio
import threading
from pathlib import Path

import pytest
from jupyter_server.serverapp import ServerApp

from tests.support.git_server import GitServer

from .client import Client
from .routes import VERBS


async def test_watching_is_no_activity(client: Client, running: ServerApp) -> None:
    running.web_app.settings["api_last_activity"] = None

    for verb, path, body in (parameters.values for parameters in VERBS):
        if verb == "get" or path.startswith("pages/"):
            await client.request(verb, f"{path}?no_track_activity=1", body)

    assert running.web_app.settings["api_last_activity"] is None


async def test_what_a_person_does_is_activity(client: Client, running: ServerApp) -> None:
    running.web_app.settings["api_last_activity"] = None

    await client.begin()

    assert running.web_app.settings["api_last_activity"] is not None


@pytest.mark.usefixtures("served")
async def test_a_start_asks_nobody_and_writes_nothing(
    client: Client, running: ServerApp, git_server: GitServer, jp_root_dir: Path
) -> None:
    [upkeep] = [thread for thread in threading.enumerate() if thread.name == "healthcheck-upkeep"]
    # It does all that a start does before it first looks whether it is to end.
    await running.extension_manager.stop_all_extensions()
    await asyncio.to_thread(upkeep.join)
    for path in ("collections", "operations", "backups", "status"):
        await client.request("get", path, expect=200)

    assert git_server.connections == 0
    assert list(jp_root_dir.iterdir()) == []
