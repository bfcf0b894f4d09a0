"""Read-only tutorials come by themselves, and stay current under open tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from documents import wait_for_kernel
from health_check import ABOUT, choose, dismiss_notifications, expect_dialog, expect_notification
from lab import Lab
from playwright.sync_api import Locator, Page, expect

from tests.support.repositories import Markdown, Upstream, notebook

UPDATE = "Update tutorial notebooks"
FOLDER = "notebooks/tutorial-notebooks"
NAME = "101_read_a_table.ipynb"
WHAT = {"path": f"{FOLDER}/DP1/{NAME}"}
READ = {"kernelPreference": {"shouldStart": False, "canStart": False}}


def _tutorial(words: str) -> str:
    return notebook([Markdown(f"# Read a table\n\n{words}"), "print('a table')"])


@pytest.fixture
def tutorials(tmp_path: Path) -> Upstream:
    upstream = Upstream.create(tmp_path / "remotes", "tutorial-notebooks")
    upstream.commit({f"DP1/{NAME}": _tutorial("As it was first."), "README.md": "Read."})
    return upstream


@pytest.fixture
def lab(tutorials: Upstream, tmp_path: Path) -> Iterator[Lab]:
    """A running JupyterLab to which tutorials come by themselves."""
    configuration = {
        "collections": [{"id": "tutorial-notebooks", "url": tutorials.path.as_uri()}],
        "allowed_protocols": ["file"],
        "provision_first_seconds": 0,
    }
    with Lab(tmp_path, configuration) as running:
        yield running


def _open(lab: Lab, page: Page, words: str, *, kernel: bool) -> Locator:
    """Open the tutorial once it is there, to run it or only to read; returns its tab."""
    lab.wait_for(lab.home / FOLDER / "DP1" / NAME)
    lab.execute(page, "docmanager:open", {**WHAT, **({} if kernel else READ)})
    panel = page.locator(".jp-NotebookPanel:visible")
    expect(panel.get_by_role("paragraph").get_by_text(words)).to_be_visible()
    return panel


def _update_until(page: Page, words: str) -> Locator:
    """Ask for an update until the server has heard what became of the open tab."""
    for _ in range(10):
        choose(page, UPDATE)
        answer = page.locator(".Toastify__toast", has_text=re.compile("waits|ready|current"))
        expect(answer).to_be_visible()
        if words in answer.inner_text():
            break
        dismiss_notifications(page)
    return expect_notification(page, words)


def test_open_tabs_show_the_newest_text_after_an_update(
    lab: Lab, lab_page: Page, tutorials: Upstream, picture: Any
) -> None:
    panel = _open(lab, lab_page, "As it was first.", kernel=False)
    (lab.home / FOLDER / "DP1" / "notes.md").write_text("mine")
    tutorials.commit({f"DP1/{NAME}": _tutorial("As it is now.")})

    choose(lab_page, UPDATE)

    toast = expect_notification(lab_page, "tutorial notebooks are up to date.")
    expect(toast).to_contain_text("Your files from inside are now in notebooks/previous/")
    expect(toast).to_contain_text("DP1/notes.md")
    expect(panel.get_by_role("paragraph").get_by_text("As it is now.")).to_be_visible()
    picture("tutorial-updated")
    toast.get_by_role("button", name="Show my files").click()
    expect(lab_page.locator(".jp-DirListing-itemText", has_text="DP1")).to_be_visible()
    [kept] = (lab.notebooks / "previous").iterdir()
    assert (kept / "DP1" / "notes.md").read_text() == "mine"
    assert [path.name for path in kept.rglob("*") if path.is_file()] == ["notes.md"]


def test_an_update_waits_for_a_kernel_and_for_unsaved_edits(
    lab: Lab, lab_page: Page, tutorials: Upstream, picture: Any
) -> None:
    panel = _open(lab, lab_page, "As it was first.", kernel=True)
    wait_for_kernel(lab_page, WHAT["path"])
    lab.execute(lab_page, "notebook:run-all-cells")
    expect(panel.locator(".jp-OutputArea-output")).to_contain_text("a table")
    tutorials.commit({f"DP1/{NAME}": _tutorial("As it is now.")})

    # What the kernel wrote into the tab is unsaved, too.
    choose(lab_page, UPDATE)
    expect_notification(lab_page, f"DP1/{NAME} is open with unsaved edits")
    dismiss_notifications(lab_page)
    lab_page.evaluate("() => { window.jupyterapp.commands.execute('docmanager:reload'); }")
    lab_page.get_by_role("dialog").get_by_role("button", name="Reload").click()
    expect(panel.locator(".jp-OutputArea-output")).to_have_count(0)
    expect(lab_page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    toast = _update_until(lab_page, "a kernel or a terminal works in the folder")
    picture("tutorial-waits")
    toast.get_by_role("button", name="Open").wait_for()
    dismiss_notifications(lab_page)
    choose(lab_page, ABOUT)
    about = expect_dialog(lab_page)
    expect(about).to_contain_text("An update waits")
    picture("about-tutorials")
    about.get_by_role("button", name="Close").last.click()

    lab.execute(lab_page, "kernelmenu:shutdown")
    lab_page.wait_for_function(
        "() => window.jupyterapp.serviceManager.sessions.refreshRunning().then("
        "() => [...window.jupyterapp.serviceManager.sessions.running()].every(it => !it.kernel))"
    )

    _update_until(lab_page, "tutorial notebooks are ready: 1 notebook")
    expect(panel.get_by_role("paragraph").get_by_text("As it is now.")).to_be_visible()
