"""Comparing a copy with an original that changed since."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from health_check import PATIENCE, dismiss_notifications, expect_notification
from lab import Lab
from playwright.sync_api import Page, expect
from tutorials import COPY, MINE, TUTORIALS, edit, lab_with, open_tutorial, provide, tutorial

from tests.support.repositories import Upstream

NAME = "105_spectra.ipynb"
COMPARE = "Compare with the original"


@pytest.fixture
def tutorials(tmp_path: Path) -> Upstream:
    upstream = Upstream.create(tmp_path / "remotes", "tutorial-notebooks")
    upstream.commit({f"DP1/{NAME}": tutorial("Spectra", 6)}, "Tutorials")
    return upstream


@pytest.fixture
def lab(tutorials: Upstream, tmp_path: Path) -> Iterator[Lab]:
    with lab_with(tutorials, tmp_path) as running:
        yield running


def test_a_newer_original_can_be_compared(
    lab: Lab, lab_page: Page, tutorials: Upstream, picture: Any
) -> None:
    panel = open_tutorial(lab, lab_page, NAME)
    edit(lab_page, "# my own way\n", cell=2)
    panel.get_by_role("button", name=COPY).click()
    expect_notification(lab_page, re.compile(f"Copied to {MINE}/{NAME}"))
    compare = lab_page.get_by_role("button", name=COMPARE)
    expect(lab_page.locator(".jp-NotebookPanel:visible")).to_have_count(1)
    expect(compare).to_have_count(0)

    renew(lab, lab_page, tutorials)

    expect(compare).to_be_visible(timeout=PATIENCE)
    dismiss_notifications(lab_page)
    picture("compare-button")
    compare.click()
    shown = lab_page.locator(".jp-HealthCheck-comparison")
    expect(shown.get_by_role("heading", name="3 cells differ.")).to_be_visible(timeout=PATIENCE)
    expect(shown).to_contain_text(f"{TUTORIALS}/{NAME}")
    for text in ("# my own way", "the second", "save(rows)"):
        expect(shown.get_by_text(text)).to_be_visible()
    expect(shown.get_by_text("# step 4")).not_to_be_visible()
    picture("comparison")
    lab.execute(lab_page, "apputils:change-theme", {"theme": "JupyterLab Dark"})
    picture("comparison-dark")
    lab_page.get_by_role("button", name="Show all cells").click()
    expect(shown.get_by_text("# step 4")).to_be_visible()


def test_the_file_browser_offers_it_for_copies(lab: Lab, lab_page: Page) -> None:
    lab.execute(lab_page, "jupyter-healthcheck:copy", {"path": f"{TUTORIALS}/{NAME}"})
    expect_notification(lab_page, re.compile(f"Copied to {MINE}/{NAME}"))
    lab.execute(lab_page, "filebrowser:open-path", {"path": MINE})

    lab_page.locator(".jp-DirListing-item", has_text=NAME).click(button="right")
    lab_page.get_by_role("menuitem", name=COMPARE).click()

    shown = lab_page.locator(".jp-HealthCheck-comparison")
    expect(shown.get_by_role("heading", name="All cells are the same.")).to_be_visible(
        timeout=PATIENCE
    )


def renew(lab: Lab, page: Page, tutorials: Upstream) -> None:
    """Have a newer tutorial come while its copy is open."""
    # No update comes while a kernel runs inside, or an edited document is open there.
    page.evaluate(
        """async path => {
          const { serviceManager, shell } = window.jupyterapp;
          [...shell.widgets('main')].find(one => one.context?.path === path).dispose();
          await serviceManager.sessions.shutdownAll();
        }""",
        f"{TUTORIALS}/{NAME}",
    )
    newer = json.loads(tutorial("Spectra", 6))
    cells = newer["cells"]
    cells[2]["source"] = "rows = table[2:]  # the second step"
    cells[5]["source"] = "rows = table[5:]  # the last step"
    cells.append({**cells[3], "id": "cell-90", "source": "save(rows)"})
    tutorials.commit({f"DP1/{NAME}": json.dumps(newer, indent=1) + "\n"}, "Newer")
    # The server learns a moment later that neither is there any more.
    for _ in range(60):
        if "An update waits" not in provide(lab):
            return
        page.wait_for_timeout(500)
    pytest.fail("The update waits for ever.")
