"""Which folders are read-only, whatever name leads there."""

from dataclasses import replace
from pathlib import Path

import pytest

from jupyter_healthcheck.models.collection import Access, CollectionSpec
from jupyter_healthcheck.services.protection import Protection
from tests.support.tutorials import DATA, FOLDER, NAME, Tutorials, fill, mark, take_write_bits

SPEC = CollectionSpec(
    id=NAME,
    title="tutorial",
    url="https://git.example.org/tutorial-notebooks",
    path=FOLDER,
    access=Access.READ_ONLY,
)


@pytest.fixture
def tutorials(tmp_path: Path) -> Tutorials:
    return Tutorials.create(tmp_path / "home")


@pytest.fixture
def protection(tutorials: Tutorials) -> Protection:
    return Protection([SPEC], tutorials.home)


@pytest.mark.parametrize("spec", [replace(SPEC, enabled=False), replace(SPEC, access="read-write")])
def test_only_what_the_operator_calls_read_only(spec: CollectionSpec, tutorials: Tutorials) -> None:
    assert not Protection([spec], tutorials.home).folders()


def test_a_folder_that_only_has_the_name_is_the_persons_own(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    protection = Protection([SPEC], tmp_path)
    assert not protection.folders()
    fill(folder)
    assert not protection.folders()
    mark(folder, "system-test")
    assert not protection.folders()
    mark(folder)
    assert len(protection.folders()) == 1


def test_every_answer_is_of_now(tutorials: Tutorials, protection: Protection) -> None:
    inside = str(tutorials.home / DATA)
    assert protection.around(inside)

    aside = tutorials.folder.rename(tutorials.home / "aside")
    assert protection.around(inside) is None
    # What was moved away is no collection any more, although it is still marked.
    assert protection.around(str(aside / "README.md")) is None
    fill(tutorials.folder)
    assert protection.around(inside) is None
    mark(tutorials.folder)
    assert protection.around(inside)
    mark(tutorials.folder, "other")
    assert protection.around(inside) is None


def test_a_place_where_nothing_is_yet(tutorials: Tutorials, protection: Protection) -> None:
    dangling = tutorials.home / "dangling"
    dangling.symlink_to(tutorials.folder / "no such file")

    assert protection.around(str(tutorials.folder / "new" / "deep" / "file"))
    assert protection.around(str(dangling))
    assert protection.around(str(tutorials.home / "new" / "deep" / "file")) is None
    assert protection.moved_with(str(tutorials.home / "nothing")) is None


def test_a_link_itself_is_not_what_it_leads_to(
    tutorials: Tutorials, protection: Protection
) -> None:
    link = str(tutorials.home / "by-link")

    assert protection.around(link)
    assert protection.moved_with(link) is None
    assert protection.moved_with(f"{link}/README.md")
    assert protection.moved_with(f"{link}/.")


def test_no_other_way_of_writing_a_path_leads_around(
    tutorials: Tutorials, protection: Protection
) -> None:
    home = str(tutorials.home)

    for path in (f"{home}//{FOLDER}/", f"{home}/elsewhere/../{FOLDER}", f"{home}/{FOLDER}/DP1/.."):
        assert protection.around(path), path
        assert protection.moved_with(path), path
    for path in (f"{home}/{FOLDER}/..", f"{home}/notebooks/.", f"{home}/elsewhere/.."):
        assert protection.around(path) is None, path
        assert protection.moved_with(path), path


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A copy that the site keeps for all, with no marker of ours."""
    folder = tmp_path / "site" / "shared" / "tutorials"
    fill(folder)
    take_write_bits(folder)
    return folder


def test_a_link_that_the_operator_configured(tmp_path: Path, shared: Path) -> None:
    home = tmp_path / "home"
    place = home / FOLDER
    place.parent.mkdir(parents=True)
    place.symlink_to(shared)
    protection = Protection([replace(SPEC, mirror=str(shared))], home)

    for path in (place, place / "README.md", shared / "DP1"):
        assert protection.around(str(path)), path
        assert protection.moved_with(str(path)), path
    # Neither what holds the link may be moved, nor what holds the shared copy.
    for path in (place.parent, home, shared.parent, tmp_path / "site"):
        assert protection.around(str(path)) is None, path
        assert protection.moved_with(str(path)), path
    assert protection.among(str(place.parent), [NAME]) == {NAME}


def test_a_link_to_anywhere_else_is_the_persons_own(tmp_path: Path, shared: Path) -> None:
    home = tmp_path / "home"
    (home / "notebooks").mkdir(parents=True)
    (home / "mine").mkdir()
    (home / FOLDER).symlink_to(home / "mine")

    assert not Protection([replace(SPEC, mirror=str(shared))], home).folders()
    assert not Protection([replace(SPEC, mirror="https://mirror.example.org/x")], home).folders()
