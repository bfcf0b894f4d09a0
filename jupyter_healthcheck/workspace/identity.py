"""What a path is, whatever name, link or mount led there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

#: Device and inode of a file or folder.
Identity = tuple[int, int]


def identity(path: str | os.PathLike[str], *, follow: bool = True) -> Identity | None:
    """Tell what is at a path, or `None` if there is nothing that can be seen.

    Parameters
    ----------
    path
        Where to look.
    follow
        Whether a link stands for what it leads to.
    """
    try:
        facts = os.stat(path, follow_symlinks=follow)
    except (OSError, ValueError):  # a null byte is no path either
        return None
    return facts.st_dev, facts.st_ino


def lineage(path: str) -> Iterator[Identity]:
    """Name the folder that a path leads into, and every folder above that.

    The folder is the path itself, if it is one, or else the nearest above it
    that exists. Nothing is remembered, and the kernel follows the links: what
    counts is where a write would arrive now.

    Parameters
    ----------
    path
        An absolute path; nothing needs to be there.
    """
    here, last = _nearest_folder(path), None
    while (found := identity(here)) not in {None, last}:
        yield found
        here, last = f"{here}/..", found


def _nearest_folder(path: str) -> str:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        mode = 0
    if stat.S_ISDIR(mode):
        return path
    if not stat.S_ISREG(mode):  # a link that leads to nothing yet can be written through
        path = os.path.realpath(path)
        if os.path.isdir(path):
            return path
    folder = os.path.dirname(path)
    while not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    return folder
