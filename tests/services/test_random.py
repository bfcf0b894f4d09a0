"""Whatever a person does, decides, and suffers: no byte of theirs is lost."""

import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from jupyter_healthcheck.workspace import replace
from jupyter_healthcheck.workspace.replace import Step
from tests.support.repositories import Upstream, edited, executed, notebook
from tests.workspace.snapshots import contents

from .home import Home, ended

SEEDS = range(14)


def _names(dice: random.Random) -> str:
    return dice.choice(["a.txt", "b b.txt", "-c", "d\ne", "deep/f.ipynb", "data/g", "ü", "run.log"])


def _write(home: Home, dice: random.Random) -> None:
    path = home.copy / _names(dice)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{dice.random()}")


def _edit(home: Home, dice: random.Random) -> None:
    (home.copy / "login.ipynb").write_text(edited(notebook(), f"{dice.random()}"))


def _run(home: Home, dice: random.Random) -> None:
    (home.copy / "disk.ipynb").write_text(executed(notebook(["disk()"]), f"{dice.random()}"))


def _commit(home: Home, dice: random.Random) -> None:
    _edit(home, dice)
    home.git("commit", "--quiet", "--all", "--message", f"{dice.random()}")


def _stash(home: Home, dice: random.Random) -> None:
    _edit(home, dice)
    home.git("stash", "push", "--quiet", "--include-untracked")


def _delete(home: Home, dice: random.Random) -> None:
    files = sorted(path for path in home.copy.glob("*") if path.is_file())
    if files:
        dice.choice(files).unlink()


def _overlook(home: Home, dice: random.Random) -> None:
    home.git("update-index", "--assume-unchanged", "data/stars.csv")
    (home.copy / "data/stars.csv").write_text(f"{dice.random()}")


EDITS: list[Callable[[Home, random.Random], None]] = [
    _write,
    _edit,
    _run,
    _commit,
    _stash,
    _delete,
    _overlook,
]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Upstream]:
    """A copy, made once for all seeds."""
    upstream = Upstream.create(tmp_path_factory.mktemp("remotes"), "system-test")
    upstream.commit(
        {
            "login.ipynb": notebook(["login()"]),
            "disk.ipynb": notebook(["disk()"]),
            "data/stars.csv": "1,2\n",
            ".gitignore": "*.log\n",
        }
    )
    home = Home.create(tmp_path_factory.mktemp("start") / "home", upstream.path.as_uri())
    home.got()
    return home, upstream


@pytest.mark.parametrize("seed", SEEDS)
def test_no_byte_is_lost(
    start: tuple[Home, Upstream], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    dice = random.Random(seed)
    template, upstream = start
    shutil.copytree(template.root, tmp_path / "home", symlinks=True)
    home = Home.create(tmp_path / "home", upstream.path.as_uri())
    if dice.random() < 0.5:
        monkeypatch.setattr(replace, "exchange", lambda *_: False)
    for _ in range(4):
        for edit in dice.choices(EDITS, k=dice.randrange(4)):
            edit(home, dice)
        if dice.random() < 0.4:
            upstream.commit({"login.ipynb": notebook([f"login({dice.random()})"])})
        before = _visible(home)
        _in_a_process_that_may_be_killed(lambda: _get_or_restore(home, dice))
        # So that the next turn differs from what the other process drew.
        dice.random()
        home.service().heal()
        after = _visible(home)
        assert all(tree in after for tree in before)
    assert home.leftovers() == []


def _in_a_process_that_may_be_killed(action: Callable[[], None]) -> None:
    child = os.fork()
    if child == 0:
        try:
            action()
        except BaseException:  # noqa: BLE001  (the code is all that gets out of here)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, -signal.SIGKILL}


def _get_or_restore(home: Home, dice: random.Random) -> None:
    """Do one of the two, and be killed at some step or none."""
    fatal = dice.choice([None, *Step])

    def observe(step: str) -> None:
        if step == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    service = home.service(observe)
    backups = home.backups()
    if backups and dice.random() < 0.4:
        ended(service, service.restore(dice.choice(backups).id))
    else:
        home.get(dice.choice(["ask", "keep-both", "replace"]), service)


def _visible(home: Home) -> list[dict[str, str]]:
    """What is in the copy, and in every previous copy that is listed."""
    places = [home.copy, *(home.folder(backup) for backup in home.backups())]
    return [contents(place) for place in places if place.exists()]
