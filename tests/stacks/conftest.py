"""A server of each editor and person, and a table of what they refused."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.stacks import Stack
from tests.support.tutorials import ENTRY, FOLDER, SHARED_FOLDER, Tutorials
from tests.workspace.snapshots import snapshot

from .people import Person, hand_over, may_write
from .server import Server

# Short, so that the editors have tried everything when the server stops.
_SOON = {
    "YDocExtension": {
        "document_save_delay": 0.1,
        "document_cleanup_delay": 0.1,
        "file_poll_interval": 0.1,
    },
    "YRoomFileAPI": {"min_poll_interval": 0.1, "poll_interval_multiplier": 1.0},
}
#: What jupyter-collaboration has to say to the end of a server in which it had nothing to do.
_NO_ROOM_WAS_OPENED = "RuntimeError: WebsocketServer not running"
_ROWS = pytest.StashKey[list[tuple[str, str, Mapping[str, int]]]]()


@pytest.fixture(
    scope="session",
    params=[(stack, person) for stack in Stack for person in Person],
    ids=lambda pair: f"{pair[0]}-{pair[1]}",
)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that runs, for all tests; what is read-only is as it was when it has stopped."""
    stack, person = request.param
    # Not where pytest keeps its folders: there it lets nobody else in.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        made = Server(folder, stack, person)
        entries = [ENTRY, Tutorials.create(made.home).share(folder / "site" / "shared")]
        made.configure({"HealthCheck": {"collections": entries}, **_SOON})
        hand_over(folder, person)
        kept = (made.home / FOLDER, made.home / SHARED_FOLDER / ".")
        before = [snapshot(path) for path in kept]
        with made:
            assert may_write(made.pid) == (person is Person.ROOT)
            assert made.runs_its_editor()
            yield made
        # To stop is the last chance to save what an editor still holds.
        assert [snapshot(path) for path in kept] == before
        log = made.log()
        assert log.count("Traceback") == log.count(_NO_ROOM_WAS_OPENED)


def note(config: pytest.Config, editor: str, person: str, refused: Mapping[str, int]) -> None:
    """Add a row to the table."""
    config.stash.setdefault(_ROWS, []).append((editor, person, refused))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Write the table, if there is one."""
    rows = config.stash.get(_ROWS, [])
    if not rows:
        return
    verbs = list(rows[0][2])
    terminalreporter.section("attempts to change a read-only collection, all refused with 403")
    lines = [
        ("editor", "person", *verbs, "all"),
        *(
            (editor, person, *(str(refused[verb]) for verb in verbs), str(sum(refused.values())))
            for editor, person, refused in rows
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        terminalreporter.write_line("  ".join(cells).rstrip())
