"""How much the extension adds to the start of a Jupyter server.

``python benchmarks/start.py`` measures each figure in many fresh processes, with
and without the extension in turn, and prints medians. Bytecode is compiled
before, as in an installed lab. The goal is at most 20 ms for each figure.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

_IMPORT = """
from time import perf_counter
start = perf_counter()
import jupyter_healthcheck
print((perf_counter() - start) * 1000)
"""

# What a server does by itself is measured with it and without.
_INITIALIZE = """
import asyncio, sys
from time import perf_counter
from jupyter_server.serverapp import ServerApp

async def initialize():
    arguments = ["--allow-root", "--no-browser", "--log-level=CRITICAL"]
    app = ServerApp(jpserver_extensions=dict.fromkeys(sys.argv[1:], True))
    start = perf_counter()
    app.initialize(arguments, new_httpserver=False, find_extensions=False)
    return app, (perf_counter() - start) * 1000
"""
_WHOLE = f"""{_INITIALIZE}
print(asyncio.run(initialize())[1])
"""
_LOAD = f"""{_INITIALIZE}
async def load():
    app, _ = await initialize()
    start = perf_counter()
    import jupyter_healthcheck
    jupyter_healthcheck.load_jupyter_server_extension(app)
    return (perf_counter() - start) * 1000

print(asyncio.run(load()))
"""
_EXTENSION = "jupyter_healthcheck"
#: An extension that every lab has, so that what all extensions share is in both figures.
_ANOTHER = "jupyter_server_terminals"


def measure(code: str, home: Path, *arguments: str) -> float:
    """Run a snippet in a fresh process and return the milliseconds that it prints."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("JUPYTER")
    }
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=Path(__file__).parents[1],
        env={**environment, "HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.splitlines()[-1])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=21)
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        figures: dict[str, Callable[[], float]] = {
            "import": lambda: measure(_IMPORT, home),
            "load": lambda: measure(_LOAD, home, _ANOTHER),
            "server without": lambda: measure(_WHOLE, home, _ANOTHER),
            "server with": lambda: measure(_WHOLE, home, _ANOTHER, _EXTENSION),
        }
        for figure in figures.values():  # compiles
            figure()
        found: dict[str, list[float]] = {name: [] for name in figures}
        for _ in range(options.repetitions):
            for name, figure in figures.items():
                found[name].append(figure())
    medians = {name: statistics.median(values) for name, values in found.items()}
    pairs = list(zip(found["server with"], found["server without"], strict=True))
    medians["difference"] = statistics.median(with_ - without for with_, without in pairs)
    medians["ratio"] = statistics.median(with_ / without for with_, without in pairs)
    sys.stdout.write(json.dumps(medians) + "\n" if options.json else _table(medians))


def _table(medians: dict[str, float]) -> str:
    lines = {
        f"import {_EXTENSION}": "import",
        "load it into a server that is there": "load",
        "ServerApp.initialize without it": "server without",
        "ServerApp.initialize with it": "server with",
        "difference, paired": "difference",
    }
    rows = [f"{words:<40}{medians[name]:8.2f} ms" for words, name in lines.items()]
    return "\n".join([*rows, f"{'ratio, paired':<40}{medians['ratio']:8.3f}", ""])


if __name__ == "__main__":
    main()
