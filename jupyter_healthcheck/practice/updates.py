"""New commits in a practice upstream, so that there is an update to get."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from ..exceptions import NotFoundError
from ..workspace.git import Git
from .environment import PracticeEnvironment
from .history import Commit, read_history
from .repository import BRANCH, append_commits
from .source import code_cell, notebook_bytes

_CELL = "revision"


def add_upstream_commit(environment: PracticeEnvironment, collection: str) -> str:
    """Change one notebook of an upstream, each time the next one.

    Parameters
    ----------
    environment
        From `build_practice`.
    collection
        Id of the collection.

    Returns
    -------
    str
        Hash of the new commit.

    Raises
    ------
    NotFoundError
        ``collection-unknown``: the practice environment has no such collection.
    """
    if collection not in environment.upstreams:
        known = ", ".join(environment.upstreams)
        raise NotFoundError(
            "collection-unknown",
            f"The practice environment has no collection {collection}.",
            f"It has {known}.",
            collection=collection,
        )
    repository = environment.upstreams[collection]
    git = Git()
    head = git.run(["rev-parse", BRANCH], cwd=repository).decode().strip()
    count = int(git.run(["rev-list", "--count", head], cwd=repository))
    listing = git.run(["ls-tree", "-r", "-z", "--name-only", head], cwd=repository).decode()
    notebooks = [path for path in listing.split("\0") if path.endswith(".ipynb")]
    added = count - len(read_history(collection))
    path = notebooks[added % len(notebooks)]
    old = git.run(["cat-file", "blob", f"{head}:{path}"], cwd=repository)
    name = path.rpartition("/")[2].removesuffix(".ipynb")
    revision = count + 1
    commit = Commit(
        when=datetime.now(UTC),
        message=f"{name}: revision {revision}",
        changes={path: _revise(old, revision)},
    )
    return append_commits(repository, [commit], parent=head)


def _revise(notebook: bytes, revision: int) -> bytes:
    document = json.loads(notebook)
    source = f'REVISION = {revision}\nprint(f"This is revision {{REVISION}} of the notebook.")'
    document["cells"] = [cell for cell in document["cells"] if cell.get("id") != _CELL]
    document["cells"].append(code_cell(_CELL, source))
    return notebook_bytes(document)
