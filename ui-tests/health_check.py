"""What a person does with Health Check, in words of the page."""

from __future__ import annotations

import re

from playwright.sync_api import Error, Locator, Page, expect

GET = "Get system-test notebooks"
RESTORE = "Restore a previous copy…"
ABOUT = "About these notebooks"

#: Long enough for a slow machine; every expectation ends as soon as it is met.
PATIENCE = 30_000


def choose(page: Page, item: str) -> None:
    """Choose an item of the Health Check menu with the mouse."""
    menu = page.get_by_role("menuitem", name="Health Check", exact=True)
    wanted = page.get_by_role("menuitem", name=item, exact=True)
    for _ in range(10):
        # What can be got comes from the server a moment after the page is there.
        menu.click()
        try:
            wanted.click(timeout=3_000)
        except Error:
            page.keyboard.press("Escape")
        else:
            return
    raise AssertionError(f"{item} cannot be chosen")


def notification(page: Page, text: str | re.Pattern[str]) -> Locator:
    """The toast that shows a text."""
    return page.locator(".Toastify__toast", has_text=text)


def expect_notification(page: Page, text: str | re.Pattern[str]) -> Locator:
    """Wait for a toast."""
    found = notification(page, text)
    expect(found).to_be_visible(timeout=PATIENCE)
    return found


def dialog(page: Page) -> Locator:
    """The dialog that is open."""
    return page.get_by_role("dialog")


def expect_dialog(page: Page) -> Locator:
    """Wait for the dialog."""
    found = dialog(page)
    expect(found).to_be_visible(timeout=PATIENCE)
    return found


def button(asked: Locator, name: str) -> Locator:
    """One of the buttons at the foot of a dialog."""
    return asked.locator(".jp-Dialog-footer").get_by_role("button", name=name, exact=True)


def get(page: Page) -> Locator:
    """Get system-test for the first time; returns what the page says then."""
    choose(page, GET)
    return expect_notification(page, re.compile("notebooks are ready"))


def dismiss_notifications(page: Page) -> None:
    """Close all toasts, so that the next one is a new one."""
    page.evaluate(
        "() => document.querySelectorAll('.jp-Notification-Toast-Close').forEach(it => it.click())"
    )
    expect(page.locator(".Toastify__toast")).to_have_count(0)
