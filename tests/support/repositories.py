"""Upstream repositories, made in an instant and without a working copy.

::

    upstream = Upstream.create(remotes, "system-test")
    first = upstream.commit({"tap_schemas.ipynb": notebook(["1 + 1"])}, "First")
    upstream.commit({"tap_schemas.ipynb": None, "data/a.txt": "new"}, "Tidy up")
    upstream.commit_all(Commit({"n.txt": str(n)}) for n in range(14))

They are bare, named ``<name>.git``, and allow what a forge allows: push, partial
clone, and fetch of any commit. `big_upstream` is one of a realistic size.
`Symlink`, `Gitlink` and `Executable` make other things than files, and
`Upstream.commit_raw_tree` makes trees that git itself would refuse to write.
"""

import base64
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from .environment import run_git
from .fast_import import (
    Commit,
    Content,
    Executable,
    Gitlink,
    Symlink,
    commit_stream,
)
from .notebooks import Markdown, edited, executed, notebook, touched

__all__ = [
    "Commit",
    "Content",
    "Executable",
    "Gitlink",
    "Markdown",
    "Symlink",
    "Upstream",
    "big_upstream",
    "edited",
    "executed",
    "notebook",
    "touched",
]

_SETTINGS = {
    "http.receivepack": "true",
    "uploadpack.allowFilter": "true",
    "uploadpack.allowAnySHA1InWant": "true",
    # Nothing may go on in the background when a test is over.
    "receive.autogc": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
}


@dataclass(frozen=True)
class Upstream:
    """A bare repository that others clone and fetch.

    Parameters
    ----------
    path
        Its folder.
    branch
        The branch that a clone gets.
    """

    path: Path
    branch: str

    @classmethod
    def create(cls, folder: Path, name: str, branch: str = "main") -> Self:
        """Make an empty repository, and the folder for it if need be."""
        path = folder / f"{name}.git"
        run_git("init", "--quiet", "--bare", "--template=", f"--initial-branch={branch}", path)
        with (path / "config").open("a") as config:
            for setting, value in _SETTINGS.items():
                section, _, key = setting.partition(".")
                config.write(f"[{section}]\n\t{key} = {value}\n")
        return cls(path, branch)

    @property
    def name(self) -> str:
        """Its name in a URL."""
        return self.path.name.removesuffix(".git")

    def commit(
        self,
        files: Mapping[str, Content],
        message: str = "Change something",
        *,
        branch: str | None = None,
        parent: str | None = None,
    ) -> str:
        """Commit a change on top of a branch.

        Parameters
        ----------
        files
            What the paths hold from now on; None deletes one.
        message
            The commit's message.
        branch
            The branch to move, which need not exist; the default one if not given.
        parent
            The commit to build on in place of the branch's newest: rewrites history.

        Returns
        -------
        str
            The commit's name.
        """
        return self.commit_all([Commit(files, message)], branch=branch, parent=parent)[-1]

    def commit_all(
        self, commits: Iterable[Commit], *, branch: str | None = None, parent: str | None = None
    ) -> list[str]:
        """Commit many changes at once, each on top of the one before."""
        branch = branch or self.branch
        start = parent or self._start_of(branch)
        number = int(self.git("rev-list", "--count", start)) if start else 0
        previous = start
        stream: list[bytes] = []
        for mark, commit in enumerate(commits, 1):
            stream += commit_stream(mark, branch, commit, parent=previous, number=number + mark - 1)
            previous = f":{mark}"
        with tempfile.TemporaryDirectory(prefix="marks-") as folder:
            marks = Path(folder, "marks")
            wanted = f"--export-marks={marks}"
            self.git("fast-import", "--quiet", "--force", wanted, stdin=b"".join(stream))
            names = dict(line.split() for line in marks.read_text().splitlines())
        return [names[f":{mark}"] for mark in range(1, len(names) + 1)]

    def commit_raw_tree(
        self,
        entries: Sequence[tuple[str, bytes, str]],
        message: str = "Do harm",
        *,
        branch: str | None = None,
    ) -> str:
        """Commit a tree of exactly these entries, however wrong they are.

        Parameters
        ----------
        entries
            Mode, name and object of each, in the order given: ``("40000", b"..", tree)``.
        message
            The commit's message.
        branch
            The branch to move; the default one if not given.
        """
        raw = b"".join(
            b"%b %b\0%b" % (mode.encode(), name, bytes.fromhex(sha)) for mode, name, sha in entries
        )
        tree = self.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=raw)
        parent = self._start_of(branch or self.branch)
        parents = ["-p", parent] if parent else []
        sha = self.git("commit-tree", *parents, "-m", message, tree.strip()).strip()
        self.git("update-ref", f"refs/heads/{branch or self.branch}", sha)
        return sha

    def head(self, branch: str | None = None) -> str:
        """Return the newest commit's name."""
        return self.git("rev-parse", "--verify", f"refs/heads/{branch or self.branch}").strip()

    def read(self, path: str, revision: str | None = None) -> bytes:
        """Return what a path holds."""
        text = self.git("cat-file", "blob", f"{revision or self.head()}:{path}")
        return text.encode(errors="surrogateescape")

    def paths(self, revision: str | None = None) -> list[str]:
        """List everything in the tree of a commit."""
        listing = self.git("ls-tree", "-r", "-z", "--name-only", revision or self.head())
        return [path for path in listing.split("\0") if path]

    def delete_branch(self, branch: str) -> None:
        """Delete a branch."""
        self.git("update-ref", "-d", f"refs/heads/{branch}")

    def set_default_branch(self, branch: str) -> "Upstream":
        """Let clones get another branch, and return the repository as it is then."""
        self.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
        return Upstream(self.path, branch)

    def git(self, *arguments: str, stdin: bytes | None = None) -> str:
        """Run any git command in the repository."""
        return run_git(*arguments, cwd=self.path, stdin=stdin)

    def _start_of(self, branch: str) -> str | None:
        """Return the branch's newest commit, or the default's for a new branch, if any."""
        for name in (branch, self.branch):
            ref = f"refs/heads/{name}"
            if sha := self.git("for-each-ref", "--format=%(objectname)", ref).strip():
                return sha
        return None


def big_upstream(
    folder: Path,
    name: str = "system-test",
    *,
    notebooks: int = 200,
    total_bytes: int = 20_000_000,
    commits: int = 40,
    seed: int = 1,
) -> Upstream:
    """Make a repository of many notebooks and commits, the same at every call.

    The notebooks hold pictures of noise, so that neither git nor HTTP makes
    them small. The first half of the commits adds notebooks, the other half
    edits one each.

    Parameters
    ----------
    folder, name
        Where to make it.
    notebooks
        How many notebooks the newest commit has.
    total_bytes
        Roughly how big all of them are together.
    commits
        How many commits there are.
    seed
        Another number gives other content.
    """
    noise = random.Random(seed)
    texts: dict[str, str] = {}
    for number in range(notebooks):
        picture = base64.b64encode(noise.randbytes(total_bytes // notebooks * 3 // 4)).decode()
        cells = [Markdown(f"# Check {number}"), f"check({number})", f"draw('{picture}')"]
        texts[f"area-{number % 10}/check_{number:03}.ipynb"] = notebook(cells)
    paths = list(texts)
    adding = max(1, commits // 2)
    history = [
        Commit({path: texts[path] for path in paths[turn::adding]}, f"Add part {turn + 1}")
        for turn in range(adding)
    ]
    for turn in range(commits - adding):
        path = noise.choice(paths)
        texts[path] = edited(texts[path], f"check({turn}, strictly=True)", cell=1)
        history.append(Commit({path: texts[path]}, f"Be strict in {path}"))
    upstream = Upstream.create(folder, name)
    upstream.commit_all(history)
    return upstream
