"""JupyterLab as people run it: alone, or with one of two collaborative editors.

``scripts/test`` makes an environment for each; `interpreter` skips a test where
one is missing.
"""

import sys
from enum import StrEnum
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]


class Stack(StrEnum):
    """What a document is opened with."""

    PLAIN = "plain"
    COLLABORATION = "collaboration"
    DOCUMENTS = "documents"


def interpreter(stack: Stack) -> str:
    """Return the Python that runs JupyterLab with this editor and this project."""
    if stack is Stack.PLAIN:
        return sys.executable
    python = _ROOT / f".venv-{stack}" / "bin" / "python"
    if not python.exists():
        pytest.skip(f"{python.parents[1].name} is missing: scripts/test makes it")
    return str(python)
