"""The collaborative editors save by themselves, on the server: nothing of a read-only notebook."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.support.stacks import Stack, interpreter
from tests.support.tutorials import ENTRY, FOLDER, NOTEBOOK, OWN, Tutorials
from tests.workspace.snapshots import snapshot

from .people import Person, hand_over
from .server import Server

# Short, so that all has been tried when the server stops.
SOON = {
    "YDocExtension": {
        "document_save_delay": 0.1,
        "document_cleanup_delay": 0.1,
        "file_poll_interval": 0.1,
    },
    "YRoomFileAPI": {"min_poll_interval": 0.1, "poll_interval_multiplier": 1.0},
}


@pytest.mark.parametrize("person", Person)
@pytest.mark.parametrize("stack", [Stack.COLLABORATION, Stack.DOCUMENTS])
def test_an_edit_in_a_room_is_not_saved(stack: Stack, person: Person) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Server(folder, stack, person)
        tutorials = Tutorials.create(server.home)
        server.configure({"HealthCheck": {"collections": [ENTRY]}, **SOON})
        hand_over(folder, person)
        before = snapshot(tutorials.folder)

        with server:
            subprocess.run(
                [
                    interpreter(stack),
                    Path(__file__).with_name("room_client.py"),
                    *(f"127.0.0.1:{server.port}", server.token, stack),
                    *(NOTEBOOK, OWN, server.home / OWN),
                ],
                env={"PATH": os.environ["PATH"]},
                check=True,
                timeout=90,
            )
        # Stopping is the last chance to save what the rooms still hold.

        assert "to_be_saved('again')" in (server.home / OWN).read_text()
        assert snapshot(server.home / FOLDER) == before
        assert "Traceback" not in server.log()
        assert "not_to_be_saved" not in (server.home / OWN).read_text()
