"""Many steps make one percentage that never goes back."""

from jupyter_healthcheck.models.operation import Phase
from jupyter_healthcheck.workspace.progress import Progress


def _seen(*lines: str) -> list[tuple[Phase, int]]:
    seen: list[tuple[Phase, int]] = []
    progress = Progress(lambda phase, percent: seen.append((phase, percent)))
    for line in lines:
        progress.git_line(line)
    return seen


def test_lines_of_git() -> None:
    assert _seen(
        "remote: Counting objects:  50% (5/10)",
        "Receiving objects:   0% (0/200)",
        "Receiving objects:  50% (100/200), 3.20 MiB | 2.10 MiB/s",
        "Receiving objects: 100% (200/200), 6.40 MiB | 2.10 MiB/s, done.",
        "Resolving deltas:  50% (1/2)",
        "Updating files: 100% (200/200), done.",
    ) == [
        (Phase.CONNECTING, 2),
        (Phase.RECEIVING, 5),
        (Phase.RECEIVING, 32),
        (Phase.RECEIVING, 60),
        (Phase.UNPACKING, 65),
        (Phase.WRITING, 95),
    ]


def test_other_lines_say_nothing() -> None:
    assert _seen("", "Cloning into 'x'...", "remote: Welcome: 100% of fun", "fatal: 50%") == []


def test_never_back() -> None:
    """A second transfer, from another place, does not begin anew."""
    seen = _seen(
        "Receiving objects: 100% (2/2)",
        "Counting objects: 10% (1/10)",
        "Receiving objects:  10% (1/10)",
        "Resolving deltas: 100% (1/1)",
        "Receiving objects: 100% (2/2)",
    )
    assert seen == [(Phase.RECEIVING, 60), (Phase.UNPACKING, 70)]


def test_the_same_is_told_once() -> None:
    seen: list[tuple[Phase, int]] = []
    progress = Progress(lambda phase, percent: seen.append((phase, percent)))
    for _ in range(3):
        progress.enter(Phase.COMPARING)
    progress.enter(Phase.DONE, 5.0)
    assert seen == [(Phase.COMPARING, 70), (Phase.DONE, 100)]
