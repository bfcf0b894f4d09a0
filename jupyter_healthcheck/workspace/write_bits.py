"""Write bits of read-only copies, and getting them back."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def protect(folder: Path, names: Iterable[str] | None = None) -> None:
    """Take the write bits from the files of a copy; folders keep theirs.

    A kernel may so leave a file beside a notebook, but not change one.

    Parameters
    ----------
    folder
        The copy.
    names
        Its files, relative to it; all that there are if not given.
    """
    for path, mode in _files(folder) if names is None else _named(folder, names):
        if mode & _WRITE:
            os.chmod(path, mode & ~_WRITE)  # noqa: PTH101  (10,000 files)


def unprotect(folder: Path) -> None:
    """Give the owner write bits back in what is the person's own, as far as possible."""
    open_folders(folder)
    for path, _ in _files(folder):
        make_writable(path)


def open_folders(folder: Path) -> None:
    """Have the owner look, go and write into a folder and those in it, as far as possible."""
    make_writable(os.fspath(folder))
    for place, folders, _ in os.walk(folder):
        for name in folders:  # before it is walked into
            make_writable(os.path.join(place, name))  # noqa: PTH118


def make_writable(path: str) -> None:
    """Give the owner of one file or folder the right to write to it, as far as possible."""
    with suppress(OSError):
        mode = os.lstat(path).st_mode
        needed = stat.S_IRWXU if stat.S_ISDIR(mode) else stat.S_IRUSR | stat.S_IWUSR
        if mode & needed != needed:
            os.chmod(path, stat.S_IMODE(mode) | needed)  # noqa: PTH101


def _files(root: Path) -> Iterator[tuple[str, int]]:
    """Regular files with their modes, without git's own."""
    for folder, folders, names in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        yield from _named(folder, names)


def _named(folder: str | Path, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    for name in names:
        path = os.path.join(folder, name)  # noqa: PTH118
        try:
            mode = os.lstat(path).st_mode
        except (FileNotFoundError, PermissionError):  # taken away meanwhile, or not ours to see
            continue
        if stat.S_ISREG(mode):
            yield path, stat.S_IMODE(mode)
