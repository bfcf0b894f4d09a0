"""Fill a small disk to the last byte, and make room again."""

from contextlib import suppress
from pathlib import Path

_NAME = "ballast"


def fill(disk: Path) -> None:
    """Leave no byte free."""
    with suppress(OSError), (disk / _NAME).open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            with suppress(OSError):
                while file.write(b"x" * size):
                    pass


def make_room(disk: Path) -> None:
    """Undo it, if it was done."""
    (disk / _NAME).unlink(missing_ok=True)
