"""Snippets die where they are told to, and the kernel refuses what it is told to."""

import signal
import threading
from pathlib import Path

import pytest

from tests.support.kernel import NO_EXCHANGE, NO_NEW_FILES
from tests.support.kill import run_snippet, run_until_killed, steps_of

_CODE = """
    import atexit, sys
    from pathlib import Path
    folder = Path(sys.argv[1])
    atexit.register((folder / "exit").touch)
    try:
        for number in range(3):
            observer("about to write")
            (folder / str(number)).touch()
            observer("written")
        print("all written")
    finally:
        (folder / "finally").touch()
"""

_RENAMES = """
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
os.chdir(sys.argv[1])
os.mkdir("a")
os.mkdir("b")
for flags in (2, 0):
    failed = libc.renameat2(-100, b"a", -100, b"b", flags)
    print(os.strerror(ctypes.get_errno()) if failed else "ok")
"""


def test_steps_of_a_whole_run(tmp_path: Path) -> None:
    assert steps_of(_CODE, arguments=[str(tmp_path)]) == ["about to write", "written"] * 3
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize(
    ("step", "occurrence", "written"),
    [("about to write", 1, 0), ("written", 1, 1), ("about to write", 3, 2), ("written", 3, 3)],
)
def test_killed_at_a_step(tmp_path: Path, step: str, occurrence: int, written: int) -> None:
    done = run_until_killed(_CODE, step, occurrence=occurrence, arguments=[str(tmp_path)])
    assert done.returncode == -signal.SIGKILL
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1", "2"][:written]


def test_a_step_that_does_not_come(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"ended with 0.*'no such step'.*'written'"):
        run_until_killed(_CODE, "no such step", arguments=[str(tmp_path)])


def test_a_snippet_that_fails() -> None:
    with pytest.raises(AssertionError, match=r"(?s)ended with 1 after \['one'\].*ZeroDivision"):
        steps_of("observer('one'); 1 / 0")
    with pytest.raises(AssertionError, match=r"(?s)not killed.*ZeroDivision"):
        run_until_killed("observer('one'); 1 / 0", "two")


def test_killed_by_somebody_else() -> None:
    with pytest.raises(AssertionError, match="somebody else"):
        run_until_killed("observer('one'); import os; os.kill(os.getpid(), 9)", "two")


def test_children_end_with_it() -> None:
    code = """
        import subprocess, sys
        child = subprocess.Popen(["sleep", "1000"])
        print(child.pid, flush=True)
        observer("started")
    """
    child = int(run_until_killed(code, "started").stdout)
    ended = threading.Event()
    for _ in range(500):
        if not _is_alive(child):
            return
        ended.wait(0.02)
    pytest.fail("the child goes on")


def test_no_exchange(tmp_path: Path) -> None:
    done = run_snippet(NO_EXCHANGE.code() + _RENAMES, arguments=[str(tmp_path)])
    assert done.stdout.splitlines() == ["Invalid argument", "ok"], done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_exchange_without_refusal(tmp_path: Path) -> None:
    done = run_snippet(_RENAMES, arguments=[str(tmp_path)])
    assert done.stdout.splitlines()[0] == "ok", done.stderr


def test_no_new_files_even_for_children(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    code = """
import subprocess, sys
print(open(sys.argv[1] + "/old").read())
print(subprocess.run(["git", "init", sys.argv[1] + "/new"], stderr=-1, text=True).stderr)
open(sys.argv[1] + "/new file", "w")
"""
    done = run_snippet(NO_NEW_FILES.code() + code, arguments=[str(tmp_path)])
    assert done.stdout.startswith("old\n")
    assert "Disk quota exceeded" in done.stdout
    assert "OSError: [Errno 122] Disk quota exceeded" in done.stderr


def _is_alive(pid: int) -> bool:
    """Tell whether a process runs; a dead one may wait a little to be buried."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
