"""Answers on standard output; progress, questions and messages on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..exceptions import HealthCheckError

if TYPE_CHECKING:
    from rich.console import Console as RichConsole


class Console:
    """Where a command's words go.

    Parameters
    ----------
    as_json
        Print one JSON document instead of words.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        self._stderr: RichConsole | None = None

    @property
    def can_ask(self) -> bool:
        """Whether a person sits at both ends."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def stderr(self) -> RichConsole:
        """Rich's view of standard error."""
        if self._stderr is None:
            from rich.console import Console as RichConsole

            self._stderr = RichConsole(stderr=True, highlight=False, markup=False)
        return self._stderr

    def say(self, words: str) -> None:
        """Tell a person something."""
        self.stderr.print(words, soft_wrap=True)

    def answer(self, document: Any, words: str) -> None:
        """Print the answer, as JSON or in words."""
        if self.as_json:
            print(json.dumps(plain(document), indent=2, ensure_ascii=False))
        elif words:
            print(words)

    def table(self, columns: list[str], rows: list[list[str]]) -> str:
        """Lay rows out in columns for a person."""
        from rich.console import Console as RichConsole
        from rich.table import Table
        from rich.text import Text

        table = Table(*columns, box=None, pad_edge=False, show_edge=False)
        for row in rows:
            table.add_row(*(Text(cell, overflow="fold") for cell in row))
        wide = RichConsole(width=None if sys.stdout.isatty() else 200, highlight=False)
        with wide.capture() as capture:
            wide.print(table)
        return "\n".join(line.rstrip() for line in capture.get().splitlines())

    def failure(self, error: HealthCheckError) -> None:
        """Say what went wrong and what to do."""
        self.error(
            {
                "code": error.code,
                "message": error.message,
                "hint": error.hint,
                "details": plain(error.details),
            }
        )

    def error(self, error: dict[str, Any]) -> None:
        """Say what went wrong elsewhere, as the API describes it."""
        if self.as_json:
            print(json.dumps({"error": error}, indent=2, ensure_ascii=False))
        self.say(error["message"])
        self.say(error["hint"])

    @contextmanager
    def progress(self, title: str) -> Iterator[Any]:
        """Draw a bar; yields a function of a text and a percentage.

        Without a terminal only a change of the text is worth a line.
        """
        if not sys.stderr.isatty():
            last = None

            def line(text: str, _: int) -> None:
                nonlocal last
                if text != last:
                    self.say(f"{title}: {text}")
                last = text

            yield line
            return
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TextColumn("{task.percentage:.0f} %"),
        )
        with Progress(*columns, console=self.stderr, transient=True) as bar:
            task = bar.add_task(title, total=100)
            yield lambda text, percent: bar.update(
                task, completed=percent, description=f"{title}: {text}"
            )


def plain(value: Any) -> Any:
    """Make dataclasses, also inside containers, ready for JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    return value


def age_in_words(moment: str) -> str:
    """Write how long ago something was (ISO 8601) for a person."""
    seconds = (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f"{number} {unit}{'s' if number > 1 else ''} ago"
    return "a moment ago"


def bytes_in_words(size: int) -> str:
    """Write a size for a person, in powers of ten."""
    amount, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if amount < 1000:
            break
        amount, unit = amount / 1000, larger
    return f"{amount:.0f} {unit}" if unit == "B" or amount >= 10 else f"{amount:.1f} {unit}"
