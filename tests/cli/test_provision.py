"""Providing read-only notebooks from the command line, and what `status` says of them."""

import json
from pathlib import Path

import pytest

from tests.support.repositories import Upstream, notebook

from .shell import Shell

NAME = "tutorial-notebooks"


@pytest.fixture
def tutorials(tmp_path: Path) -> Upstream:
    upstream = Upstream.create(tmp_path / "remotes", NAME)
    upstream.commit({"101_first.ipynb": notebook(["1 + 1"])}, "First")
    return upstream


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream, tutorials: Upstream) -> Shell:
    """Commands with tutorials and one collection on demand."""
    config = tmp_path / "config.json"
    collections = [
        {"id": NAME, "url": tutorials.path.as_uri()},
        {"id": "system-test", "url": upstream.path.as_uri()},
    ]
    section = {"collections": collections, "allowed_protocols": ["file"]}
    config.write_text(json.dumps({"HealthCheck": section}))
    return Shell(tmp_path, config)


def test_all_that_come_by_themselves(shell: Shell, tutorials: Upstream) -> None:
    done = shell.run("provision", "--json")

    assert done.code == 0
    [provided] = done.answer["provisioned"]
    assert (provided["id"], provided["action"]) == (NAME, "created")
    assert (provided["path"], provided["commit"]) == (f"notebooks/{NAME}", tutorials.head())
    assert not (shell.home / "notebooks" / "system-test").exists()


def test_what_was_moved_is_said(shell: Shell, tutorials: Upstream) -> None:
    shell.run("provision")
    (shell.home / "notebooks" / NAME / "notes.md").write_text("mine")
    tutorials.commit({"102_second.ipynb": notebook(["2"])})

    done = shell.run("provision", NAME)

    assert "What you had put inside is now in notebooks/previous/tutorial-notebooks" in done.stdout
    assert "restore" not in done.stdout
    [backup] = shell.run("backups", "--json").answer["backups"]
    assert (shell.home / backup["path"] / "notes.md").read_text() == "mine"


def test_one_that_fails_does_not_keep_the_others(shell: Shell, tutorials: Upstream) -> None:
    done = shell.run("provision", "--json", "system-test", "no-such", NAME)

    assert done.code == 2
    refused, unknown, provided = done.answer["provisioned"]
    assert refused["error"]["code"] == "not-automatic"
    assert unknown["error"]["code"] == "collection-missing"
    assert provided["commit"] == tutorials.head()
    assert "Traceback" not in done.stderr


def test_offline_status_says_how_old_they_are_and_why(shell: Shell, tutorials: Upstream) -> None:
    shell.run("provision")
    tutorials.path.rename(tutorials.path.with_name("away.git"))

    done = shell.run("provision")

    assert done.code == 2
    words = shell.run("status").stdout
    line = f"{NAME}: present in notebooks/{NAME}, from a moment ago, compared with its source a"
    assert line in words
    assert "does not exist or is private" in words
    assert "caches and older ones may take up" in words
    facts = shell.run("status", "--json").answer
    assert facts["storage"]["limit"] <= 200_000_000
    assert facts["collections"][0]["notice"]["code"] == "repository-missing-or-private"


def test_switched_off(shell: Shell, tmp_path: Path) -> None:
    section = json.loads(shell.config.read_text())["HealthCheck"]
    off = tmp_path / "off.json"
    off.write_text(json.dumps({"HealthCheck": {**section, "provision_enabled": False}}))

    done = shell.run("provision", config=off)

    assert (done.code, done.stdout) == (0, "No collection comes by itself here.\n")
    assert shell.run("provision", NAME, config=off).code == 2
