"""How much the guard of read-only collections adds to reading through the contents API.

``python benchmarks/guard.py`` reads a folder of 1,000 files, and one file, outside
of a read-only collection and inside one, with and without the guard in turn, and
prints medians of the CPU time and their ratio.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from jupyter_healthcheck.server.contents import guarded
from jupyter_healthcheck.server.readonly import ReadOnlyRules
from jupyter_healthcheck.services.protection import Protection
from jupyter_healthcheck.services.settings import read_settings
from jupyter_healthcheck.workspace.marker import Marker, write_marker

_FILES = 1000
_INSIDE = "notebooks/tutorial-notebooks"
_OUTSIDE = "notebooks/own-notebooks"


def prepare(home: Path) -> None:
    """Make two folders with the same files, one of them a read-only collection."""
    for name in (_INSIDE, _OUTSIDE):
        folder = home / name
        folder.mkdir(parents=True)
        for number in range(_FILES):
            (folder / f"file-{number}.txt").write_text("content\n")
    marker = Marker("tree", "tutorial-notebooks", "0" * 40, "main", "2026-11-24T00:00:00+00:00")
    write_marker(home / _INSIDE, marker)


async def measure(manager: Any, path: str, times: int) -> float:
    """Return the milliseconds of CPU time that it takes to read a path once."""
    start = process_time()
    for _ in range(times):
        await manager.get(path)
    return (process_time() - start) * 1000 / times


async def compare(home: Path, rounds: int) -> None:
    """Measure and print."""
    settings = read_settings({}, home)
    protection = Protection(settings.collections, settings.root)
    kinds = (
        AsyncLargeFileManager,
        guarded(AsyncLargeFileManager, ReadOnlyRules(lambda: protection)),
    )
    managers = [kind(root_dir=str(home)) for kind in kinds]
    sys.stdout.write(f"{'':34}{'without':>12}{'guarded':>12}{'ratio':>8}\n")
    for place, folder in (("outside", _OUTSIDE), ("inside", _INSIDE)):
        for what, path, times in (
            (f"folder with {_FILES:,} files", folder, 1),
            ("one file", f"{folder}/file-1.txt", 200),
        ):
            samples: list[list[float]] = [[], []]
            for turn in range(rounds):
                for which in (0, 1) if turn % 2 else (1, 0):
                    samples[which].append(await measure(managers[which], path, times))
            plain, with_guard = (statistics.median(each) for each in samples)
            ratio = statistics.median(b / a for a, b in zip(*samples, strict=True))
            sys.stdout.write(
                f"{f'{place}, {what}':34}{plain:9.3f} ms{with_guard:9.3f} ms{ratio:8.3f}\n"
            )


def main() -> None:
    """Measure in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        asyncio.run(compare(Path(folder), rounds))


if __name__ == "__main__":
    main()
