"""Building the practice environment."""

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import ConflictError
from jupyter_healthcheck.models.collection import Access, Delivery
from jupyter_healthcheck.practice import PracticeEnvironment, build_practice
from jupyter_healthcheck.practice.history import COLLECTIONS, read_history
from jupyter_healthcheck.services.settings import read_settings
from tests.support.environment import run_git


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    """Time and content of every file."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_an_upstream_is_an_ordinary_repository(
    practice: PracticeEnvironment, collection: str
) -> None:
    upstream = practice.upstreams[collection]
    assert run_git("symbolic-ref", "HEAD", cwd=upstream) == "refs/heads/main\n"
    run_git("fsck", "--strict", "--full", cwd=upstream)
    authors = set(run_git("log", "--format=%an <%ae>", cwd=upstream).splitlines())
    assert authors == {"Practice Author <practice@example.org>"}
    log = run_git("log", "--reverse", "--format=%ct %s", cwd=upstream).splitlines()
    history = read_history(collection)
    assert log == [f"{commit.when.timestamp():.0f} {commit.message}" for commit in history]


def test_building_is_deterministic(practice: PracticeEnvironment, tmp_path: Path) -> None:
    other = build_practice(tmp_path / "other")
    for collection, upstream in practice.upstreams.items():
        here, there = (
            run_git("rev-parse", "main", cwd=repository)
            for repository in (upstream, other.upstreams[collection])
        )
        assert here == there


def test_a_checkout_holds_the_last_state(checkouts: Mapping[str, Path]) -> None:
    for collection, folder in checkouts.items():
        expected: dict[str, bytes] = {}
        for commit in read_history(collection):
            for path, data in commit.changes.items():
                expected[path] = b"" if data is None else data
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }
        assert found == {path: data for path, data in expected.items() if data}


def test_the_configuration_offers_the_collections(practice: PracticeEnvironment) -> None:
    settings = read_settings(practice.config["HealthCheck"], practice.home)
    assert settings.problems == ()
    assert settings.allowed_protocols == ("file",)
    assert {spec.id: (spec.access, spec.delivery) for spec in settings.collections} == {
        "tutorial-notebooks": (Access.READ_ONLY, Delivery.AUTOMATIC),
        "system-test": (Access.READ_WRITE, Delivery.ON_DEMAND),
        "curation-check": (Access.READ_WRITE, Delivery.ON_DEMAND),
    }
    for spec in settings.collections:
        assert "refs/heads/main" in run_git("ls-remote", spec.url)


def test_a_folder_with_an_unusual_name(tmp_path: Path) -> None:
    practice = build_practice(tmp_path / "Übung 100% #1")
    for collection in practice.config["HealthCheck"]["collections"]:
        assert "refs/heads/main" in run_git("ls-remote", collection["url"])


def test_an_existing_environment_is_left_alone(tmp_path: Path) -> None:
    practice = build_practice(tmp_path / "practice")
    (practice.home / "notes.md").write_text("Mine.")
    (practice.home / "notebooks").mkdir()
    practice.manifest.write_text("name: changed\n")
    before = snapshot(practice.folder)
    assert build_practice(practice.folder) == practice
    assert snapshot(practice.folder) == before


def test_what_is_missing_is_made_again(tmp_path: Path) -> None:
    practice = build_practice(tmp_path / "practice")
    shutil.rmtree(practice.upstreams["curation-check"])
    shutil.rmtree(practice.manifest.parent)
    (practice.home / "notes.md").write_text("Mine.")
    build_practice(practice.folder)
    assert run_git("rev-parse", "main", cwd=practice.upstreams["curation-check"])
    assert practice.manifest.is_file()
    assert (practice.home / "notes.md").read_text() == "Mine."
    assert {path.name for path in practice.folder.iterdir()} == {
        ".jupyter-healthcheck-practice.json",
        "environments",
        "home",
        "upstreams",
    }


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("Years of work.")
    with pytest.raises(ConflictError) as raised:
        build_practice(tmp_path)
    assert raised.value.code == "practice-folder-taken"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_relative_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    practice = build_practice(Path("practice"))
    assert practice.home == tmp_path / "practice" / "home"
    assert practice.home.is_dir()
