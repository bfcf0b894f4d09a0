"""A start of the server pays for nothing that only a request needs."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]

# What a server has loaded by itself is not counted.
_LOAD = """
import asyncio, json, sys
from jupyter_server.serverapp import ServerApp

async def load():
    app = ServerApp(jpserver_extensions={"jupyter_server_terminals": True})
    app.initialize(
        ["--allow-root", "--no-browser"], new_httpserver=False, find_extensions=False
    )
    before = set(sys.modules)
    import jupyter_healthcheck
    jupyter_healthcheck.load_jupyter_server_extension(app)
    return sorted(set(sys.modules) - before)

print(json.dumps(asyncio.run(load())))
"""


def test_loading_the_server_part_loads_no_more_than_its_options(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOAD],
        cwd=ROOT,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))

    assert "jupyter_healthcheck.server.app" in loaded
    assert {name.partition(".")[0] for name in loaded}.isdisjoint(
        {"pydantic", "git", "filelock", "rich"}
    )
    assert loaded.isdisjoint(
        {
            "jupyter_healthcheck.services.collections",
            "jupyter_healthcheck.services.settings",
            "jupyter_healthcheck.server.routes",
            "jupyter_healthcheck.models",
            "jupyter_healthcheck.workspace",
        }
    )
