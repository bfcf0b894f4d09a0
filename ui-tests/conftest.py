"""A real JupyterLab on a real git server, in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from health_check import PATIENCE
from lab import Lab
from playwright.sync_api import Browser, Page, expect
from stack_lab import StackLab, running

from tests.support.git_server import GitServer
from tests.support.repositories import Commit, Upstream, notebook
from tests.support.stacks import Stack

#: Where README and docs take their pictures from, when they are to be renewed.
IMAGES = Path(__file__).parent.parent / "docs" / "images"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-images", action="store_true", help="keep the screenshots for README and docs"
    )


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if path is None:
        pytest.exit("Chromium is missing: install it, or set CHROMIUM to its path.", 2)
    return {
        **browser_type_launch_args,
        "executable_path": path,
        # Root has no sandbox; the rest keeps the browser from calling home.
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1280, "height": 800}}


@pytest.fixture
def system_test(tmp_path: Path) -> Upstream:
    """An upstream with 30 notebooks, and a few commits of history."""
    upstream = Upstream.create(tmp_path / "remotes", "system-test")
    names = [
        "tap_schemas",
        "butler_collections",
        "nublado_login",
        *(f"check_{number:02}" for number in range(27)),
    ]
    upstream.commit(
        {f"{name}.ipynb": notebook([f"name = {name!r}", "print(name)"]) for name in names},
        "Check every service",
    )
    upstream.commit({"README.md": "# system-test\n"}, "Say what this is")
    return upstream


@pytest.fixture
def curation_check(system_test: Upstream, tmp_path: Path) -> Upstream:
    upstream = Upstream.create(tmp_path / "remotes", "curation-check")
    upstream.commit_all(
        Commit({f"compare/count_{number}.ipynb": notebook([f"{number} > 0"])}, f"Count {number}")
        for number in range(1, 4)
    )
    return upstream


@pytest.fixture
def git_server(curation_check: Upstream, tmp_path: Path) -> Iterator[GitServer]:
    with GitServer(tmp_path / "remotes") as server:
        yield server


@pytest.fixture
def lab(git_server: GitServer, tmp_path: Path) -> Iterator[Lab]:
    """A running JupyterLab that offers two collections."""
    collections = [
        {"id": name, "url": git_server.url(name)} for name in ("system-test", "curation-check")
    ]
    with Lab(tmp_path, {"collections": collections, "allowed_protocols": ["http"]}) as running:
        yield running


@pytest.fixture
def lab_page(lab: Lab, page: Page) -> Page:
    """A page that shows JupyterLab."""
    expect.set_options(timeout=PATIENCE)
    lab.open(page)
    return page


@pytest.fixture(scope="session", params=list(Stack), ids=str)
def site(
    request: pytest.FixtureRequest,
    browser: Browser,
    browser_context_args: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[StackLab]:
    """A lab with each of the editors, which many tests share."""
    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(**browser_context_args)
    folder = tmp_path_factory.mktemp(str(request.param))
    with running(request.param, folder, context) as site:
        yield site
        context.close()


@pytest.fixture(scope="session")
def edits() -> Iterator[list[str]]:
    """Takes a line for each edit that was followed through a swap, and prints them all."""
    lines: list[str] = []
    yield lines
    if lines:
        results = Path(__file__).parent / "results"
        results.mkdir(parents=True, exist_ok=True)
        (results / "edits-before-swaps.txt").write_text("\n".join(lines) + "\n")


@pytest.fixture
def picture(page: Page, request: pytest.FixtureRequest) -> Any:
    """Take a screenshot under a name; kept for README and docs if asked for."""
    renew = request.config.getoption("--renew-images")
    folder = IMAGES if renew else Path(__file__).parent / "results"

    def take(name: str, *, of: Page = page, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        of.wait_for_timeout(500)  # toasts and dialogs slide in
        of.screenshot(path=folder / f"{name}.png", **options)

    return take
