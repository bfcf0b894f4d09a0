"""Writing so that a crash, a full disk or a shared file system loses nothing."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ..exceptions import ConflictError, HealthCheckError, StorageFullError, UnavailableError

_AT_FDCWD = -100
_RENAME_NOREPLACE = 1
_RENAME_EXCHANGE = 2
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP})


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _renameat2(source: Path, target: Path, flags: int) -> bool:
    """Call renameat2(2). False where the system or file system has no such flag."""
    call = getattr(_libc(), "renameat2", None)
    if call is None:
        return False
    code = call(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), flags)
    if code == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(source), None, str(target))


def exchange(first: Path, second: Path) -> bool:
    """Swap two paths in one step, so that neither is ever missing.

    Returns
    -------
    bool
        False, with nothing changed, where that is not possible.
    """
    return _renameat2(first, second, _RENAME_EXCHANGE)


def move_without_clobbering(source: Path, target: Path) -> None:
    """Rename, and raise `FileExistsError` if anything is at the target."""
    if _renameat2(source, target, _RENAME_NOREPLACE):
        return
    # Without the flag there is a moment between look and move; rename(2)
    # refuses a directory over anything but an empty directory, so that no
    # file can be lost in it.
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
    os.rename(source, target)  # noqa: PTH104  (Path.rename says nothing of clobbering)


def sync_directory(folder: Path) -> None:
    """Make renames in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    except OSError as error:  # some network file systems cannot sync folders
        if error.errno not in _UNSUPPORTED:
            raise
    finally:
        os.close(descriptor)


def sync_tree(root: Path) -> None:
    """Make every file below a folder last through a power cut."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118  (10,000 files)
            try:
                descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
            except OSError as error:  # a link lasts with its folder
                if error.errno not in {errno.ENOENT, errno.ELOOP}:
                    raise
                continue
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        sync_directory(Path(folder))


def write_json(path: Path, record: dict[str, Any]) -> None:
    """Write a record so that readers see the old one or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=1, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def read_json(path: Path) -> dict[str, Any] | None:
    """Read a record, or `None` if there is none that can be read."""
    try:
        # Without waiting: at a pipe of that name nobody may ever come to write.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), encoding="utf-8") as file:
            is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
            record = json.load(file) if is_file else None
    except (OSError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def remove_tree(path: Path) -> None:
    """Delete a folder of ours as far as possible; what resists stays for later."""
    if path.is_symlink() or not path.is_dir():
        with contextlib.suppress(OSError):
            path.unlink()
        return
    for folder, _, _ in os.walk(path):
        with contextlib.suppress(OSError):
            Path(folder).chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)


def tree_size(root: Path) -> int:
    """Bytes in the files below a folder, without git's own."""
    total = 0
    for folder, folders, names in os.walk(root):
        if ".git" in folders:
            folders.remove(".git")
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size  # noqa: PTH118
    return total


def exclusive_size(root: Path) -> int:
    """Bytes that deleting a folder would free: files with another name stay."""
    total = 0
    for folder, _, names in os.walk(root):
        for name in names:
            with contextlib.suppress(OSError):
                facts = os.lstat(os.path.join(folder, name))  # noqa: PTH118
                total += facts.st_size if facts.st_nlink == 1 else 0
    return total


@contextlib.contextmanager
def named_failures(place: Path) -> Iterator[None]:
    """Turn the operating system's errors into ones with a name.

    Parameters
    ----------
    place
        Where the work is done; tells a full disk from used-up inodes.
    """
    try:
        yield
    except OSError as error:
        raise _named(error, place) from error
    except StorageFullError as error:
        if error.code == "disk-full" and _no_inodes(place):
            raise _inodes_exhausted() from error
        raise


def _named(error: OSError, place: Path) -> HealthCheckError:
    where = str(error.filename or place)
    if error.errno == errno.ENOSPC:
        if _no_inodes(place):
            return _inodes_exhausted()
        return StorageFullError(
            "disk-full",
            "There is no room left on the disk.",
            "Delete files that you do not need, empty the trash, then try again.",
        )
    if error.errno == errno.EDQUOT:
        return StorageFullError(
            "quota-reached",
            "Your disk quota is used up.",
            "Delete files that you do not need, or ask for more room, then try again.",
        )
    if error.errno == errno.EROFS:
        return UnavailableError(
            "read-only-file-system",
            "The file system is read-only.",
            "Ask support why your home cannot be written to; a restart of the lab may help.",
        )
    if error.errno in {errno.EACCES, errno.EPERM}:
        return UnavailableError(
            "no-permission",
            f"{where} cannot be read or written for lack of permission.",
            "Check who owns it and what you may do there.",
            path=where,
        )
    if error.errno in {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR}:
        return ConflictError(
            "target-in-the-way",
            f"Something is in the way at {where}.",
            "Move or rename it, then try again.",
            path=where,
        )
    return UnavailableError(
        "file-system-failed",
        f"The file system reported: {error.strerror or error} ({where}).",
        "Try again; if it goes on, show this to support.",
        path=where,
    )


def _no_inodes(place: Path) -> bool:
    folder = place
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    facts = os.statvfs(folder)
    return facts.f_files > 0 and facts.f_favail == 0


def _inodes_exhausted() -> StorageFullError:
    return StorageFullError(
        "inodes-exhausted",
        "There is no room for more files, although there is room for bytes.",
        "Delete folders with many small files, then try again.",
    )
