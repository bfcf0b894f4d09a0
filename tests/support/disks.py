"""Small real disks: full, out of inodes, read-only, under a quota, without exchange.

Each is a context manager that mounts something at a folder, which it makes if
need be, and yields that folder; it is unmounted after the block, whatever
happened. Where mounting is not allowed, or a program is missing, the test is
skipped and the reason says so.

==================================  ==============================  ==============
`small_disk(folder, size="2m")`     ENOSPC soon                     root
`small_disk(folder, inodes=50)`     ENOSPC with room left           root
`read_only(folder)`                 EROFS, even for root            root
`quota_disk(folder, "8m")`          EDQUOT, even for root           root, btrfs-progs
`disk_without_exchange(folder)`     RENAME_EXCHANGE gives EINVAL    root, fuse2fs
`layers(folder, below)`             EXDEV when a folder that lies   root
                                    in ``below`` is renamed
==================================  ==============================  ==============

`kernel` refuses exchange and new files without root and without packages.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_NOT_ALLOWED = ("permission denied", "must be superuser", "operation not permitted")


@contextmanager
def small_disk(folder: Path, *, size: str = "2m", inodes: int | None = None) -> Iterator[Path]:
    """Mount an empty file system in memory that is soon full."""
    limit = f",nr_inodes={inodes}" if inodes else ""
    with _mounted(folder, "-t", "tmpfs", "-o", f"size={size}{limit}", "none"):
        yield folder


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Let nobody write in a folder as long as the block lasts; it keeps what it holds."""
    with _mounted(folder, "--bind", str(folder)):
        _run("mount", "-o", "remount,bind,ro", str(folder))
        yield folder


@contextmanager
def quota_disk(folder: Path, size: str = "8m") -> Iterator[Path]:
    """Mount a file system that has room, of which only ``size`` may be used."""
    options = ("--quiet", "--metadata", "single")
    with (
        _image("192M", "mkfs.btrfs", "btrfs-progs", *options) as image,
        _mounted(folder, "-o", "loop", str(image)),
    ):
        _run("btrfs", "quota", "enable", str(folder))
        _run("btrfs", "qgroup", "limit", size, str(folder))
        yield folder


@contextmanager
def disk_without_exchange(folder: Path) -> Iterator[Path]:
    """Mount a file system in user space, whose protocol cannot say "exchange"."""
    with _image("64M", "mkfs.ext4", "e2fsprogs", "-q") as image:
        command = [_program("fuse2fs", "fuse2fs"), "-f", str(image), str(folder)]
        folder.mkdir(parents=True, exist_ok=True)
        _skip_without_root()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as daemon:
            try:
                _wait_for_mount(folder, daemon)
                yield folder
            finally:
                _unmount(folder)
                _end(daemon)


@contextmanager
def layers(folder: Path, below: Path) -> Iterator[Path]:
    """Show a folder with all changes going elsewhere, as in a container's image."""
    with tempfile.TemporaryDirectory(prefix="above-") as above:
        upper, work = Path(above, "upper"), Path(above, "work")
        upper.mkdir()
        work.mkdir()
        options = f"lowerdir={below},upperdir={upper},workdir={work},redirect_dir=off"
        with _mounted(folder, "-t", "overlay", "-o", options, "none"):
            yield folder


@contextmanager
def _mounted(folder: Path, *arguments: str) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", *arguments, str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        if any(phrase in done.stderr.lower() for phrase in _NOT_ALLOWED):
            pytest.skip(f"mounting a small disk needs root: {done.stderr.strip()}")
        msg = f"mount {' '.join(arguments)}: {done.stderr}"
        raise AssertionError(msg)
    try:
        yield
    finally:
        _unmount(folder)


@contextmanager
def _image(size: str, mkfs: str, package: str, *options: str) -> Iterator[Path]:
    """Make a file system in a file."""
    program = _program(mkfs, package)
    with tempfile.TemporaryDirectory(prefix="disk-") as folder:
        image = Path(folder, "image")
        _run("truncate", "--size", size, str(image))
        _run(program, *options, str(image))
        yield image


def _program(name: str, package: str) -> str:
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        pytest.skip(f"{name} is missing: install Debian's {package}")
    return path


def _skip_without_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs root")


def _wait_for_mount(folder: Path, daemon: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    while not folder.is_mount():
        if daemon.poll() is not None or time.monotonic() > deadline:
            pytest.skip("a file system in user space cannot be mounted here (no /dev/fuse?)")
        time.sleep(0.02)


def _end(daemon: subprocess.Popen[bytes]) -> None:
    """Let it write what it still holds, unless an open file keeps it from ending."""
    try:
        daemon.wait(timeout=5)
    except subprocess.TimeoutExpired:
        daemon.kill()


def _unmount(folder: Path) -> None:
    """Unmount at once, or as soon as the last file in it is closed."""
    if subprocess.run(["umount", str(folder)], capture_output=True, check=False).returncode:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=False)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
