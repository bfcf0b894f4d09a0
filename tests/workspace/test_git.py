"""git runs with nothing of the person's or the process's own, and ends when it is told."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import CancelledError, HealthCheckError
from jupyter_healthcheck.workspace.git import Git
from tests.support.environment import run_git
from tests.support.kill import run_snippet


def _program(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program in git's place."""
    path = folder / "bin/git"
    path.parent.mkdir()
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}:{os.environ['PATH']}")


def test_inherited_variables_stay_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("GIT_DIR", "GIT_SSH", "GIT_CONFIG_COUNT", "GIT_TRACE", "GIT_PROXY_COMMAND"):
        monkeypatch.setenv(name, "evil")
    monkeypatch.setenv("GIT_ASKPASS", "/evil")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    Git().version()  # GitPython tries git out once, which is not what this is about
    _program(tmp_path, "env", monkeypatch)
    lines = Git().run(["version"]).decode().splitlines()
    seen = dict(line.split("=", 1) for line in lines if "=" in line)
    assert "evil" not in " ".join(seen[name] for name in seen if name.startswith("GIT_"))
    assert "GIT_DIR" not in seen
    assert seen["GIT_ALLOW_PROTOCOL"] == "none"
    assert seen["GIT_TERMINAL_PROMPT"] == "0"
    assert seen["LC_ALL"] == "C"
    assert seen["GIT_CONFIG_GLOBAL"] == os.devnull


def test_configuration_that_a_repository_cannot_undo(tmp_path: Path) -> None:
    run_git("init", "--quiet", tmp_path)
    run_git("config", "core.fsmonitor", f"touch {tmp_path}/ran", cwd=tmp_path)
    run_git("config", "core.hooksPath", str(tmp_path), cwd=tmp_path)
    run_git("config", "protocol.ext.allow", "always", cwd=tmp_path)
    git = Git()
    for name, value in (
        ("core.fsmonitor", "false"),
        ("core.hooksPath", os.devnull),
        ("protocol.ext.allow", "never"),
        ("transfer.fsckObjects", "true"),
        ("credential.helper", ""),
    ):
        assert git.run(["config", name], cwd=tmp_path).decode().strip() == value
    git.run(["status"], cwd=tmp_path)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("url", ["ext::sh -c 'touch {}/ran'", "file://{}", "{}", "git://{}"])
def test_no_protocol_without_leave(tmp_path: Path, url: str) -> None:
    run_git("init", "--quiet", "--bare", tmp_path / "there")
    with pytest.raises(HealthCheckError) as caught:
        Git().run(["ls-remote", "--", url.format(tmp_path / "there")])
    assert caught.value.code == "transport-refused"
    assert not (tmp_path / "there/ran").exists()


def test_missing_folder_is_not_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_git("init", "--quiet", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(HealthCheckError):
        Git().run(["rev-parse", "--git-dir"], cwd=tmp_path / "no-such")


def test_input_of_any_length(tmp_path: Path) -> None:
    """More than a pipe holds goes in while as much comes out."""
    run_git("init", "--quiet", tmp_path)
    asked = b"".join(b"%040x\n" % number for number in range(20_000))
    output = Git().run(["cat-file", "--batch-check"], cwd=tmp_path, input=asked)
    assert output.count(b"missing") == 20_000


def test_bytes_come_out_as_they_are(tmp_path: Path) -> None:
    run_git("init", "--quiet", tmp_path)
    content = bytes(range(256)) * 300
    name = run_git("hash-object", "-w", "--stdin", cwd=tmp_path, stdin=content).strip()
    assert Git().run(["cat-file", "blob", name], cwd=tmp_path) == content


@pytest.mark.parametrize("text", ["exit 1", "echo no", "echo; kill -9 $$"])
def test_git_that_does_not_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """It is tried in a new process, where nothing of it has been loaded yet."""
    _program(tmp_path, text, monkeypatch)
    code = """
from jupyter_healthcheck.exceptions import UnavailableError
from jupyter_healthcheck.workspace.git import Git
try:
    Git().version()
except UnavailableError as error:
    print(error.code)
"""
    done = run_snippet(code)
    assert done.stdout in {"git-missing\n", "git-too-old\n", "git-failed\n"}, done.stderr


STUBBORN = "trap '' TERM; sleep 300 & echo $! > {0}/child; echo $$ > {0}/pid; wait; sleep 300"


def _is_alive(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def _gone(folder: Path) -> None:
    """The program and its child have ended, however stubborn they were."""
    for name in ("pid", "child"):
        process = int((folder / name).read_text())
        for _ in range(200):
            if not _is_alive(process):
                break
            time.sleep(0.02)
        else:
            os.kill(process, signal.SIGKILL)
            pytest.fail(f"{name} lives on")


def test_cancel_ends_the_whole_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, STUBBORN.format(tmp_path), monkeypatch)
    cancelled = threading.Event()
    failures: list[Exception] = []

    def run() -> None:
        try:
            Git(cancelled=cancelled).run(["fetch"])
        except HealthCheckError as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    while not (tmp_path / "pid").exists():
        assert thread.is_alive()
        time.sleep(0.02)
    cancelled.set()
    thread.join()
    assert isinstance(failures[0], CancelledError)
    _gone(tmp_path)
    with pytest.raises(CancelledError):
        Git(cancelled=cancelled).run(["version"])


@pytest.mark.parametrize("limit", ["deadline", "stall"])
def test_limits_end_the_whole_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    _program(tmp_path, STUBBORN.format(tmp_path), monkeypatch)
    git = Git(deadline_seconds=0.5) if limit == "deadline" else Git(stall_seconds=0.5)
    with pytest.raises(HealthCheckError) as caught:
        git.run(["fetch"], on_line=lambda _: None)
    assert caught.value.code == "stalled"
    assert caught.value.details == {"seconds": 0.5}
    _gone(tmp_path)


def test_signs_of_life_prevent_a_stall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = "for n in 1 2 3 4 5 6; do printf 'Receiving objects: %d%%\\r' $n >&2; sleep 0.3; done"
    _program(tmp_path, program, monkeypatch)
    lines: list[str] = []
    Git(stall_seconds=1.2).run(["fetch"], on_line=lines.append)
    assert lines == [f"Receiving objects: {number}%" for number in range(1, 7)]


def test_child_that_keeps_the_output_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git itself is killed from outside: its failure is told, without a name of its own."""
    _program(tmp_path, "kill -9 $$", monkeypatch)
    with pytest.raises(HealthCheckError) as caught:
        Git().run(["fetch"])
    assert caught.value.code == "git-failed"


def test_files_of_somebody_else_can_be_read(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    run_git("init", "--quiet", tmp_path / "theirs")
    subprocess.run(["chown", "-R", "nobody", str(tmp_path / "theirs")], check=True)
    with pytest.raises(HealthCheckError):
        Git().run(["status"], cwd=tmp_path / "theirs")
    Git().run(["status"], cwd=tmp_path / "theirs", safe_directory=tmp_path / "theirs")
