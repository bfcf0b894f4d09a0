"""A pristine cache per collection: the only part that talks to an upstream."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..exceptions import CancelledError, HealthCheckError, StorageFullError, UnavailableError
from ..models.collection import Access, CollectionSpec
from ..models.operation import Phase
from .git import Git
from .layout import Layout
from .progress import Progress
from .remote import Listing, ask
from .storage import read_json, remove_tree, write_json

_FRESHNESS = "jupyter_healthcheck.json"

#: Failures that a damaged cache can have caused; one that is made anew has not.
SIGNS_OF_DAMAGE = frozenset({"git-failed", "upstream-damaged"})


@dataclass(frozen=True, slots=True)
class Upstream:
    """The newest state of a collection, as the cache holds it.

    Attributes
    ----------
    branch
        Name of the branch to get.
    commit
        Full hash of its newest commit.
    """

    branch: str
    commit: str


@dataclass(frozen=True)
class PristineCache:
    """The bare repository that copies are made from.

    Attributes
    ----------
    spec, layout
        The collection and its paths.
    git
        Runs git.
    protocols
        Transports that the operator allows.
    """

    spec: CollectionSpec
    layout: Layout
    git: Git
    protocols: tuple[str, ...]

    def refresh(
        self,
        progress: Progress,
        fetched_since: float | None = None,
        *,
        mirror_alone: bool = False,
    ) -> Upstream:
        """Bring the cache up to date, transferring only what changed.

        Parameters
        ----------
        progress
            Told how far it is.
        fetched_since
            A time (seconds since the epoch): a fetch that ended later is
            fresh enough, since somebody else did it while we waited.
        mirror_alone
            Ask the mirror, which must be configured, and nobody else.

        Raises
        ------
        HealthCheckError
            What went wrong, by name.
        """
        progress.enter(Phase.CONNECTING)
        self._sweep()
        known = self.known()
        if known and fetched_since is not None and self._fetched_at() >= fetched_since:
            return known
        urls = [self.spec.mirror_url] if self.spec.mirror_url else []
        if not mirror_alone:
            urls.append(self.spec.url)
        for url in urls:
            try:
                return self._refresh_from(url, progress)
            except (CancelledError, StorageFullError):
                raise
            except UnavailableError:
                if url == urls[-1]:
                    raise
            finally:
                self._sweep()
        raise AssertionError("a collection has a URL")  # pragma: no cover

    def discard(self) -> None:
        """Forget everything; the next refresh starts anew."""
        remove_tree(self.layout.cache)

    def refs(self) -> list[str]:
        """Full hashes of all that the upstream has."""
        output = self._in_cache("for-each-ref", "--format=%(objectname)").decode()
        return sorted(set(output.split()))

    def known(self) -> Upstream | None:
        """Tell the newest state that was fetched, without asking the upstream."""
        facts = read_json(self.layout.cache / _FRESHNESS)
        if facts is None or not self._is_for_this_upstream():
            return None
        try:
            return Upstream(facts["branch"], self._resolve(facts["branch"]))
        except CancelledError:
            raise
        except (HealthCheckError, KeyError):
            return None

    def holds(self, commit: str) -> bool:
        """Whether a commit is the upstream's."""
        try:
            self._in_cache("cat-file", "-e", f"{commit}^{{commit}}")
        except CancelledError:
            raise
        except HealthCheckError:
            return False
        return True

    def distance(self, old: str, new: str) -> tuple[int | None, int | None]:
        """Count the commits and the changed notebooks between two commits.

        Returns
        -------
        tuple
            `None` twice where the old commit is gone from the upstream.
        """
        if old == new:
            return 0, 0
        try:
            ahead = self._in_cache("rev-list", "--count", f"{old}..{new}")
            names = self._in_cache("diff-tree", "-r", "-z", "--name-only", "--no-renames", old, new)
        except CancelledError:
            raise
        except HealthCheckError:
            return None, None
        return int(ahead), _notebooks(names)

    def count_notebooks(self, commit: str) -> int:
        """Count the notebooks of a commit."""
        return _notebooks(self._in_cache("ls-tree", "-r", "-z", "--name-only", commit))

    def _refresh_from(self, url: str, progress: Progress) -> Upstream:
        listing = ask(self.git, self.spec, url, self.protocols, progress)
        progress.enter(Phase.CONNECTING, 0.5)
        if not self._is_for_this_upstream() or not self._follow(url, listing, progress):
            self._fill(url, listing, progress)
        commit = self._resolve(listing.branch)
        write_json(
            self.layout.cache / _FRESHNESS,
            {"url": self.spec.url, "depth": self.spec.depth, "branch": listing.branch},
        )
        return Upstream(listing.branch, commit)

    def _follow(self, url: str, listing: Listing, progress: Progress) -> bool:
        """Fetch what is new; False if the cache is beyond use."""
        try:
            if self._local_refs(listing.branch) != listing.refs:
                self._fetch(url, listing.branch, progress)
            # Walks through all history, so that no copy is made from half of it.
            self._in_cache("rev-list", "--objects", "--quiet", "--all")
        except UnavailableError as error:
            if error.code in SIGNS_OF_DAMAGE:
                return False
            raise
        return True

    def _is_for_this_upstream(self) -> bool:
        facts = read_json(self.layout.cache / _FRESHNESS)
        return (
            facts is not None
            and facts.get("url") == self.spec.url
            and facts.get("depth") == self.spec.depth
        )

    def _fetched_at(self) -> float:
        try:
            return (self.layout.cache / _FRESHNESS).stat().st_mtime
        except OSError:
            return 0.0

    def _local_refs(self, branch: str) -> dict[str, str]:
        names = [name.removesuffix("/*") for name in self._wanted(branch)]
        output = self._in_cache(
            "for-each-ref", "--format=%(refname) %(objectname)", *names
        ).decode()
        refs = (line.partition(" ") for line in output.splitlines())
        return {name: value for name, _, value in refs}

    def _fetch(self, url: str, branch: str, progress: Progress) -> None:
        progress.enter(Phase.RECEIVING)
        self.git.run(
            [
                f"--git-dir={self.layout.cache}",
                "fetch",
                "--progress",
                "--prune",
                "--no-write-fetch-head",
                "--no-tags",
                *self._depth(),
                "--",
                url,
                *(f"+{refs}:{refs}" for refs in self._wanted(branch)),
            ],
            protocols=self.protocols,
            safe_directory=self.layout.cache,
            on_line=progress.git_line,
        )

    def _wanted(self, branch: str) -> list[str]:
        if self.spec.access is Access.READ_ONLY:
            return [f"refs/heads/{branch}"]
        return ["refs/heads/*", "refs/tags/*"]

    def _fill(self, url: str, listing: Listing, progress: Progress) -> None:
        """Make the cache anew; of one that made room, the copy may have everything."""
        branch, near = listing.branch, self.layout.destination / ".git"
        if self.spec.access is Access.READ_ONLY and not self.layout.cache.exists():
            with suppress(UnavailableError):
                there = [f"--git-dir={near}", "rev-parse", "--verify", f"refs/heads/{branch}"]
                wanted = [self.git.run(there, safe_directory=near).decode().strip()]
                if wanted == list(listing.refs.values()):
                    self._clone(os.fspath(near), branch, progress, near)
                    if self._resolve(branch) in wanted:
                        return
        self._clone(url, branch, progress)

    def _clone(self, url: str, branch: str, progress: Progress, near: Path | None = None) -> None:
        progress.enter(Phase.RECEIVING)
        folder = self.layout.cache.parent
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{self.spec.id}.partial-{uuid.uuid4().hex}"
        every = ["--no-single-branch"]
        if self.spec.access is Access.READ_ONLY:
            every = ["--single-branch", "--no-tags", f"--branch={branch}"]
        try:
            self.git.run(
                [
                    "clone",
                    "--bare",
                    "--progress",
                    "--no-local",
                    *every,
                    *self._depth(),
                    "--",
                    url,
                    os.fspath(partial),
                ],
                protocols=("file",) if near else self.protocols,
                safe_directory=near,
                on_line=progress.git_line,
            )
            self.discard()
            partial.rename(self.layout.cache)
        finally:
            remove_tree(partial)

    def _sweep(self) -> None:
        """Remove what a git that was stopped left half-done."""
        cache = self.layout.cache
        halves = cache.parent.glob(f"{self.spec.id}.partial-*")
        for leftover in [*halves, *cache.glob("objects/**/tmp_*")]:
            remove_tree(leftover)

    def _depth(self) -> list[str]:
        return [f"--depth={self.spec.depth}"] if self.spec.depth else []

    def _resolve(self, branch: str) -> str:
        return (
            self._in_cache(
                "rev-parse", "--verify", "--end-of-options", f"refs/heads/{branch}^{{commit}}"
            )
            .decode()
            .strip()
        )

    def _in_cache(self, *args: str) -> bytes:
        return self.git.run(
            [f"--git-dir={self.layout.cache}", *args], safe_directory=self.layout.cache
        )


def _notebooks(names: bytes) -> int:
    return sum(name.endswith(b".ipynb") for name in names.split(b"\0"))
