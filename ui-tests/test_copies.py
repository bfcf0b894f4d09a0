"""Making copies of read-only tutorials that are a person's own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from health_check import (
    button,
    dialog,
    expect_dialog,
    expect_notification,
    notification,
)
from lab import Lab
from playwright.sync_api import Locator, Page, expect
from tutorials import COPY, MINE, TUTORIALS, edit, lab_with, open_tutorial, tutorial

from tests.support.repositories import Upstream


@pytest.fixture(scope="module")
def tutorials(tmp_path_factory: pytest.TempPathFactory) -> Upstream:
    upstream = Upstream.create(tmp_path_factory.mktemp("remotes"), "tutorial-notebooks")
    upstream.commit(
        {
            "DP1/101_read_a_table.ipynb": tutorial("Read a table"),
            "DP1/102_light_curve.ipynb": tutorial("A light curve", 60),
            "DP1/103_images.ipynb": tutorial("Images"),
            "DP1/104_catalogs.ipynb": tutorial("Catalogs"),
            "DP1/105_spectra.ipynb": tutorial("Spectra"),
            "DP1/data/variable_star.csv": "time,flux\n1,2\n",
            "DP1/images/folding.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>\n",
            "DP2/201_large.ipynb": tutorial("Large data"),
            "DP2/cube.bin": b"x" * 73_000_000,
        },
        "Tutorials",
    )
    return upstream


@pytest.fixture(scope="module")
def lab(tutorials: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A JupyterLab that all tests share; each works on a tutorial of its own."""
    with lab_with(tutorials, tmp_path_factory.mktemp("lab")) as running:
        yield running


def current_tab(page: Page) -> Locator:
    return page.locator("#jp-main-dock-panel .lm-TabBar-tab.lm-mod-current")


def sources(path: Path) -> list[str]:
    cells = json.loads(path.read_text())["cells"]
    return ["".join(cell["source"]) for cell in cells]


def test_label_with_its_button_and_the_copy(lab: Lab, lab_page: Page, picture: Any) -> None:
    name = "102_light_curve.ipynb"
    panel = open_tutorial(lab, lab_page, name)
    panel.locator(".jp-Cell .cm-content").nth(3).click()
    lab_page.keyboard.press("Escape")
    for _ in range(35):
        lab_page.keyboard.press("ArrowDown")
    edit_active(lab_page, "# mine\n")
    picture("tutorial")

    panel.get_by_role("button", name=COPY).click()

    toast = expect_notification(lab_page, re.compile(f"Copied to {MINE}/{name}"))
    expect(toast).to_contain_text("You can edit this one. 2 files came along.")
    expect(lab_page.get_by_text("notebook is read-only").locator("visible=true")).to_have_count(0)
    expect(current_tab(lab_page)).to_have_attribute("title", re.compile(f"Path: {MINE}/{name}"))
    active = lab_page.locator(".jp-NotebookPanel:visible .jp-Cell.jp-mod-active")
    expect(active).to_contain_text("# mine")
    expect(active).to_be_in_viewport()
    picture("tutorial-copy")
    copied = sources(lab.home / MINE / name)
    assert [source for source in copied if source.startswith("# mine\n")] != []
    assert (lab.home / MINE / "data" / "variable_star.csv").exists()

    # The edits went along: the tutorial is as it was, in its tab as well.
    expect(lab_page.locator(".lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    assert "# mine" not in (lab.home / TUTORIALS / name).read_text()
    toast.get_by_role("button", name="Show in file browser").click()
    expect(lab_page.locator(".jp-DirListing-item.jp-mod-selected", has_text=name)).to_be_visible()


def edit_active(page: Page, text: str) -> None:
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)
    expect(current_tab(page)).to_have_class(re.compile("jp-mod-dirty"))


def test_context_menu_and_a_second_copy(lab: Lab, lab_page: Page, picture: Any) -> None:
    name = "101_read_a_table.ipynb"
    lab.execute(lab_page, "filebrowser:open-path", {"path": TUTORIALS})
    item = lab_page.locator(".jp-DirListing-item", has_text=name)
    item.click(button="right")
    entry = lab_page.get_by_role("menuitem", name=COPY)
    expect(entry).to_be_visible()
    picture("context-menu")
    entry.click()
    expect_notification(lab_page, re.compile("Copied to"))

    item.click(button="right")
    entry.click()
    asked = expect_dialog(lab_page)
    expect(asked).to_contain_text(f"{MINE}/{name}")
    expect(button(asked, "Open my copy")).to_be_focused()
    picture("copy-exists")
    button(asked, "Make another copy").click()

    again = name.replace(".ipynb", "-Copy1.ipynb")
    expect_notification(lab_page, re.compile(f"Copied to {MINE}/{again}"))
    assert (lab.home / MINE / again).exists()

    # What a person can edit anyway has no such entry.
    lab.execute(lab_page, "filebrowser:open-path", {"path": MINE})
    lab_page.locator(".jp-DirListing-item", has_text=again).click(button="right")
    expect(lab_page.get_by_role("menuitem", name="Rename")).to_be_visible()
    expect(entry).to_have_count(0)


def test_saving_and_closing_offer_a_copy(lab: Lab, lab_page: Page, picture: Any) -> None:
    name = "103_images.ipynb"
    open_tutorial(lab, lab_page, name)
    edit(lab_page, "# first\n")

    lab_page.keyboard.press("Control+s")
    toast = expect_notification(lab_page, re.compile("is read-only. Use"))
    expect(toast.get_by_role("button", name=COPY)).to_be_visible()
    picture("save-toast")

    lab_page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty .jp-icon-hover").click()
    asked = expect_dialog(lab_page)
    picture("close-dialog")
    button(asked, "Cancel").click()
    expect(dialog(lab_page)).to_have_count(0)
    expect(current_tab(lab_page)).to_have_class(re.compile("jp-mod-dirty"))

    lab_page.locator(".lm-TabBar-tab.lm-mod-current.jp-mod-dirty .jp-icon-hover").click()
    button(expect_dialog(lab_page), COPY).click()

    expect_notification(lab_page, re.compile(f"Copied to {MINE}/{name}"))
    expect(current_tab(lab_page)).to_have_attribute("title", re.compile(f"Path: {MINE}/{name}"))
    expect(lab_page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=name)).to_have_count(1)
    assert sources(lab.home / MINE / name)[1].startswith("# first\n")


def test_the_toast_makes_the_copy(lab: Lab, lab_page: Page) -> None:
    name = "104_catalogs.ipynb"
    open_tutorial(lab, lab_page, name)
    edit(lab_page, "# from the toast\n")
    lab_page.keyboard.press("Control+s")

    toast = expect_notification(lab_page, re.compile("is read-only. Use"))
    toast.get_by_role("button", name=COPY).click()

    expect_notification(lab_page, re.compile(f"Copied to {MINE}/{name}"))
    expect(notification(lab_page, re.compile("is read-only. Use"))).to_have_count(0)
    assert sources(lab.home / MINE / name)[1].startswith("# from the toast\n")


def test_edits_that_cannot_be_saved_stay_in_the_tab(lab: Lab, lab_page: Page) -> None:
    name = "105_spectra.ipynb"
    panel = open_tutorial(lab, lab_page, name)
    edit(lab_page, "# not lost\n")
    address = f"**/api/contents/{MINE}/**"
    lab_page.route(address, lambda route: route.abort())  # the connection breaks

    panel.get_by_role("button", name=COPY).click()

    toast = expect_notification(lab_page, re.compile("edits could not be saved into your copy"))
    expect(toast).to_contain_text("They are still in the read-only tab")
    expect(current_tab(lab_page)).to_have_class(re.compile("jp-mod-dirty"))
    expect(panel.locator(".jp-Cell .cm-content").nth(1)).to_contain_text("# not lost")

    lab_page.unroute(address)
    toast.get_by_role("button", name="Try again").click()
    asked = expect_dialog(lab_page)
    expect(asked).to_contain_text("Your unsaved edits go into another copy")
    button(asked, "Make another copy").click()
    again = name.replace(".ipynb", "-Copy1.ipynb")
    expect_notification(lab_page, re.compile(f"Copied to {MINE}/{again}"))
    assert sources(lab.home / MINE / again)[1].startswith("# not lost\n")


def test_a_large_folder_is_asked_about(lab: Lab, lab_page: Page, picture: Any) -> None:
    lab.execute(lab_page, "apputils:change-theme", {"theme": "JupyterLab Dark"})
    path = "notebooks/tutorial-notebooks/DP2/201_large.ipynb"
    lab.execute(lab_page, "docmanager:open", {"path": path})
    panel = lab_page.locator(".jp-NotebookPanel:visible")
    panel.get_by_role("button", name=COPY).click()

    asked = expect_dialog(lab_page)
    expect(asked).to_contain_text("one other file, of 73 MB")
    picture("copy-large")
    lab_page.keyboard.press("Escape")
    expect(dialog(lab_page)).to_have_count(0)
    mine = lab.home / "notebooks" / "my-tutorial-notebooks" / "DP2"
    assert not mine.exists()

    panel.get_by_role("button", name=COPY).click()
    button(expect_dialog(lab_page), "Copy all (73 MB)").click()
    expect_notification(lab_page, re.compile("201_large.ipynb. You can edit"))
    assert (mine / "cube.bin").stat().st_size == 73_000_000
