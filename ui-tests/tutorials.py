"""Read-only tutorials in a browser, and what a person does with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from health_check import PATIENCE
from lab import Lab
from playwright.sync_api import Locator, Page, expect

from tests.support.repositories import Markdown, Upstream, notebook

COPY = "Make my own copy"
TUTORIALS = "notebooks/tutorial-notebooks/DP1"
MINE = "notebooks/my-tutorial-notebooks/DP1"


def tutorial(title: str, cells: int = 3) -> str:
    """Write a tutorial with a heading and some code."""
    lines = [f"rows = table[{number}:]  # step {number}" for number in range(1, cells)]
    return notebook([Markdown(f"# {title}\n\nRead the table, then look at it."), *lines])


@contextmanager
def lab_with(tutorials: Upstream, folder: Path) -> Iterator[Lab]:
    """Run a JupyterLab whose home has the tutorials."""
    collection = {
        "id": "tutorial-notebooks",
        "title": "tutorial",
        "url": tutorials.path.as_uri(),
        "access": "read-only",
        "delivery": "automatic",
    }
    with Lab(folder, {"collections": [collection], "allowed_protocols": ["file"]}) as running:
        provide(running)
        yield running


def provide(lab: Lab) -> str:
    """Bring the tutorials up to date; returns what the command says."""
    done = lab.health_check("provision", "tutorial-notebooks", "--root", str(lab.home))
    assert done.returncode == 0, done.stderr
    return done.stdout


def open_tutorial(lab: Lab, page: Page, name: str) -> Locator:
    """Open a tutorial and wait for its label; returns its tab's content."""
    lab.execute(page, "docmanager:open", {"path": f"{TUTORIALS}/{name}"})
    panel = page.locator(".jp-NotebookPanel:visible")
    expect(panel.get_by_text("notebook is read-only")).to_be_visible(timeout=PATIENCE)
    expect(panel.locator(".jp-Cell").first).to_be_visible(timeout=PATIENCE)
    return panel


def edit(page: Page, text: str, cell: int = 1) -> None:
    """Type at the beginning of a cell."""
    page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").nth(cell).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)
    expect(page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty")).to_be_visible()
