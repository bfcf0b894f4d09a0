"""A kill at any moment of an update of read-only notebooks loses nothing of a person's."""

import shutil
from pathlib import Path

import pytest

from jupyter_healthcheck.services.provisioning import Reach
from jupyter_healthcheck.workspace.replace import Step
from tests.support.kernel import NO_EXCHANGE
from tests.support.kill import run_until_killed, steps_of
from tests.support.repositories import Upstream, notebook
from tests.workspace.snapshots import contents

from .home import Home
from .steps import BEGIN, END
from .tutorials import provided, tutorials, writable

# What comes after the swap tells nobody of its steps, so that each is watched here.
CODE = """
import sys
from pathlib import Path
from jupyter_healthcheck.workspace import rescue
from tests.services.tutorials import provide, tutorials

def watched(name):
    function = getattr(rescue, name)
    def call(*arguments, **options):
        observer(name)
        result = function(*arguments, **options)
        observer(f"{name} done")
        return result
    setattr(rescue, name, call)

for name in ("_remove", "_remove_git", "unprotect", "write_record"):
    watched(name)
unlink = Path.unlink
def noticed(path, *arguments, **options):
    if "previous" in path.parts:
        observer("unlink")
    unlink(path, *arguments, **options)
Path.unlink = noticed
home = tutorials(Path(sys.argv[1]), sys.argv[2])
provide(home, service=home.service(observer))
"""

SWAP = [*BEGIN, Step.INSTALLED, *END, Step.CLOSED]
SWAP_BY_RENAMES = [*BEGIN, Step.FIRST_RENAME, Step.INSTALLED, *END, Step.CLOSED]
#: Four files of the upstream and one checkpoint are removed, then the repository.
RESCUE = [
    "_remove",
    *["unlink"] * 5,
    "_remove done",
    "_remove_git",
    "_remove_git done",
    "unprotect",
    "unprotect done",
    "write_record",
    "write_record done",
]
CASES = [
    *(("exchange", step, 1) for step in SWAP),
    *(("renames", step, 1) for step in SWAP_BY_RENAMES),
    *(("exchange", step, 1) for step in RESCUE if step != "unlink"),
    *(("exchange", "unlink", number) for number in (1, 3, 5)),
]
MINE = {"notes.md": "mine", "nublado_login.ipynb": "edited in a terminal"}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    upstream = Upstream.create(tmp_path_factory.mktemp("remotes"), "system-test")
    names = ("nublado_login", "nublado_disk", "tap", "deep/butler")
    upstream.commit({f"{name}.ipynb": notebook([name]) for name in names} | {"a.txt": "a"})
    return upstream


@pytest.fixture(scope="module")
def prepared(source: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with read-only notebooks, work of the person's own inside, and an update to come."""
    home = tutorials(tmp_path_factory.mktemp("prepared") / "home", source.path.as_uri())
    provided(home)
    for name, text in MINE.items():
        (home.copy / name).unlink(missing_ok=True)
        (home.copy / name).write_text(text)
    (home.copy / ".ipynb_checkpoints").mkdir()
    (home.copy / ".ipynb_checkpoints/tap-checkpoint.ipynb").write_text("{}")
    source.commit({"new.ipynb": notebook(["new()"])})
    return home


@pytest.fixture
def killed(prepared: Home, source: Upstream, tmp_path: Path) -> Home:
    """The same in a folder of its own, for one kill."""
    shutil.copytree(prepared.root, tmp_path / "home", symlinks=True)
    return tutorials(tmp_path / "home", source.path.as_uri())


def _code(how: str) -> str:
    return NO_EXCHANGE.code() + CODE if how == "renames" else CODE


@pytest.mark.parametrize(
    ("how", "swap"), [("exchange", SWAP), ("renames", SWAP_BY_RENAMES)], ids=["exchange", "renames"]
)
def test_these_are_all_steps(killed: Home, source: Upstream, how: str, swap: list[Step]) -> None:
    arguments = [str(killed.root), source.path.as_uri()]
    assert steps_of(_code(how), arguments=arguments) == [*swap, *RESCUE]


@pytest.mark.parametrize(("how", "step", "occurrence"), CASES)
def test_healed(killed: Home, source: Upstream, how: str, step: str, occurrence: int) -> None:
    arguments = [str(killed.root), source.path.as_uri()]
    run_until_killed(_code(how), str(step), occurrence=occurrence, arguments=arguments)
    # As the next start does it: nobody is asked.
    service = killed.service()
    service.heal()
    provided(killed, Reach.NEAR, service)

    assert sorted(contents(killed.copy)) == source.paths()
    assert writable(killed.copy) == []
    (backup,) = killed.backups()
    folder = killed.folder(backup)
    assert backup.kind == "rescued"
    assert {name: (folder / name).read_text() for name in contents(folder)} == MINE
    assert writable(folder) == sorted(MINE)
    assert killed.leftovers() == []
