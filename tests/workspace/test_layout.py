"""Where things lie, and which names are free."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.models.collection import CollectionSpec
from jupyter_healthcheck.workspace.layout import layout_of

DAY = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)


def _spec(path: str = "notebooks/system-test") -> CollectionSpec:
    return CollectionSpec("system-test", "system-test", "https://example.org/x", path)


def test_everything_is_on_one_disk_with_the_destination(tmp_path: Path) -> None:
    layout = layout_of(_spec(), tmp_path)
    beside = tmp_path / "notebooks"
    assert layout.destination == beside / "system-test"
    for path in (layout.cache, layout.staging, layout.journal, layout.lock, layout.ledger):
        assert path.is_relative_to(beside / ".jupyter_healthcheck")
    assert layout.previous == beside / "previous"
    assert list(tmp_path.iterdir()) == []


def test_names_of_previous_copies_are_free(tmp_path: Path) -> None:
    layout = layout_of(_spec(), tmp_path)
    first = layout.free_keep_path(DAY)
    assert first == tmp_path / "notebooks/system-test 2026-11-23"
    first.mkdir(parents=True)
    second = layout.free_keep_path(DAY)
    assert second.name == "system-test 2026-11-23 (2)"
    second.symlink_to("nowhere")
    assert layout.free_keep_path(DAY).name == "system-test 2026-11-23 (3)"
    assert layout.free_backup_path(DAY) == layout.previous / "system-test 2026-11-23"


def test_home_may_be_reached_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "home").symlink_to("real")
    layout = layout_of(_spec(), tmp_path / "home")
    assert layout.root == tmp_path / "real"


@pytest.mark.parametrize("place", ["notebooks", "notebooks/system-test"])
@pytest.mark.parametrize("target", ["..", ".", "nowhere", "/etc"])
def test_links_below_the_home_are_refused(tmp_path: Path, place: str, target: str) -> None:
    (tmp_path / place).parent.mkdir(exist_ok=True)
    (tmp_path / place).symlink_to(target)
    with pytest.raises(HealthCheckError) as caught:
        layout_of(_spec(), tmp_path)
    assert caught.value.code == "unsafe-destination"
    assert caught.value.details == {"path": place}
