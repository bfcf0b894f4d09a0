"""What providing the tutorials costs a lab that starts.

``python benchmarks/provision.py`` starts real JupyterLab servers, with the
extension and without it in turn, and prints the ratio of the times until they
answer; the extension has 220 notebooks of 81 MB to provide meanwhile, from a
mirror. Then it watches an event loop: the longest pauses while nothing is done,
while those notebooks are provided, and in another process at that time. The
goals are a ratio of at most 1.02 and no pause over 10 ms.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from jupyter_healthcheck.services.collections import CollectionService  # noqa: E402
from jupyter_healthcheck.services.provisioning import Reach  # noqa: E402
from jupyter_healthcheck.services.settings import read_settings  # noqa: E402
from tests.support.repositories import big_upstream  # noqa: E402

NOTEBOOKS = 220
BYTES = 81_000_000
_EXTENSION = "jupyter_healthcheck"
_OTHER = """
import asyncio, json, sys
from provision import pauses

async def watch():
    ended = asyncio.to_thread(sys.stdin.read)
    return await pauses(600, asyncio.ensure_future(ended))

print(json.dumps(asyncio.run(watch())))
"""


def _configuration(upstream: Path, *, enabled: bool) -> dict[str, object]:
    collection = {"id": "tutorial-notebooks", "url": "https://example.invalid/x"}
    return {
        "ServerApp": {"jpserver_extensions": {_EXTENSION: enabled, "jupyterlab": True}},
        "HealthCheck": {
            "allowed_protocols": ["https", "file"],
            "collections": [{**collection, "mirror": upstream.as_uri()}],
        },
    }


def _environment(folder: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("JUPYTER")
    }
    (folder / "home").mkdir(parents=True)
    return {
        **kept,
        "HOME": str(folder / "home"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
    }


def start_seconds(folder: Path, upstream: Path, *, enabled: bool) -> float:
    """Start JupyterLab in a new home; returns the seconds until it answers."""
    environment = _environment(folder)
    (folder / "config").mkdir()
    configuration = json.dumps(_configuration(upstream, enabled=enabled))
    (folder / "config" / "jupyter_server_config.json").write_text(configuration)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    begun = time.perf_counter()
    with subprocess.Popen(
        [*command, f"--port={port}", "--IdentityProvider.token=x"],
        cwd=folder / "home",
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5).close()
            except OSError:
                if server.poll() is not None:
                    raise RuntimeError("JupyterLab did not start") from None
                time.sleep(0.005)
            else:
                break
        taken = time.perf_counter() - begun
        server.terminate()
    return taken


async def pauses(seconds: float, work: asyncio.Future[object] | None = None) -> list[float]:
    """Milliseconds by which a short sleep was late, until the work or the time is over."""
    late = []
    give_up = time.perf_counter() + seconds
    while time.perf_counter() < give_up and not (work and work.done()):
        before = time.perf_counter()
        await asyncio.sleep(0.001)
        late.append((time.perf_counter() - before - 0.001) * 1000)
    return late


async def watch(folder: Path, upstream: Path) -> dict[str, list[float]]:
    """Provide the notebooks beside an event loop; returns the pauses of it and of another."""
    section = _configuration(upstream, enabled=True)["HealthCheck"]
    service = CollectionService(read_settings(cast("dict[str, Any]", section), folder))

    def provide() -> str:
        begun = service.provisioner.provision("tutorial-notebooks", Reach.NEAR, in_background=True)
        ended = service.operations.wait(begun.id)
        return str(ended.result.action if ended.result else ended.error)

    found = {"idle": await pauses(5)}
    # Another process has no part in it: its pauses are the machine's.
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _OTHER, stdin=-1, stdout=-1, cwd=Path(__file__).parent
    )
    await asyncio.sleep(1)
    work = asyncio.ensure_future(asyncio.to_thread(provide))
    found["busy"] = await pauses(600, work)
    output, _ = await other.communicate(b"")
    found["other"] = json.loads(output)
    if await work != "created":
        raise RuntimeError(f"not provided: {work.result()}")
    return found


def _line(words: str, late: list[float]) -> str:
    ordered = sorted(late)
    most = ordered[int(len(ordered) * 0.999)]
    return f"{words:<38}{most:8.1f} ms{ordered[-1]:10.1f} ms{len(ordered):10}\n"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = big_upstream(folder, "mirror", notebooks=NOTEBOOKS, total_bytes=BYTES)
        made.git("repack", "-adq")
        ratios = []
        for number in range(-1, options.repetitions):  # the first fills caches
            taken = {
                enabled: start_seconds(folder / f"{number}-{enabled}", made.path, enabled=enabled)
                for enabled in ((True, False) if number % 2 else (False, True))
            }
            if number >= 0:
                ratios.append(taken[True] / taken[False])
        home = folder / "home"
        home.mkdir()
        found = asyncio.run(watch(home, made.path))
    write = sys.stdout.write
    write(f"time until JupyterLab answers, with / without, {len(ratios)} pairs:\n")
    write(f"  median {statistics.median(ratios):.3f} ({min(ratios):.3f} to {max(ratios):.3f})\n\n")
    write(f"{'pause of an event loop':<38}{'99.9 %':>11}{'longest':>13}{'looks':>10}\n")
    write(_line("  while nothing is done", found["idle"]))
    write(_line(f"  while {BYTES / 1e6:.0f} MB are provided", found["busy"]))
    write(_line("  in another process, then", found["other"]))


if __name__ == "__main__":
    main()
