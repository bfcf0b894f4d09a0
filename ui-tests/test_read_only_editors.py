"""Read-only notebooks in all editors: nothing is written, and nobody is left in the dark."""

from __future__ import annotations

from typing import Any

from documents import open_document, type_at_start
from health_check import button, expect_dialog, notification
from playwright.sync_api import expect
from stack_lab import NOTEBOOK, StackLab

from tests.support.stacks import Stack

PATH = f"notebooks/tutorial-notebooks/{NOTEBOOK}"


def test_edit_that_cannot_be_saved(site: StackLab, picture: Any) -> None:
    file = site.lab.home / PATH
    before, names = file.read_bytes(), set(file.parent.iterdir())
    tracebacks = site.tracebacks
    page = site.page.context.new_page()
    site.lab.open(page)

    where = open_document(site.lab, page, PATH)
    expect(page.locator(".jp-NotebookPanel:visible").get_by_text("is read-only")).to_be_visible()
    type_at_start(page, where, "# mine\n")

    # An editor that saves by itself would not say so. Plain JupyterLab does when it is asked to.
    told = notification(page, f"{NOTEBOOK} is read-only. What you change in it is not saved.")
    expect(told).to_have_count(0 if site.stack is Stack.PLAIN else 1)
    if site.stack is Stack.DOCUMENTS:
        picture("read-only-edit", of=page)
    page.keyboard.press("Control+s")
    page.wait_for_timeout(site.hold)
    assert file.read_bytes() == before
    assert site.tracebacks == tracebacks

    page.locator("#jp-main-dock-panel .lm-mod-current .lm-TabBar-tabCloseIcon").click()
    button(expect_dialog(page), "Cancel").click()
    expect(where).to_contain_text("# mine")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    site.lab.wait_until_restored(page)
    page.wait_for_load_state("networkidle")  # a server waits for requests when it ends
    page.close()

    assert asked == ["beforeunload"]
    assert file.read_bytes() == before
    assert set(file.parent.iterdir()) == names
