"""The histories of the practice collections are as promised."""

import ast
import re
from itertools import pairwise

import pytest

from jupyter_healthcheck.practice.history import COLLECTIONS, content, read_history

from .notebooks import parse, saved

pytestmark = pytest.mark.parametrize("collection", COLLECTIONS)


def trees(collection: str) -> list[dict[str, bytes]]:
    """All files at each commit."""
    tree: dict[str, bytes] = {}
    found = []
    for commit in read_history(collection):
        for path, data in commit.changes.items():
            if data is None:
                del tree[path]
            else:
                tree[path] = data
        found.append(dict(tree))
    return found


def test_a_few_dozen_commits_over_some_months(collection: str) -> None:
    commits = read_history(collection)
    assert 24 <= len(commits) <= 60
    assert all(before.when < after.when for before, after in pairwise(commits))
    assert (commits[-1].when - commits[0].when).days > 120
    assert len({commit.message for commit in commits}) == len(commits)


def test_every_commit_changes_something(collection: str) -> None:
    assert [commit.message for commit in read_history(collection) if not commit.changes] == []


def test_an_older_set_differs_in_notebooks(collection: str) -> None:
    *_, old, last = trees(collection)[-15::14]
    changed = [path for path in last if path.endswith(".ipynb") and last[path] != old.get(path)]
    assert len(changed) >= 3


def test_every_notebook_is_as_nbformat_writes_it(collection: str) -> None:
    for tree in trees(collection):
        for path in filter(lambda path: path.endswith(".ipynb"), tree):
            text = tree[path].decode()
            notebook = parse(text)
            assert saved(notebook) == text, path
            assert notebook.cells[0].cell_type == "markdown", path
            assert notebook.cells[0].source.startswith("# "), path
            for cell in notebook.cells:
                assert cell.metadata == {}, path
                assert not cell.get("outputs"), path
                if cell.cell_type == "code":
                    ast.parse(cell.source)


def test_sources_are_small_and_hold_no_stray_file(collection: str) -> None:
    *_, last = trees(collection)
    assert sum(map(len, last.values())) < 60_000
    endings = {path.rpartition(".")[2] for path in last}
    assert endings <= {"ipynb", "md", "csv", "svg", "toml", "yaml"}


def test_every_key_of_the_log_is_used(collection: str) -> None:
    log = content().joinpath(f"{collection}.commits").read_text("utf-8")
    keys = {line.split()[1] for line in log.splitlines() if not line.startswith("#")}
    used = set()
    folders = [content().joinpath(collection)]
    while folders:
        for entry in folders.pop().iterdir():
            if entry.is_dir():
                if entry.name != "__pycache__":
                    folders.append(entry)
            else:
                used |= set(re.findall(r"(?:since|until)=(\S+)", entry.read_text("utf-8")))
    assert used == keys
