"""Renames that clobber nothing, records that are never half, failures with a name."""

import errno
import os
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError, StorageFullError
from jupyter_healthcheck.workspace import storage
from jupyter_healthcheck.workspace.storage import (
    exchange,
    move_without_clobbering,
    named_failures,
    read_json,
    remove_tree,
    sync_tree,
    tree_size,
    write_json,
)
from tests.support.disks import disk_without_exchange
from tests.support.kernel import NO_EXCHANGE
from tests.support.kill import run_snippet

from .snapshots import snapshot


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    return tmp_path / "one", tmp_path / "two"


def test_exchange(two: tuple[Path, Path]) -> None:
    one, other = two
    assert exchange(one, other)
    assert (one / "file").read_text() == "two"
    assert (other / "file").read_text() == "one"


def test_exchange_needs_both(two: tuple[Path, Path]) -> None:
    with pytest.raises(FileNotFoundError):
        exchange(two[0], two[0].with_name("no-such"))
    assert (two[0] / "file").read_text() == "one"


def test_exchange_where_the_kernel_cannot(two: tuple[Path, Path]) -> None:
    before = snapshot(two[0].parent)
    code = """
from pathlib import Path
import sys
from jupyter_healthcheck.workspace.storage import exchange
print(exchange(Path(sys.argv[1]), Path(sys.argv[2])))
"""
    done = run_snippet(NO_EXCHANGE.code() + code, arguments=[str(path) for path in two])
    assert done.stdout == "False\n", done.stderr
    assert snapshot(two[0].parent) == before


def test_exchange_where_the_disk_cannot(tmp_path: Path) -> None:
    with disk_without_exchange(tmp_path / "disk") as disk:
        for name in ("one", "two"):
            (disk / name).mkdir()
        assert not exchange(disk / "one", disk / "two")
        move_without_clobbering(disk / "one", disk / "three")
        with pytest.raises(FileExistsError):
            move_without_clobbering(disk / "two", disk / "three")
        assert sorted(path.name for path in disk.iterdir() if path.name != "lost+found") == [
            "three",
            "two",
        ]


@pytest.mark.parametrize("flag", [True, False], ids=["with the flag", "without the flag"])
@pytest.mark.parametrize("kind", ["file", "folder", "empty folder", "link", "dangling link"])
def test_move_clobbers_nothing(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, flag: bool, kind: str
) -> None:
    if not flag:
        monkeypatch.setattr(storage, "_renameat2", lambda *_: False)
    source, target = two[0], two[0].with_name("target")
    if kind == "file":
        target.write_text("mine")
    elif kind == "folder":
        target.mkdir()
        (target / "file").write_text("mine")
    elif kind == "empty folder":
        target.mkdir()
    else:
        target.symlink_to(two[1] if kind == "link" else "nowhere")
    before = snapshot(source.parent)
    with pytest.raises(FileExistsError):
        move_without_clobbering(source, target)
    assert snapshot(source.parent) == before
    move_without_clobbering(source, source.with_name("free"))
    assert not source.exists()


def test_record_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep/record.json"
    write_json(path, {"name": "ü", "number": 1})
    assert read_json(path) == {"name": "ü", "number": 1}
    with pytest.raises(TypeError):
        write_json(path, {"name": object()})
    assert read_json(path) == {"name": "ü", "number": 1}
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b"null"])
def test_record_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "record.json").write_bytes(content)
    assert read_json(tmp_path / "record.json") is None
    assert read_json(tmp_path / "no-such.json") is None
    assert read_json(tmp_path) is None


def test_a_pipe_or_endless_brackets_are_no_record(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    (tmp_path / "deep.json").write_text("[" * 200_000)
    code = """
import sys
from pathlib import Path
from jupyter_healthcheck.workspace.storage import read_json
print(*[read_json(Path(path)) for path in sys.argv[1:]])
"""
    paths = [str(tmp_path / "pipe.json"), str(tmp_path / "deep.json")]
    assert run_snippet(code, arguments=paths).stdout.split() == ["None", "None"]


def test_tree_is_removed_in_spite_of_its_modes(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").write_text("mine")
    tree = tmp_path / "tree"
    (tree / "closed").mkdir(parents=True)
    (tree / "closed/file").write_text("x")
    (tree / "link").symlink_to(outside)
    (tree / "closed").chmod(0o500)
    remove_tree(tree)
    assert not tree.exists()
    assert (outside / "file").read_text() == "mine"


def test_only_a_link_is_removed_and_not_what_it_leads_to(two: tuple[Path, Path]) -> None:
    link = two[0].with_name("link")
    link.symlink_to(two[0])
    remove_tree(link)
    remove_tree(two[0].with_name("no-such"))
    assert not link.is_symlink()
    assert (two[0] / "file").exists()


def test_sync_takes_links_and_odd_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")
    before = snapshot(tmp_path)
    (tmp_path / "pipe").unlink()
    sync_tree(tmp_path)
    before.pop("pipe")
    assert set(snapshot(tmp_path)) == set(before)


def test_size_leaves_git_out(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/big").write_bytes(b"x" * 1000)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/file").write_bytes(b"x" * 10)
    (tmp_path / "file").write_bytes(b"x" * 5)
    assert tree_size(tmp_path) == 15
    assert tree_size(tmp_path / "no-such") == 0


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "quota-reached"),
        (errno.EROFS, "read-only-file-system"),
        (errno.EACCES, "no-permission"),
        (errno.EPERM, "no-permission"),
        (errno.EEXIST, "target-in-the-way"),
        (errno.ENOTEMPTY, "target-in-the-way"),
        (errno.ENOTDIR, "target-in-the-way"),
        (errno.EIO, "file-system-failed"),
        (errno.ESTALE, "file-system-failed"),
        (errno.EXDEV, "file-system-failed"),
    ],
)
def test_every_error_of_the_system_has_a_name(tmp_path: Path, number: int, code: str) -> None:
    with pytest.raises(HealthCheckError) as caught, named_failures(tmp_path):
        raise OSError(number, os.strerror(number), str(tmp_path / "file"))
    assert caught.value.code == code
    assert caught.value.hint


def test_names_that_are_given_already_stay(tmp_path: Path) -> None:
    with pytest.raises(StorageFullError) as caught, named_failures(tmp_path / "no/such/place"):
        raise StorageFullError("quota-reached", "x", "y")
    assert caught.value.code == "quota-reached"
