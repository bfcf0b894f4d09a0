"""What is kept beside the copies that a person works in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StorageUse:
    """Bytes that caches and previous copies take up.

    Attributes
    ----------
    limit
        What they may take up, apart from the newest backup of each
        collection.
    caches
        Bytes that would be free without the cache of each collection; what a
        copy shares with it does not count.
    newest_backups, older_backups
        Bytes in the newest previous copy of each collection, and in others.
    """

    limit: int
    caches: dict[str, int]
    newest_backups: int
    older_backups: int

    @property
    def counted(self) -> int:
        """Bytes that count towards the limit."""
        return sum(self.caches.values()) + self.older_backups

    @property
    def is_over(self) -> bool:
        """Whether that is more than the limit."""
        return self.counted > self.limit
