"""A kill at any step of a swap loses nothing: the next start mends what it left.

``pytest -rA -k test_healed`` lists them: what was done, how, where it was killed, what
came of it.
"""

import shutil
from pathlib import Path

import pytest

from jupyter_healthcheck.workspace.replace import Step
from jupyter_healthcheck.workspace.storage import read_json
from tests.support.kernel import NO_EXCHANGE
from tests.support.kill import run_until_killed, steps_of
from tests.support.repositories import Upstream, edited, notebook
from tests.workspace.snapshots import Entry, snapshot

from .home import Home
from .steps import BEGIN, CASES, END, STEPS

CODE = """
import sys
from pathlib import Path
from tests.services.home import Home

folder, url, what, backup = sys.argv[1:]
home = Home.create(Path(folder), url)
service = home.service(observer)
if what == "heal":
    service.heal()
elif what == "restore":
    service.operations.wait(service.restore(backup).id)
else:
    home.get(what, service)
"""

HEALED = [
    (what, how, step, "dropped" if step in BEGIN else "finished") for what, how, step in CASES
]

Trees = list[dict[str, Entry]]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    upstream = Upstream.create(tmp_path_factory.mktemp("remotes"), "system-test")
    upstream.commit({"login.ipynb": notebook(["login()"]), "data/stars.csv": "1,2\n"})
    return upstream


@pytest.fixture(scope="module")
def prepared(source: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a previous copy and a present one, both with work of the person's own."""
    home = Home.create(tmp_path_factory.mktemp("prepared") / "home", source.path.as_uri())
    home.got()
    (home.copy / "notes.md").write_text("first")
    source.commit({"data/stars.csv": "3,4\n"})
    home.got("replace")
    (home.copy / "notes.md").write_text("second")
    (home.copy / "empty").touch(mode=0o600)
    home.change("login.ipynb", lambda text: edited(text, "mine()"))
    home.commit()
    source.commit({"data/stars.csv": "5,6\n"})
    return home


@pytest.fixture
def killed(prepared: Home, source: Upstream, tmp_path: Path) -> Home:
    """The same in a folder of its own, for one kill."""
    shutil.copytree(prepared.root, tmp_path / "home", symlinks=True)
    return Home.create(tmp_path / "home", source.path.as_uri())


def _arguments(home: Home, what: str, how: str, source: Upstream) -> list[str]:
    if how == "first":
        shutil.rmtree(home.root / "notebooks")
    elif how == "absent":
        shutil.rmtree(home.copy)
    backups = home.backups()
    return [str(home.root), source.path.as_uri(), what, backups[0].id if backups else ""]


def _code(how: str) -> str:
    return NO_EXCHANGE.code() + CODE if how == "renames" else CODE


def _visible(home: Home) -> Trees:
    """All that a person can see: the copy, and every previous copy that is listed."""
    places = [home.copy, *(home.folder(backup) for backup in home.backups())]
    return [snapshot(place) for place in places if place.exists()]


@pytest.mark.parametrize(("what", "how"), STEPS)
def test_these_are_all_steps(killed: Home, source: Upstream, what: str, how: str) -> None:
    arguments = _arguments(killed, what, how, source)
    assert steps_of(_code(how), arguments=arguments) == STEPS[what, how]


@pytest.mark.parametrize(("what", "how", "step", "healed"), HEALED)
def test_healed(
    killed: Home, source: Upstream, what: str, how: str, step: Step, healed: str
) -> None:
    arguments = _arguments(killed, what, how, source)
    before = _visible(killed)
    run_until_killed(_code(how), str(step), arguments=arguments)
    killed.service().heal()
    after = _visible(killed)
    for tree in before:
        assert after.count(tree) == 1
    assert killed.leftovers() == []
    if healed == "dropped":
        assert after == before
    elif what == "restore":
        assert after[0] == before[-1]
        assert len(after) == len(before)
    else:
        assert len(after) == len(before) + 1
    # And it goes on from there.
    if what == "restore":
        assert killed.got("keep-both").action in {"kept-both", "created"}
    else:
        assert killed.got(what).action == ("none" if healed == "finished" else _done(what))
    for tree in before:
        assert _visible(killed).count(tree) == 1


def _done(what: str) -> str:
    return {"ask": "created", "replace": "replaced", "keep-both": "kept-both"}[what]


@pytest.mark.parametrize("how", ["exchange", "renames"])
@pytest.mark.parametrize("step", [*END, Step.CLOSED])
def test_killed_again_while_healing(killed: Home, source: Upstream, how: str, step: Step) -> None:
    arguments = _arguments(killed, "replace", how, source)
    before = _visible(killed)
    first = Step.INSTALLED if how == "exchange" else Step.FIRST_RENAME
    run_until_killed(_code(how), str(first), arguments=arguments)
    arguments[2] = "heal"
    run_until_killed(_code(how), str(step), arguments=arguments)
    assert killed.got().action == "none"
    after = _visible(killed)
    assert [after.count(tree) for tree in before] == [1] * len(before)
    assert killed.leftovers() == []


@pytest.mark.parametrize("step", [Step.JOURNALED, Step.FIRST_RENAME])
def test_person_puts_something_there_after_the_kill(
    killed: Home, source: Upstream, step: Step
) -> None:
    """What stands at the destination is not ours any more: it is left alone."""
    arguments = _arguments(killed, "replace", "renames", source)
    before = _visible(killed)
    run_until_killed(_code("renames"), str(step), arguments=arguments)
    if killed.copy.exists():
        killed.copy.rename(killed.root / "moved by the person")
    killed.copy.mkdir()
    (killed.copy / "notes.md").write_text("third")
    theirs = snapshot(killed.copy)
    killed.service().heal()
    assert snapshot(killed.copy) == theirs
    assert killed.refused("replace") == "target-in-the-way"
    assert killed.leftovers() == []
    moved = killed.root / "moved by the person"
    found = [*_visible(killed), *([snapshot(moved)] if moved.exists() else [])]
    assert [found.count(tree) for tree in before] == [1] * len(before)


@pytest.mark.parametrize("step", [Step.JOURNALED, Step.INSTALLED])
def test_name_of_the_backup_is_taken_after_the_kill(
    killed: Home, source: Upstream, step: Step
) -> None:
    """Somebody else's folder under that name is neither moved nor listed."""
    arguments = _arguments(killed, "keep-both", "exchange", source)
    before = _visible(killed)
    run_until_killed(CODE, str(step), arguments=arguments)
    journal = read_json(killed.layout.journal)
    assert journal is not None
    taken = killed.copy.parent / journal["backup"]["name"]
    taken.mkdir()
    (taken / "notes.md").write_text("third")
    theirs = snapshot(taken)
    killed.service().heal()
    assert snapshot(taken) == theirs
    assert taken not in [killed.folder(backup) for backup in killed.backups()]
    assert [_visible(killed).count(tree) for tree in before] == [1] * len(before)
    assert killed.leftovers() == []


@pytest.mark.parametrize("step", [Step.JOURNALED, Step.DISOWNED, Step.INSTALLED])
def test_journal_is_lost_after_the_kill(killed: Home, source: Upstream, step: Step) -> None:
    """What then lies where only our things should is given back and listed."""
    arguments = _arguments(killed, "replace", "exchange", source)
    before = _visible(killed)
    run_until_killed(CODE, str(step), arguments=arguments)
    killed.layout.journal.unlink()
    killed.service().heal()
    assert [_visible(killed).count(tree) for tree in before] == [1] * len(before)
    assert killed.leftovers() == []
