"""Commits that show an update."""

from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import NotFoundError
from jupyter_healthcheck.practice import add_upstream_commit, build_practice
from jupyter_healthcheck.practice.history import read_history
from tests.support.environment import run_git

from .notebooks import parse, saved


def test_each_commit_changes_one_notebook(tmp_path: Path) -> None:
    practice = build_practice(tmp_path / "practice")
    upstream = practice.upstreams["tutorial-notebooks"]
    copy = tmp_path / "copy"
    run_git("clone", "--quiet", upstream.as_uri(), copy)
    history = len(read_history("tutorial-notebooks"))
    changed = []
    for number in range(1, 5):
        commit = add_upstream_commit(practice, "tutorial-notebooks")
        run_git("pull", "--quiet", "--ff-only", cwd=copy)
        assert run_git("rev-parse", "HEAD", cwd=copy).strip() == commit
        assert run_git("rev-list", "--count", "HEAD", cwd=copy).strip() == str(history + number)
        [path] = run_git("diff", "--name-only", "HEAD~1", cwd=copy).splitlines()
        text = (copy / path).read_text()
        notebook = parse(text)
        assert saved(notebook) == text
        assert [cell.id for cell in notebook.cells].count("revision") == 1
        changed.append(path)
    # Three notebooks, each in turn, then the first one again.
    assert len(set(changed[:3])) == 3
    assert changed[3] == changed[0]


def test_commits_of_other_people_stay(tmp_path: Path) -> None:
    practice = build_practice(tmp_path / "practice")
    copy = tmp_path / "copy"
    run_git("clone", "--quiet", practice.upstreams["system-test"].as_uri(), copy)
    (copy / "mine.txt").write_text("Mine.")
    run_git("add", "mine.txt", cwd=copy)
    run_git("commit", "--quiet", "--message", "Add a file", cwd=copy)
    run_git("push", "--quiet", "origin", "main", cwd=copy)
    add_upstream_commit(practice, "system-test")
    run_git("pull", "--quiet", "--ff-only", cwd=copy)
    assert (copy / "mine.txt").read_text() == "Mine."


def test_an_unknown_collection_has_a_name(tmp_path: Path) -> None:
    practice = build_practice(tmp_path / "practice")
    with pytest.raises(NotFoundError) as raised:
        add_upstream_commit(practice, "phalanx-test")
    assert raised.value.code == "collection-unknown"
    assert "system-test" in raised.value.hint
