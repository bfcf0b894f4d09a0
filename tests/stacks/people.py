"""Who runs a server: root, or somebody whom the modes of files bind."""

import os
import subprocess
from enum import StrEnum
from pathlib import Path

import pytest

#: Nobody's own id, so that nothing on the machine belongs to it.
ORDINARY_ID = 65534
_PRINT = "import os; print(os.geteuid())"


class Person(StrEnum):
    """Who runs it."""

    ROOT = "root"
    ORDINARY = "ordinary user"


def command_as(person: Person, python: str) -> list[str]:
    """Return how to run an interpreter as somebody; skip the test where that cannot be done."""
    is_root = os.geteuid() == 0
    if person is Person.ROOT:
        if not is_root:
            pytest.skip("the tests do not run as root")
        return [python]
    if not is_root:
        return [python]
    # An interpreter may lie where nobody else may look. Then the server may
    # read everything, which tells nothing of what it may write.
    reading = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    identity = [f"--reuid={ORDINARY_ID}", f"--regid={ORDINARY_ID}", "--clear-groups"]
    for more in ([], reading):
        command = ["setpriv", *identity, *more, "--", python]
        tried = subprocess.run(
            [*command, "-c", _PRINT], capture_output=True, text=True, check=False, cwd="/"
        )
        if tried.stdout.strip() == str(ORDINARY_ID):
            return command
    pytest.skip(f"another user cannot run {python} here: {tried.stderr.strip()}")


def hand_over(folder: Path, person: Person) -> None:
    """Let a folder and everything in it belong to who runs the server."""
    if person is Person.ORDINARY and os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, ORDINARY_ID, ORDINARY_ID, follow_symlinks=False)


def may_write(process: int) -> bool:
    """Whether a process has a right to write that modes do not give it."""
    status = Path(f"/proc/{process}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    only_reading = 1 << 2  # CAP_DAC_READ_SEARCH
    return bool(int(fields["CapEff"], 16) & ~only_reading)
