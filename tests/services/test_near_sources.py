"""A site's own folder or mirror spares the upstream, and a link costs no disk."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_healthcheck.models.collection import CollectionState
from jupyter_healthcheck.services.provisioning import Reach
from jupyter_healthcheck.services.settings import read_settings
from tests.support.environment import run_git
from tests.support.git_server import GitServer, Refuse
from tests.support.repositories import Upstream
from tests.workspace.snapshots import contents, snapshot

from .home import NAME, Home
from .tutorials import READ_ONLY, provide, provided, tutorials, writable


@pytest.fixture
def mirror(upstream: Upstream, tmp_path: Path) -> Iterator[GitServer]:
    """Another server that has the same."""
    folder = tmp_path / "mirrors"
    run_git("clone", "--quiet", "--mirror", upstream.path, folder / f"{NAME}.git")
    with GitServer(folder) as running:
        yield running


@pytest.fixture
def shared(upstream: Upstream, tmp_path: Path) -> Path:
    """A folder outside the home that the site keeps current."""
    folder = tmp_path / "site" / "tutorials"
    run_git("clone", "--quiet", upstream.path, folder)
    return folder


@pytest.fixture
def linked(shared: Path, server: GitServer, tmp_path: Path) -> Home:
    """A home that shows the site's folder."""
    home = tutorials(tmp_path / "home", server.url(NAME), mirror=str(shared))
    assert provided(home, Reach.NEAR).action == "linked"
    return home


def _state(home: Home) -> tuple[CollectionState, str | None]:
    (described,) = home.service().list_collections()
    return described.state, described.linked_to


class TestMirror:
    def test_it_is_asked_and_the_upstream_is_not(
        self, tmp_path: Path, server: GitServer, mirror: GitServer, upstream: Upstream
    ) -> None:
        home = tutorials(tmp_path / "home", server.url(NAME), mirror=mirror.url(NAME))
        for reach in Reach:
            provided(home, reach)
        assert sorted(contents(home.copy)) == upstream.paths()
        assert home.git("remote", "get-url", "origin").strip() == server.url(NAME)
        assert server.connections == 0
        assert mirror.connections > 0

    def test_when_it_is_down_a_start_leaves_the_upstream_alone(
        self, tmp_path: Path, server: GitServer, mirror: GitServer
    ) -> None:
        home = tutorials(tmp_path / "home", server.url(NAME), mirror=mirror.url(NAME))
        with mirror.switch_on(Refuse(503)):
            result = provided(home, Reach.NEAR)
            assert server.connections == 0
            assert (result.action, result.notice is not None) == ("none", True)
            assert provided(home, Reach.FAR).action == "created"
        assert server.connections > 0


class TestSharedFolder:
    def test_it_is_shown_through_a_link_and_nothing_is_copied(
        self, linked: Home, shared: Path, server: GitServer
    ) -> None:
        assert linked.copy.readlink() == shared
        assert _state(linked) == ("present", str(shared))
        below = sum(path.lstat().st_size for path in linked.root.rglob("*") if path.is_file())
        assert below < 2_000
        assert provided(linked).action == "none"
        assert server.connections == 0

    def test_the_platform_names_it(self, shared: Path, tmp_path: Path) -> None:
        environment = {"TUTORIAL_NOTEBOOKS_CACHE_DIR": str(shared)}
        settings = read_settings({}, tmp_path, environment=environment)
        assert [spec.shared_folder for spec in settings.collections if spec.enabled] == [
            str(shared),
            None,
            None,
        ]

    def test_nothing_in_it_is_changed(
        self, shared: Path, server: GitServer, tmp_path: Path
    ) -> None:
        (shared / "by-the-site.txt").write_text("theirs")
        before = snapshot(shared)
        home = tutorials(tmp_path / "home", server.url(NAME), mirror=str(shared))
        for reach in (*Reach, *Reach):
            provided(home, reach)
        assert snapshot(shared) == before

    def test_when_it_is_gone_a_copy_comes_from_the_upstream(
        self, linked: Home, shared: Path, upstream: Upstream
    ) -> None:
        shutil.rmtree(shared)
        assert _state(linked) == ("broken", str(shared))
        result = provided(linked, Reach.NEAR)
        assert result.notice is not None
        assert result.notice.code == "not-here-yet"
        assert provided(linked, Reach.FAR).action == "created"
        assert sorted(contents(linked.copy)) == upstream.paths()

    def test_another_folder_takes_its_place(
        self, linked: Home, shared: Path, server: GitServer, tmp_path: Path
    ) -> None:
        other = shutil.copytree(shared, tmp_path / "site" / "newer")
        there = linked.reconfigured(server.url(NAME), entry={**READ_ONLY, "mirror": str(other)})
        assert provided(there).action == "linked"
        assert there.copy.readlink() == other
        assert there.leftovers() == []

    def test_it_takes_the_place_of_a_copy_and_files_inside_are_kept(
        self, shared: Path, server: GitServer, tmp_path: Path
    ) -> None:
        home = tutorials(tmp_path / "home", server.url(NAME))
        provided(home)
        (home.copy / "notes.md").write_text("mine")
        there = home.reconfigured(server.url(NAME), entry={**READ_ONLY, "mirror": str(shared)})
        result = provided(there)
        assert result.action == "linked"
        assert result.backup
        assert contents(there.root / result.backup.path).keys() == {"notes.md"}
        assert writable(there.root / result.backup.path) == ["notes.md"]
        assert "notes.md" not in contents(shared)

    def test_a_link_of_the_persons_own_is_not_touched(
        self, shared: Path, server: GitServer, tmp_path: Path
    ) -> None:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for mirror in (None, str(shared)):
            home = tutorials(tmp_path / "home", server.url(NAME), mirror=mirror)
            home.copy.parent.mkdir(parents=True, exist_ok=True)
            if not os.path.lexists(home.copy):
                home.copy.symlink_to(elsewhere)
            operation = provide(home)
            assert operation.error is not None
            assert operation.error.code == "target-in-the-way"
            assert home.copy.readlink() == elsewhere
        assert list(elsewhere.iterdir()) == []

    def test_a_link_that_the_platform_made_is_as_good(
        self, shared: Path, server: GitServer, tmp_path: Path
    ) -> None:
        home = tutorials(tmp_path / "home", server.url(NAME), mirror=str(shared))
        home.copy.parent.mkdir(parents=True)
        home.copy.symlink_to(shared)
        assert provided(home).action == "none"
        assert _state(home) == ("present", str(shared))

    def test_only_read_only_notebooks_can_be_linked(self, shared: Path, tmp_path: Path) -> None:
        entry = {"id": NAME, "url": "https://example.org/x", "mirror": str(shared)}
        (problem,) = read_settings({"collections": [entry]}, tmp_path).problems
        assert (problem.collection, problem.field) == (NAME, "mirror")
