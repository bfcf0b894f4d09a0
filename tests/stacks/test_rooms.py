"""The collaborative editors save by themselves, on the server: nothing of a read-only notebook."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.stacks import Stack, interpreter
from tests.support.tutorials import FOLDER, NOTEBOOK, OWN
from tests.workspace.snapshots import snapshot

from .server import Server


def test_an_edit_in_a_room_is_not_saved(server: Server) -> None:
    if server.stack is Stack.PLAIN:
        pytest.skip("plain JupyterLab has no rooms")
    before = snapshot(server.home / FOLDER)

    subprocess.run(
        [
            interpreter(server.stack),
            Path(__file__).with_name("room_client.py"),
            *(f"127.0.0.1:{server.port}", server.token, server.stack),
            *(NOTEBOOK, OWN, server.home / OWN),
        ],
        env={"PATH": os.environ["PATH"]},
        check=True,
        timeout=90,
    )

    own = (server.home / OWN).read_text()
    assert "\"to_be_saved('again')" in own
    assert "not_to_be_saved" not in own
    assert snapshot(server.home / FOLDER) == before
