"""The command line: ``jupyter healthcheck COMMAND``."""

from __future__ import annotations


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    from .main import run

    return run(arguments)
