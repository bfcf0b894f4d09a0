"""What a repository elsewhere says it has, asked in one conversation."""

from __future__ import annotations

from dataclasses import dataclass

from ..exceptions import UnavailableError
from ..models.collection import Access, CollectionSpec
from .git import Git
from .progress import Progress


@dataclass(frozen=True, slots=True)
class Listing:
    """The branch to get, and all that is to be fetched.

    Attributes
    ----------
    branch
        Name of the branch that the collection is made from.
    refs
        Full hash of each branch and tag, by full name. Of read-only
        notebooks nobody needs more than the one branch.
    """

    branch: str
    refs: dict[str, str]


def ask(
    git: Git, spec: CollectionSpec, url: str, protocols: tuple[str, ...], progress: Progress
) -> Listing:
    """Ask for the default branch and for what every branch and tag is at.

    Raises
    ------
    UnavailableError
        ``branch-missing`` or ``unsafe-content``.
    HealthCheckError
        What git had against it, by name.
    """
    # The older protocol answers the first request, so that hundreds of labs
    # ask once each and not twice.
    brief = ["-c", "protocol.version=0"] if spec.access is Access.READ_ONLY else []
    output = git.run(
        [*brief, "ls-remote", "--symref", "--", url, "HEAD", "refs/heads/*", "refs/tags/*"],
        protocols=protocols,
        on_line=progress.git_line,
    )
    return _understand(output.decode(errors="replace"), spec)


def _understand(listing: str, spec: CollectionSpec) -> Listing:
    default = None
    refs: dict[str, str] = {}
    for line in listing.splitlines():
        value, _, name = line.partition("\t")
        if value.startswith("ref: ") and name == "HEAD":
            default = value.removeprefix("ref: refs/heads/")
        elif name.startswith(("refs/heads/", "refs/tags/")) and not name.endswith("^{}"):
            refs[name] = value
    branch = spec.ref or default
    if branch is not None and branch.startswith("-"):
        raise UnavailableError(
            "unsafe-content",
            f"The upstream's default branch, {branch}, is no name for a branch.",
            "Tell the maintainers of the repository.",
            branch=branch,
        )
    if branch is None or f"refs/heads/{branch}" not in refs:
        raise UnavailableError(
            "branch-missing",
            f"The branch {branch} does not exist upstream."
            if branch
            else "The upstream is empty or has no default branch.",
            f"Ask the operator to correct `ref` of the collection {spec.id}.",
            branch=branch,
        )
    if spec.access is Access.READ_ONLY:
        refs = {f"refs/heads/{branch}": refs[f"refs/heads/{branch}"]}
    return Listing(branch, refs)
