"""A folder that the site keeps current, shown through a link that costs no disk."""

from __future__ import annotations

import os
import uuid
from datetime import UTC, datetime
from pathlib import Path

from .layout import Layout
from .staging import discard, own
from .storage import sync_directory


def is_link_to(layout: Layout, folder: str | Path) -> bool:
    """Whether the destination is a link to that very folder."""
    if not layout.destination.is_symlink():
        return False
    return os.path.realpath(layout.destination) == os.path.realpath(folder)


def can_be_shown(layout: Layout, folder: str) -> bool:
    """Whether the site's folder is there, and apart from the destination.

    A link to what holds it, or lies below it, would lead nowhere.
    """
    real, place = Path(os.path.realpath(folder)), layout.destination
    return real.is_dir() and place not in {real, *real.parents} and real not in place.parents


def link(layout: Layout, folder: str) -> None:
    """Make the destination a link; a link that is there gives way in one step.

    Raises
    ------
    FileExistsError
        If anything but a link stands at the destination.
    """
    layout.staging.mkdir(parents=True, exist_ok=True)
    layout.destination.parent.mkdir(parents=True, exist_ok=True)
    if layout.destination.is_symlink():
        fresh = layout.staging / f"link-{uuid.uuid4().hex}"
        own(fresh)
        fresh.symlink_to(folder, target_is_directory=True)
        fresh.replace(layout.destination)
        discard(fresh)
    else:
        layout.destination.symlink_to(folder, target_is_directory=True)
    sync_directory(layout.destination.parent)


def unlink(layout: Layout) -> None:
    """Take away a link, and only a link."""
    if layout.destination.is_symlink():
        layout.destination.unlink()
        sync_directory(layout.destination.parent)


def updated_at(folder: Path) -> str | None:
    """When a shared folder was last brought up to date, as far as that can be seen."""
    for sign in (folder / ".git" / "HEAD", folder):
        try:
            seconds = sign.stat().st_mtime
        except OSError:
            continue
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return None
