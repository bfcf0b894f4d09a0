"""Rooms of a collaborative editor are empty before a swap; browser tests have real ones."""

import threading
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import ConflictError
from jupyter_healthcheck.services.pages import PageRegistry
from tests.support.repositories import Upstream

from .home import Home, ended

LOGIN = "notebooks/system-test/nublado_login.ipynb"


class Rooms:
    """Rooms that tell what was asked of them."""

    def __init__(self, *occupied: str) -> None:
        self.occupied = occupied
        self.asked: list[str] = []
        #: How many times more they are asked before somebody comes in.
        self.empty_for = 0

    def save(self, folder: Path) -> None:
        self.asked.append("save")

    def release(self, folder: Path) -> tuple[str, ...]:
        self.asked.append("release")
        self.empty_for -= 1
        return () if self.empty_for >= 0 else self.occupied

    def rejoin_kernels(self, folder: Path) -> None:
        self.asked.append("rejoin")


@pytest.fixture
def rooms() -> Rooms:
    return Rooms("nublado_login.ipynb")


def test_somebody_in_a_room_is_waited_for(tmp_path: Path, rooms: Rooms) -> None:
    pages = PageRegistry(tmp_path)
    pages.rooms = rooms
    with pytest.raises(ConflictError) as caught:
        pages.wait_until_closed(tmp_path, 0.1, threading.Event())
    assert caught.value.code == "documents-open"
    assert caught.value.details == {"documents": ["nublado_login.ipynb"]}
    assert len(rooms.asked) > 1


def test_no_room_is_dropped_while_a_page_is_in_it(tmp_path: Path, rooms: Rooms) -> None:
    """It may be away, and come back with edits for it."""
    pages = PageRegistry(tmp_path)
    pages.rooms = rooms
    pages.report("one", [(LOGIN, True)])
    with pytest.raises(ConflictError):
        pages.wait_until_closed(tmp_path / "notebooks/system-test", 0.1, threading.Event())
    assert set(rooms.asked) == {"save"}


@pytest.mark.parametrize("empty_for", [0, 1], ids=["from the beginning", "at the last moment"])
def test_nothing_is_swapped_under_a_room(
    copied: Home, upstream: Upstream, rooms: Rooms, empty_for: int
) -> None:
    hasty = copied.reconfigured(upstream.path.as_uri(), quiesce_seconds=0.2)
    upstream.commit({"new.txt": "new"})
    rooms.empty_for = empty_for
    service = hasty.service()
    service.pages.rooms = rooms
    assert hasty.refused(service=service) == "documents-open"
    assert hasty.backups() == []
    assert hasty.leftovers() == []
    assert not (copied.copy / "new.txt").exists()
    assert rooms.asked[-1] == "rejoin"


def test_kernels_come_back_after_a_restore_too(copied: Home, upstream: Upstream) -> None:
    upstream.commit({"new.txt": "new"})
    backup = copied.got().backup
    assert backup is not None
    rooms = Rooms()
    service = copied.service()
    service.pages.rooms = rooms
    ended(service, service.restore(backup.id))
    assert rooms.asked == ["release", "release", "rejoin"]
    assert not (copied.copy / "new.txt").exists()


def test_nobody_is_asked_when_there_was_no_copy(tmp_path: Path, upstream: Upstream) -> None:
    home = Home.create(tmp_path / "home", upstream.path.as_uri())
    rooms = Rooms("anything")
    service = home.service()
    service.pages.rooms = rooms
    home.got(service=service)
    assert rooms.asked == []
