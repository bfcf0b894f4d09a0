"""Shows at the end what was refused, by editor, person and verb."""

from collections.abc import Mapping

import pytest

_ROWS = pytest.StashKey[list[tuple[str, str, Mapping[str, int]]]]()


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
