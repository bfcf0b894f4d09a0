"""Commands, their options and exit codes."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from ..exceptions import HealthCheckError
from .console import Console

# sysexits.h
USAGE_ERROR = 64
INTERNAL_ERROR = 70
FAILED = 2
INTERRUPTED = 128 + signal.SIGINT

Runner = Callable[[argparse.Namespace, Console], int]


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{self.prog}: {message}\n")


def run(arguments: list[str] | None = None) -> int:
    """Parse, run, and turn every error into words and an exit code."""
    options = build_parser().parse_args(arguments)
    console = Console(as_json=options.json)
    try:
        runner: Runner = import_module(f"..{options.module}", __name__).run
        return runner(options, console)
    except HealthCheckError as error:
        if options.debug:
            raise
        console.failure(error)
        return FAILED
    except KeyboardInterrupt:
        console.say("Interrupted. Your copy is as it was.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; writing on would fail again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except Exception as error:
        if options.debug:
            raise
        console.say(
            f"Something went wrong inside jupyter healthcheck ({type(error).__name__}: {error}). "
            "Run it again with --debug and report what it prints."
        )
        return INTERNAL_ERROR


def build_parser() -> argparse.ArgumentParser:
    """Describe all commands."""
    common = _Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="print one JSON document")
    common.add_argument(
        "--config", type=Path, metavar="FILE", help="Jupyter configuration, JSON or Python"
    )
    common.add_argument(
        "--root",
        type=Path,
        default=Path.home(),
        metavar="DIR",
        help="folder that stands for your home (default: your home)",
    )
    common.add_argument("--debug", action="store_true", help="show tracebacks")

    parser = _Parser(
        prog="jupyter healthcheck",
        description="Health-check notebooks of a science platform: get, run, understand.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, words: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            parents=[common],
            help=words,
            description=words[0].upper() + words[1:] + ".",
            epilog=f"Example: {example}",
        )
        added.set_defaults(module=f"{name}")
        return added

    command(
        "collections",
        "list the sets of notebooks that can be got here",
        "jupyter healthcheck collections --json",
    )
    get = command(
        "get",
        "get a fresh, writable set of notebooks; nothing of yours is lost",
        "jupyter healthcheck get system-test --on-existing keep-both",
    )
    get.add_argument("id", metavar="ID", help="the collection, such as system-test")
    get.add_argument(
        "--on-existing",
        choices=("ask", "keep-both", "replace"),
        default="ask",
        help="what to do with changes of yours in a copy that is there: ask (default), keep "
        "both copies, or replace it (a backup is made)",
    )
    backups = command(
        "backups",
        "list previous copies that can be restored",
        "jupyter healthcheck backups system-test",
    )
    backups.add_argument("id", metavar="ID", nargs="?", help="only those of this collection")
    restore = command(
        "restore",
        "bring a previous copy back; the present one becomes a backup",
        "jupyter healthcheck restore system-test-20261012T143000-1a2b3c",
    )
    restore.add_argument("backup", metavar="BACKUP", help="its id, as `backups` lists it")
    provision = command(
        "provision",
        "bring read-only notebooks, such as the tutorials, up to date now",
        "jupyter healthcheck provision tutorial-notebooks",
    )
    provision.add_argument(
        "ids", metavar="ID", nargs="*", help="the collections (default: all automatic ones)"
    )
    command(
        "status",
        "tell versions, the home folder, and what the configuration has wrong",
        "jupyter healthcheck status",
    )
    demo = command(
        "demo",
        "open JupyterLab on a practice environment, offline and in one folder",
        "jupyter healthcheck demo --no-browser",
    )
    demo.add_argument(
        "--dir", type=Path, metavar="D", help="folder to use (default: a temporary one)"
    )
    demo.add_argument("--port", type=int, default=0, metavar="P", help="port (default: a free one)")
    demo.add_argument("--no-browser", action="store_true", help="only print the URL")
    demo.add_argument(
        "--add-commit",
        metavar="ID",
        help="add a commit to a collection's upstream in --dir, to show an update, and exit",
    )
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> NoReturn:
        from .._version import __version__

        print(__version__)
        parser.exit()
