"""What the collaborative editors have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol


class Room(Protocol):
    """One shared document. All methods are called in the server's loop."""

    @property
    def path(self) -> str | None:
        """Its file, as the contents API names it; `None` if that is gone."""

    @property
    def is_in_use(self) -> bool:
        """Whether anybody has it open."""

    async def save(self) -> None:
        """Write what would not be written by itself."""

    async def close(self) -> bool:
        """Write what it holds and drop it; tell whether it is gone."""


class Editor(Protocol):
    """A collaborative editor. All methods are called in the server's loop."""

    def rooms(self) -> Iterable[Room]:
        """Every shared document."""

    async def rejoin_kernels(self, is_inside: Callable[[str], bool]) -> None:
        """Join kernels to their notebooks' rooms, where a path is wanted."""
