"""Documents that a collaborative editor holds on the server."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class Rooms(Protocol):
    """The rooms of a collaborative editor: one for each document that people share.

    A room outlives the tabs that were in it, and writes what it holds to the
    path that it knows, whatever stands there by then. All methods may block,
    and none raises: what does not answer counts as in use.
    """

    def save(self, folder: Path) -> None:
        """Have rooms inside a folder write what they would not write by themselves."""

    def release(self, folder: Path) -> tuple[str, ...]:
        """Save and drop the rooms inside a folder that nobody is in.

        Returns
        -------
        tuple of str
            Files of the rooms that are left, relative to the folder.
        """

    def rejoin_kernels(self, folder: Path) -> None:
        """Join kernels to the rooms of their notebooks again, inside a folder."""


class NoRooms:
    """There is no collaborative editor."""

    def save(self, folder: Path) -> None:
        """Save nothing."""

    def release(self, folder: Path) -> tuple[str, ...]:  # noqa: ARG002
        """Find nothing in the way."""
        return ()

    def rejoin_kernels(self, folder: Path) -> None:
        """Join nothing."""
