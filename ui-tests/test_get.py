"""Getting notebooks for the first time."""

from __future__ import annotations

import re
from typing import Any

from health_check import (
    GET,
    PATIENCE,
    choose,
    expect_notification,
    get,
    notification,
)
from lab import Lab
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.support.environment import run_git
from tests.support.git_server import GitServer, HangInPack
from tests.support.repositories import Upstream

PERCENTAGE = re.compile(r"Getting system-test notebooks: .*\d+ ?%")


def test_menu_lists_what_can_be_got(lab_page: Page, picture: Any) -> None:
    lab_page.get_by_role("menuitem", name="Health Check", exact=True).click()
    for item in (GET, "Get curation-check notebooks", "Restore a previous copy…"):
        expect(lab_page.get_by_role("menuitem", name=item, exact=True)).to_be_visible()
    picture("menu")


def test_get_shows_the_folder_and_leaves_an_ordinary_checkout(
    lab: Lab, lab_page: Page, system_test: Upstream, git_server: GitServer, picture: Any
) -> None:
    get(lab_page)

    result = notification(lab_page, re.compile(rf"30 notebooks, commit {system_test.head()[:7]}"))
    expect(result).to_be_visible()
    expect(result.get_by_role("button", name="Open")).to_be_visible()
    expect(result.get_by_role("button", name="Undo")).to_have_count(0)
    expect(
        lab_page.locator(".jp-DirListing-itemText", has_text="tap_schemas.ipynb")
    ).to_be_visible()
    picture("result")

    copy = lab.notebooks / "system-test"
    assert run_git("rev-parse", "HEAD", cwd=copy).strip() == system_test.head()
    assert run_git("remote", "get-url", "origin", cwd=copy).strip() == git_server.url("system-test")
    assert run_git("status", "--porcelain", cwd=copy) == ""


def test_unchanged_set_is_left_alone(lab_page: Page) -> None:
    get(lab_page)

    choose(lab_page, GET)

    expect_notification(lab_page, "system-test notebooks are already current")


def test_progress_is_real_and_cancel_leaves_nothing(
    lab: Lab, lab_page: Page, git_server: GitServer, picture: Any
) -> None:
    with git_server.switch_on(HangInPack(2_000), "system-test") as hang:
        choose(lab_page, GET)
        hang.wait_until_struck()
        toast = expect_notification(
            lab_page, re.compile(r"Getting system-test notebooks: .*\d+ ?%")
        )
        picture("progress")
        toast.get_by_role("button", name="Cancel").click()
        expect_notification(lab_page, "Cancelled. Your copy is as it was.")

    assert not (lab.notebooks / "system-test").exists()

    get(lab_page)


def test_reload_during_progress_shows_it_again(
    lab: Lab, lab_page: Page, git_server: GitServer
) -> None:
    progress = re.compile(r"Getting system-test notebooks: ")
    with git_server.switch_on(HangInPack(2_000), "system-test") as hang:
        choose(lab_page, GET)
        hang.wait_until_struck()
        expect_notification(lab_page, progress)

        lab_page.reload()
        lab.wait_until_restored(lab_page)

        expect_notification(lab_page, progress)

    expect_notification(lab_page, "system-test notebooks are ready")
    expect(notification(lab_page, progress)).to_have_count(0)


def test_two_tabs_share_one_fetch_and_one_result(
    lab: Lab, lab_page: Page, git_server: GitServer
) -> None:
    other = lab_page.context.new_page()
    lab.open(other)
    git_server.forget()
    with git_server.switch_on(HangInPack(2_000), "system-test") as hang:
        choose(lab_page, GET)
        hang.wait_until_struck()
        choose(other, GET)
        for page in (lab_page, other):
            expect_notification(page, re.compile("Getting system-test notebooks: "))

    for page in (lab_page, other):
        expect_notification(page, "system-test notebooks are ready")
        expect(notification(page, "system-test notebooks are ready")).to_have_count(1)
    packs = [seen for seen in git_server.requests_to("system-test") if seen.method == "POST"]
    assert sum(seen.sent > 2_000 for seen in packs) == 1


def test_failure_says_what_to_do_and_can_be_tried_again(
    lab_page: Page, git_server: GitServer, system_test: Upstream, picture: Any
) -> None:
    away = system_test.path.rename(system_test.path.with_name("away.git"))
    choose(lab_page, GET)
    toast = expect_notification(lab_page, re.compile("does not exist or is private"))
    picture("failure")

    away.rename(system_test.path)
    toast.get_by_role("button", name="Try again").click()

    expect_notification(lab_page, "system-test notebooks are ready")


def test_palette_offers_the_same(lab_page: Page) -> None:
    item = lab_page.locator(".lm-CommandPalette-item", has_text=GET).first
    for _ in range(5):
        # The launcher takes the focus a moment after the start, which closes the palette.
        lab_page.keyboard.press("Control+Shift+C")
        try:
            lab_page.locator(".lm-CommandPalette-input").fill(GET, timeout=3_000)
            item.click(timeout=3_000)
        except PlaywrightTimeout:
            continue
        break

    expect(notification(lab_page, "system-test notebooks are ready")).to_be_visible(
        timeout=PATIENCE
    )
