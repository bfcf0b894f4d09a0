"""Run a snippet of Python in a process of its own, and kill it where it hurts most.

The snippet finds a function ``observer`` that takes the name of a step::

    CODE = '''
    import sys
    from jupyter_healthcheck.workspace import replace
    replace.swap(sys.argv[1], observer=observer)
    '''

    @pytest.mark.parametrize("step", ["staged", "journal written", "exchanged"])
    def test_heals(step):
        run_until_killed(CODE, step, arguments=[str(home)])
        heal(home)

    # The list above is complete:
    assert steps_of(CODE, arguments=[str(home)]) == [...]

The process ends by SIGKILL inside the call of ``observer``: no ``finally``, no
``atexit``, no flush. What it started in its own process group ends as well.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import dedent

_ROOT = Path(__file__).parents[2]

# The steps go to a descriptor at once, so that they are known even of a killed process.
_OBSERVER = """
import os as _os, signal as _signal
_left = {occurrence!r}
def observer(step):
    global _left
    _os.write({steps!r}, step.encode() + b"\\n")
    if step == {at!r}:
        _left -= 1
        if _left == 0:
            _os.kill(_os.getpid(), _signal.SIGKILL)
"""


def run_until_killed(
    code: str,
    at: str,
    *,
    occurrence: int = 1,
    arguments: Sequence[str] = (),
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run a snippet that is killed when it observes a step.

    Parameters
    ----------
    code
        The snippet; it may be indented.
    at
        The step at which it is killed.
    occurrence
        Which time that step is observed.
    arguments
        Its ``sys.argv[1:]``.
    cwd, env, timeout
        As in `subprocess.run`; the environment is the current one if not given.

    Raises
    ------
    AssertionError
        If it ended in another way; the message says which steps it observed.
    """
    done, steps = _run(code, at, occurrence, arguments, cwd, env, timeout)
    if done.returncode != -signal.SIGKILL:
        msg = (
            f"The snippet ended with {done.returncode} and was not killed at {at!r}; "
            f"it observed {steps}.\n{done.stderr}"
        )
        raise AssertionError(msg)
    if steps[-1] != at or steps.count(at) != occurrence:
        msg = f"The snippet was killed by somebody else after {steps}"
        raise AssertionError(msg)
    return done


def run_snippet(
    code: str,
    *,
    arguments: Sequence[str] = (),
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> subprocess.CompletedProcess[str]:
    """Run a snippet to its end, however it ends."""
    return _run(code, None, 1, arguments, cwd, env, timeout)[0]


def steps_of(
    code: str,
    *,
    arguments: Sequence[str] = (),
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> list[str]:
    """Run a snippet to its end, which must be good, and return the steps it observed."""
    done, steps = _run(code, None, 1, arguments, cwd, env, timeout)
    if done.returncode != 0:
        msg = f"The snippet ended with {done.returncode} after {steps}.\n{done.stderr}"
        raise AssertionError(msg)
    return steps


def _run(
    code: str,
    at: str | None,
    occurrence: int,
    arguments: Sequence[str],
    cwd: Path | None,
    env: Mapping[str, str] | None,
    timeout: float,
) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    environment = dict(os.environ if env is None else env)
    paths = [str(_ROOT), *filter(None, [environment.get("PYTHONPATH")])]
    environment["PYTHONPATH"] = os.pathsep.join(paths)
    # Files and not pipes: a child that outlives the snippet would keep a pipe open.
    with (
        tempfile.TemporaryFile("w+") as stdout,
        tempfile.TemporaryFile("w+") as stderr,
        tempfile.TemporaryFile("w+") as steps,
    ):
        observer = _OBSERVER.format(at=at, occurrence=occurrence, steps=steps.fileno())
        process = subprocess.Popen(
            [sys.executable, "-c", observer + dedent(code), *arguments],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            pass_fds=[steps.fileno()],
            start_new_session=True,
        )
        try:
            returncode = process.wait(timeout)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        texts = []
        for file in (stdout, stderr, steps):
            file.seek(0)
            texts.append(file.read())
    done = subprocess.CompletedProcess(code, returncode, texts[0], texts[1])
    return done, texts[2].splitlines()
