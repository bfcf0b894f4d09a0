"""Each small disk gives the error that it is there for, and goes away."""

import ctypes
import errno
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.support.disks import (
    disk_without_exchange,
    layers,
    quota_disk,
    read_only,
    small_disk,
)
from tests.support.environment import run_git
from tests.support.repositories import Upstream

_RENAME_EXCHANGE = 2


def test_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size="1m") as disk:
        (disk / "fits").write_bytes(b"x" * 500_000)
        assert _error_of(lambda: (disk / "too much").write_bytes(b"x" * 600_000)) == errno.ENOSPC
    assert list((tmp_path / "disk").iterdir()) == []


def test_no_inodes(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", size="8m", inodes=20) as disk:

        def fill() -> None:
            for number in range(20):
                (disk / str(number)).touch()

        assert _error_of(fill) == errno.ENOSPC
        assert os.statvfs(disk).f_bavail > 0
        assert os.statvfs(disk).f_favail == 0


def test_read_only(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    with read_only(tmp_path) as folder:
        assert (folder / "kept.txt").read_text() == "kept"
        assert _error_of((folder / "new.txt").touch) == errno.EROFS
        assert _error_of((folder / "kept.txt").unlink) == errno.EROFS
    (tmp_path / "new.txt").touch()


def test_quota(tmp_path: Path) -> None:
    with quota_disk(tmp_path / "disk", "4m") as disk:

        def fill() -> None:
            for number in range(60):
                (disk / str(number)).write_bytes(os.urandom(200_000))

        assert _error_of(fill) == errno.EDQUOT
        free = os.statvfs(disk)
        assert free.f_bavail * free.f_frsize > 50_000_000


def test_no_exchange(tmp_path: Path) -> None:
    with disk_without_exchange(tmp_path / "disk") as disk:
        assert _exchange(disk) == errno.EINVAL
        (disk / "one").rename(disk / "three")
        # It is good enough for git, apart from that.
        upstream = Upstream.create(tmp_path, "r")
        upstream.commit({"a/b.txt": "content"})
        run_git("clone", "--quiet", upstream.path, disk / "copy")
        assert (disk / "copy/a/b.txt").read_text() == "content"
    assert _exchange(tmp_path) == 0


def test_layers(tmp_path: Path) -> None:
    below = tmp_path / "below"
    (below / "old").mkdir(parents=True)
    with layers(tmp_path / "disk", below) as disk:
        (disk / "new").mkdir()
        (disk / "new").rename(disk / "renamed")
        assert _error_of(lambda: (disk / "old").rename(disk / "away")) == errno.EXDEV
    assert [path.name for path in below.iterdir()] == ["old"]


@pytest.mark.parametrize("disk", [small_disk, read_only, quota_disk, disk_without_exchange])
def test_nothing_stays_mounted(
    tmp_path: Path, disk: Callable[[Path], AbstractContextManager[Path]]
) -> None:
    """Not even when the test fails and leaves a file open."""
    opened: list[int] = []

    def fail() -> None:
        with disk(tmp_path / "disk") as folder:
            assert _is_mounted(folder)
            opened.append(os.open(folder, os.O_RDONLY))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert not _is_mounted(tmp_path / "disk")
    os.close(opened[0])


def test_skipped_without_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "mount"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'mount: must be superuser to use mount.' >&2; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    with pytest.raises(pytest.skip.Exception, match="needs root"), small_disk(tmp_path / "disk"):
        pytest.fail("nothing was mounted")


def _error_of(action: Callable[[], object]) -> int | None:
    try:
        action()
    except OSError as error:
        return error.errno
    return None


def _is_mounted(folder: Path) -> bool:
    """Look at the list of mounts: a folder that is bound to itself looks like any other."""
    mounts = Path("/proc/self/mountinfo").read_text().splitlines()
    return str(folder) in {mount.split()[4] for mount in mounts}


def _exchange(folder: Path) -> int:
    names = [folder / "one", folder / "two"]
    for name in names:
        name.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    at = -100  # AT_FDCWD
    failed = libc.renameat2(at, bytes(names[0]), at, bytes(names[1]), _RENAME_EXCHANGE)
    return ctypes.get_errno() if failed else 0
