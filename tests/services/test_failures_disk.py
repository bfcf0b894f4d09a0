"""What the disk refuses has a name, leaves the copy as it was, and can be tried again."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.disks import quota_disk, read_only, small_disk
from tests.support.kernel import NO_NEW_FILES
from tests.support.kill import run_snippet
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import snapshot

from .ballast import fill, make_room
from .home import Home


@pytest.fixture
def small(tmp_path: Path, upstream: Upstream) -> Iterator[Home]:
    """A home on a disk of its own, with a copy in which something was edited."""
    with small_disk(tmp_path / "home", size="6m") as disk:
        home = Home.create(disk, upstream.path.as_uri())
        home.got()
        (home.copy / "notes.md").write_text("mine")
        yield home


def _names(home: Home) -> list[str]:
    return sorted(path.name for path in home.copy.parent.iterdir() if path.name[0] != ".")


def test_disk_is_full_from_the_start(small: Home) -> None:
    before = snapshot(small.copy)
    fill(small.root)
    assert small.refused("replace") == "disk-full"
    assert snapshot(small.copy) == before
    make_room(small.root)
    assert small.got("replace").action == "replaced"


def test_disk_fills_up_while_receiving(small: Home, upstream: Upstream) -> None:
    before = snapshot(small.copy)
    upstream.commit({"noise.bin": os.urandom(8_000_000)})
    assert small.refused("replace") == "disk-full"
    assert snapshot(small.copy) == before
    assert small.leftovers() == []
    upstream.commit({"noise.bin": None})


def test_disk_fills_up_while_writing(small: Home, upstream: Upstream) -> None:
    """The new set fits as a pack, and its files do not fit beside it."""
    before = snapshot(small.copy)
    upstream.commit({f"long-{number}.txt": f"{number}\n" * 1_000_000 for number in range(4)})
    assert small.refused("replace") == "disk-full"
    assert snapshot(small.copy) == before
    assert small.leftovers() == []
    assert _names(small) == ["system-test"]
    upstream.commit({f"long-{number}.txt": None for number in range(4)})
    assert small.got("replace").action == "replaced"


def test_no_inodes(tmp_path: Path, upstream: Upstream) -> None:
    upstream.commit({f"many/{number}.ipynb": notebook() for number in range(60)})
    with small_disk(tmp_path / "home", size="20m", inodes=250) as disk:
        home = Home.create(disk, upstream.path.as_uri())
        home.got()
        (home.copy / "notes.md").write_text("mine")
        before = snapshot(home.copy)
        for number in range(60):
            (disk / str(number)).touch()
        assert home.refused("replace") == "inodes-exhausted"
        assert snapshot(home.copy) == before
        assert home.leftovers() == []
        for number in range(60):
            (disk / str(number)).unlink()
        assert home.got("replace").action == "replaced"


def test_quota(tmp_path: Path, upstream: Upstream) -> None:
    with quota_disk(tmp_path / "home", "8m") as disk:
        home = Home.create(disk, upstream.path.as_uri())
        home.got()
        (home.copy / "notes.md").write_text("mine")
        before = snapshot(home.copy)
        first = upstream.head()
        upstream.commit({"noise.bin": os.urandom(9_000_000)})
        assert home.refused("replace") == "quota-reached"
        assert snapshot(home.copy) == before
        assert home.leftovers() == []
        # As a pack it fits, as files it does not.
        upstream.commit({"long.txt": "1\n" * 5_000_000}, parent=first)
        os.sync()
        assert home.refused("replace") in {"quota-reached", "disk-full"}
        assert snapshot(home.copy) == before
        assert home.leftovers() == []
        upstream.commit({"short.txt": "1\n"}, parent=first)
        os.sync()
        assert home.got("replace").action == "replaced"


def test_quota_as_the_kernel_reports_it(copied: Home, upstream: Upstream) -> None:
    """No file can be created any more, in this program or in git."""
    (copied.copy / "notes.md").write_text("mine")
    before = snapshot(copied.copy)
    code = """
    import sys
    from pathlib import Path
    from tests.services.home import Home
    print(Home.create(Path(sys.argv[1]), sys.argv[2]).refused("replace"))
    """
    arguments = [str(copied.root), upstream.path.as_uri()]
    lines = [line.strip() for line in code.splitlines()]
    done = run_snippet(NO_NEW_FILES.code() + "\n".join(lines), arguments=arguments)
    assert done.stdout.strip() == "quota-reached", done.stderr
    assert snapshot(copied.copy) == before
    assert copied.got("replace").action == "replaced"


def test_read_only_file_system(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"new.txt": "new"})
    before = snapshot(copied.root)
    with read_only(copied.root):
        assert copied.refused() == "read-only-file-system"
        # What only looks works on.
        service = copied.service()
        service.heal()
        assert [found.state for found in service.list_collections()] == ["present"]
        assert service.list_backups() == []
    assert snapshot(copied.root) == before
    assert copied.got().action == "replaced"
