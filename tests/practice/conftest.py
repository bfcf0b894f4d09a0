"""A practice environment, its collections as a person gets them, and a kernel to run them."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from jupyter_healthcheck.practice import PracticeEnvironment, build_practice
from tests.support.environment import run_git

from .notebooks import load
from .platform_server import Platform

# What would make a notebook look at a platform that the tests happen to run on.
_OF_A_PLATFORM = ("DAF_BUTLER_", "EXTERNAL_", "LSST_", "MEM_LIMIT", "REPERTOIRE_", "RSP_")
_TOKENS = ("ACCESS_TOKEN", "NUBLADO_TOKEN", "NUBLADO_RUNTIME_MOUNTS_DIR")


@dataclass(frozen=True)
class Ran:
    """How a notebook ended: its last error, if any, and all that a person sees."""

    error: str | None
    seen: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> PracticeEnvironment:
    return build_practice(tmp_path_factory.mktemp("practice") / "environment")


@pytest.fixture(scope="session")
def checkouts(
    practice: PracticeEnvironment, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    """Each collection as git clones it."""
    folder = tmp_path_factory.mktemp("checkouts")
    for collection, upstream in practice.upstreams.items():
        run_git("clone", "--quiet", upstream.as_uri(), folder / collection)
    return {collection: folder / collection for collection in practice.upstreams}


@pytest.fixture
def run_notebook(practice: PracticeEnvironment) -> Run:
    """Run a notebook in a kernel whose home is the practice home."""

    def run(path: Path, **variables: str) -> Ran:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OF_A_PLATFORM) and name not in _TOKENS
        }
        environment |= {"HOME": str(practice.home), "NO_PROXY": "127.0.0.1"} | variables
        notebook = load(path)
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=60,
            resources={"metadata": {"path": str(path.parent)}},
        )
        error = None
        try:
            client.execute(env=environment)
        except CellExecutionError as raised:
            error = f"{raised.ename}: {raised.evalue}"
        return Ran(error, str([cell.get("outputs") for cell in notebook.cells]))

    return run


@pytest.fixture
def platform() -> Iterator[Platform]:
    with Platform() as server:
        yield server


@pytest.fixture
def elsewhere() -> Iterator[Platform]:
    """Another site, which nobody should be sent to with a token."""
    with Platform() as server:
        yield server
