"""What a person on a terminal sees, answers and interrupts."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.git_server import GitServer, Hang, Part, Throttle
from tests.support.repositories import Upstream, edited
from tests.workspace.snapshots import snapshot

from .shell import Shell, heed_interrupts


@pytest.fixture
def server(upstream: Upstream) -> Iterator[GitServer]:
    with GitServer(upstream.path.parent) as running:
        yield running


@pytest.fixture
def remote(shell: Shell, server: GitServer) -> Shell:
    """Commands with one collection, whose upstream is behind HTTP."""
    collections = [{"id": "system-test", "url": server.url("system-test")}]
    section = {"collections": collections, "allowed_protocols": ["http"]}
    shell.config.write_text(json.dumps({"HealthCheck": section}))
    return shell


@pytest.fixture
def changed(shell: Shell) -> Shell:
    """A home with a copy in which a notebook was edited."""
    shell.run("get", "system-test")
    path = shell.copy / "tap_schemas.ipynb"
    path.write_text(edited(path.read_text(), "mine"))
    return shell


def _plain(screen: str) -> str:
    """Text without what moves the cursor and paints."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen).replace("\r", "")


@pytest.mark.parametrize("typed", ["r\n", "R\n", "replace\n"])
def test_replace(changed: Shell, typed: str) -> None:
    before = snapshot(changed.copy)
    done = changed.on_terminal("get", "system-test", typed=[("[C]ancel?", typed)])
    assert done.code == 0
    assert "1 notebook you edited: tap_schemas.ipynb" in done.stdout
    [backup] = (changed.home / "notebooks/previous").iterdir()
    assert snapshot(backup) == before
    [line] = [line for line in _plain(done.stdout).splitlines() if "To undo:" in line]
    undone = changed.run("restore", line.split()[-1])
    assert undone.code == 0
    assert snapshot(changed.copy) == before


@pytest.mark.parametrize("typed", ["\n", "c\n", "Cancel\n", "\x04"])
def test_cancel(changed: Shell, typed: str) -> None:
    before = snapshot(changed.copy)
    done = changed.on_terminal("get", "system-test", typed=[("[C]ancel?", typed)])
    assert done.code == 3
    assert "Cancelled. Your copy is as it was." in done.stdout
    assert snapshot(changed.copy) == before


def test_answer_that_is_not_understood_is_asked_for_again(changed: Shell) -> None:
    typed = [("[C]ancel?", "what?\n"), ("what?", "k\n")]
    assert changed.on_terminal("get", "system-test", typed=typed).code == 0


def test_decision_in_advance_is_not_asked_for(changed: Shell) -> None:
    done = changed.on_terminal("get", "system-test", "--on-existing", "replace", typed=[])
    assert done.code == 0
    assert "[C]ancel?" not in done.stdout


def test_change_while_the_person_reads_is_shown(changed: Shell) -> None:
    """The answer was about something else: the new plan is shown and asked about."""
    ask = ["get", "system-test"]
    more = changed.copy / "more.md"

    class Typing(str):
        """Text that is typed a moment after something else happened."""

        __slots__ = ()

        def encode(self, *_: object) -> bytes:
            more.write_text("later")
            return b"r\n"

    done = changed.on_terminal(*ask, typed=[("[C]ancel?", Typing()), ("more.md", "k\n")])
    assert done.code == 0
    assert "changed since you were asked" in _plain(done.stdout)
    kept = [path for path in changed.copy.parent.iterdir() if " " in path.name]
    assert (kept[0] / "more.md").read_text() == "later"


def test_names_cannot_steer_the_terminal(changed: Shell) -> None:
    (changed.copy / "\x1b[2J\x1b]0;evil\x07.md").write_text("mine")
    (changed.copy / "[red]loud[red].md").write_text("mine")
    done = changed.on_terminal("get", "system-test", typed=[("[C]ancel?", "c\n")])
    assert "?[2J?]0;evil?.md" in done.stdout
    assert "[red]loud[red].md" in done.stdout
    assert "\x1b[2J" not in done.stdout


def test_progress_is_drawn(remote: Shell, upstream: Upstream, server: GitServer) -> None:
    upstream.commit({"noise.bin": os.urandom(150_000)})
    with server.switch_on(Throttle(100_000)):
        done = remote.on_terminal("get", "system-test", typed=[])
    assert done.code == 0
    percents = [int(text) for text in re.findall(r"(\d+) %", _plain(done.stdout))]
    assert percents == sorted(percents)
    assert len(set(percents)) > 3
    assert "receiving" in done.stdout


def test_without_a_terminal_each_phase_is_one_line(
    remote: Shell, upstream: Upstream, server: GitServer
) -> None:
    upstream.commit({"noise.bin": os.urandom(150_000)})
    with server.switch_on(Throttle(100_000)):
        done = remote.run("get", "system-test")
    lines = done.stderr.splitlines()
    assert "Getting system-test: receiving" in lines
    assert len(lines) == len(set(lines))
    assert done.stdout.startswith("system-test notebooks are ready in notebooks/system-test")


def _interrupted(shell: Shell, server: GitServer, times: int) -> subprocess.CompletedProcess[str]:
    with server.switch_on(Hang(part=Part.PACK)) as hang:
        process = subprocess.Popen(
            shell.words("get", "system-test", "--json", "--config", str(shell.config)),
            env=shell.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heed_interrupts,  # noqa: PLW1509  (one call into the system)
        )
        hang.wait_until_struck()
        for _ in range(times):
            process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    return subprocess.CompletedProcess([], process.returncode, stdout, stderr)


def test_interrupt_cancels(remote: Shell, upstream: Upstream, server: GitServer) -> None:
    remote.run("get", "system-test")
    upstream.commit({"noise.bin": os.urandom(100_000)})
    before = snapshot(remote.copy)
    done = _interrupted(remote, server, 1)
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "cancelled"
    assert "Cancelled. Your copy is as it was." in done.stderr
    assert "Traceback" not in done.stderr
    assert snapshot(remote.copy) == before
    state = remote.home / "notebooks/.jupyter_healthcheck"
    assert list((state / "staging").rglob("*")) in ([], [state / "staging/system-test"])
    assert json.loads(remote.run("get", "system-test", "--json").stdout)["action"] == "replaced"


def test_interrupt_at_the_question(changed: Shell) -> None:
    before = snapshot(changed.copy)
    done = changed.on_terminal("get", "system-test", typed=[("[C]ancel?", "\x03")])
    assert done.code == 130
    assert "Traceback" not in done.stdout
    assert snapshot(changed.copy) == before


def test_reader_that_goes_away(changed: Shell) -> None:
    words = changed.words("collections", "--json", "--config", str(changed.config))
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | true', "sh", *words],
        env=changed.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""


def test_defect_is_70_and_a_traceback_only_on_request(changed: Shell, tmp_path: Path) -> None:
    """A library is broken, which no command can foresee."""
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/filelock.py").write_text("raise ZeroDivisionError('broken')\n")
    environment = {**changed.environment, "PYTHONPATH": str(tmp_path / "broken")}
    for arguments, traceback in ((["--json"], False), (["--json", "--debug"], True)):
        done = subprocess.run(
            changed.words("backups", "--config", str(changed.config), *arguments),
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ("Traceback" in done.stderr) is traceback
        if not traceback:
            assert done.returncode == 70
            assert "ZeroDivisionError" in done.stderr
