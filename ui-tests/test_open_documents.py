"""Replacing a copy while its notebooks are open."""

from __future__ import annotations

import json
import re
from pathlib import Path

from health_check import (
    GET,
    PATIENCE,
    button,
    choose,
    dismiss_notifications,
    expect_dialog,
    expect_notification,
    get,
)
from lab import Lab
from playwright.sync_api import Page, expect

from tests.support.repositories import Upstream, notebook

NAME = "tap_schemas.ipynb"


def open_notebook(lab: Lab, page: Page, path: str) -> None:
    lab.execute(page, "docmanager:open", {"path": path})
    expect(page.locator(".jp-NotebookPanel:visible .jp-Cell").first).to_be_visible(timeout=PATIENCE)


def type_into_first_cell(page: Page, text: str) -> None:
    editor = page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").first
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)


def first_source(path: Path) -> str:
    return "".join(json.loads(path.read_text())["cells"][0]["source"])


def test_unsaved_edit_goes_into_the_backup_and_is_offered(
    lab: Lab, lab_page: Page, system_test: Upstream
) -> None:
    get(lab_page)
    dismiss_notifications(lab_page)
    open_notebook(lab, lab_page, f"notebooks/system-test/{NAME}")
    type_into_first_cell(lab_page, "# never saved\n")
    system_test.commit({NAME: notebook(["'newer'"])}, "Newer")

    choose(lab_page, GET)
    asked = expect_dialog(lab_page)
    expect(asked).to_contain_text(re.compile(rf"{NAME}.*unsaved edits", re.DOTALL))
    button(asked, "Replace (can be undone)").click()
    toast = expect_notification(lab_page, re.compile("are ready.*"))

    (backup,) = (lab.notebooks / "previous").iterdir()
    assert first_source(backup / NAME).startswith("# never saved\n")
    assert first_source(lab.notebooks / "system-test" / NAME) == "'newer'"
    # The tab is back, and shows the fresh set.
    expect(lab_page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").first).to_have_text(
        "'newer'", timeout=PATIENCE
    )

    toast.get_by_role("button", name=re.compile("edited cop")).click()
    expect(
        lab_page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").first
    ).to_contain_text("# never saved", timeout=PATIENCE)


def test_edit_in_another_tab_is_not_lost(lab: Lab, lab_page: Page, system_test: Upstream) -> None:
    get(lab_page)
    dismiss_notifications(lab_page)
    other = lab_page.context.new_page()
    lab.open(other)
    open_notebook(lab, other, f"notebooks/system-test/{NAME}")
    type_into_first_cell(other, "# in the other tab\n")
    system_test.commit({"README.md": "newer"}, "Newer")

    choose(lab_page, GET)
    asked = expect_dialog(lab_page)
    button(asked, "Keep both").click()
    expect_notification(lab_page, "system-test notebooks are ready")

    (kept,) = (path for path in lab.notebooks.iterdir() if path.name.startswith("system-test "))
    assert first_source(kept / NAME).startswith("# in the other tab\n")
    assert not first_source(lab.notebooks / "system-test" / NAME).startswith("#")


def test_clean_tab_is_closed_and_opened_again(
    lab: Lab, lab_page: Page, system_test: Upstream
) -> None:
    get(lab_page)
    dismiss_notifications(lab_page)
    open_notebook(lab, lab_page, f"notebooks/system-test/{NAME}")
    system_test.commit({NAME: notebook(["'newer'"])}, "Newer")

    choose(lab_page, GET)
    expect_notification(lab_page, "system-test notebooks are ready")

    expect(lab_page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").first).to_have_text(
        "'newer'", timeout=PATIENCE
    )


def test_command_line_asks_the_server_so_that_tabs_are_saved(
    lab: Lab, lab_page: Page, system_test: Upstream
) -> None:
    get(lab_page)
    dismiss_notifications(lab_page)
    open_notebook(lab, lab_page, f"notebooks/system-test/{NAME}")
    type_into_first_cell(lab_page, "# typed before the command\n")
    system_test.commit({"README.md": "newer"}, "Newer")
    lab_page.wait_for_timeout(1_500)  # the page tells the server of edits after a pause

    done = lab.health_check(
        "get", "system-test", "--on-existing", "replace", "--root", str(lab.home), "--json"
    )

    assert done.returncode == 0, done.stderr
    backup = lab.home / json.loads(done.stdout)["backup"]["path"]
    assert first_source(backup / NAME).startswith("# typed before the command\n")
