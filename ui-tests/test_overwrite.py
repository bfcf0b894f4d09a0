"""Getting notebooks again, when something of the person's own is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from health_check import (
    GET,
    PATIENCE,
    button,
    choose,
    dialog,
    dismiss_notifications,
    expect_dialog,
    expect_notification,
    get,
)
from lab import Lab
from playwright.sync_api import Page, expect

from tests.support.repositories import Upstream, notebook


@pytest.fixture
def edited(lab: Lab, lab_page: Page, system_test: Upstream) -> Iterator[Path]:
    """A copy with an edited notebook and a file of the person's own; upstream moved on."""
    get(lab_page)
    dismiss_notifications(lab_page)
    copy = lab.notebooks / "system-test"
    (copy / "tap_schemas.ipynb").write_text(notebook(["mine = 'edited'"]))
    (copy / "notes.md").write_text("what I found\n")
    system_test.commit({"nublado_login.ipynb": notebook(["'newer'"])}, "Log in again")
    return copy


def sources(path: Path) -> list[str]:
    cells = json.loads(path.read_text())["cells"]
    return ["".join(cell["source"]) for cell in cells]


def test_dialog_says_what_would_be_lost(edited: Path, lab_page: Page, picture: Any) -> None:
    choose(lab_page, GET)
    asked = expect_dialog(lab_page)

    expect(asked).to_contain_text("You already have a copy in notebooks/system-test")
    expect(asked).to_contain_text("1 commit newer")
    expect(asked).to_contain_text(re.compile("1 notebook you edited.*tap_schemas", re.DOTALL))
    expect(asked).to_contain_text(re.compile("1 file of yours.*notes.md", re.DOTALL))
    expect(button(asked, "Cancel")).to_be_focused()
    picture("dialog")


def test_cancel_touches_nothing(edited: Path, lab_page: Page) -> None:
    choose(lab_page, GET)
    button(expect_dialog(lab_page), "Cancel").click()

    expect(dialog(lab_page)).to_have_count(0)
    assert sources(edited / "tap_schemas.ipynb") == ["mine = 'edited'"]
    assert (edited / "notes.md").read_text() == "what I found\n"


def test_keep_both(edited: Path, lab: Lab, lab_page: Page) -> None:
    choose(lab_page, GET)
    button(expect_dialog(lab_page), "Keep both").click()
    expect_notification(lab_page, "system-test notebooks are ready")

    kept = [path for path in lab.notebooks.iterdir() if path.name.startswith("system-test ")]
    assert len(kept) == 1
    assert (kept[0] / "notes.md").read_text() == "what I found\n"
    assert sources(kept[0] / "tap_schemas.ipynb") == ["mine = 'edited'"]
    assert sources(edited / "nublado_login.ipynb") == ["'newer'"]
    assert not (edited / "notes.md").exists()


def test_replace_and_undo(edited: Path, lab: Lab, lab_page: Page) -> None:
    choose(lab_page, GET)
    button(expect_dialog(lab_page), "Replace (can be undone)").click()
    toast = expect_notification(lab_page, "system-test notebooks are ready")
    assert not (edited / "notes.md").exists()
    assert len(list((lab.notebooks / "previous").iterdir())) == 1

    toast.get_by_role("button", name="Undo").click()

    expect_notification(lab_page, "Your previous copy is back in notebooks/system-test")
    assert (edited / "notes.md").read_text() == "what I found\n"
    assert sources(edited / "tap_schemas.ipynb") == ["mine = 'edited'"]


def test_restore_a_previous_copy_later(
    edited: Path, lab: Lab, lab_page: Page, picture: Any
) -> None:
    choose(lab_page, GET)
    button(expect_dialog(lab_page), "Replace (can be undone)").click()
    expect_notification(lab_page, "system-test notebooks are ready")
    lab_page.reload()
    lab.wait_until_restored(lab_page)

    choose(lab_page, "Restore a previous copy…")
    asked = expect_dialog(lab_page)
    picture("restore")
    button(asked, "Restore").click()

    expect_notification(lab_page, "Your previous copy is back")
    assert (edited / "notes.md").read_text() == "what I found\n"


def test_dialog_with_the_keyboard_alone(edited: Path, lab_page: Page) -> None:
    choose(lab_page, GET)
    asked = expect_dialog(lab_page)
    expect(button(asked, "Cancel")).to_be_focused()

    lab_page.keyboard.press("Tab")
    expect(button(asked, "Replace (can be undone)")).to_be_focused()
    expect(asked).to_contain_text("notebooks/previous/system-test")
    lab_page.keyboard.press("Tab")
    expect(button(asked, "Keep both")).to_be_focused()
    lab_page.keyboard.press("Enter")

    expect_notification(lab_page, "system-test notebooks are ready")
    assert not (edited / "notes.md").exists()


def test_escape_and_enter_at_once_are_harmless(edited: Path, lab_page: Page) -> None:
    choose(lab_page, GET)
    expect(button(expect_dialog(lab_page), "Cancel")).to_be_focused()
    lab_page.keyboard.press("Enter")
    expect(dialog(lab_page)).to_have_count(0)

    choose(lab_page, GET)
    expect(button(expect_dialog(lab_page), "Cancel")).to_be_focused()
    lab_page.keyboard.press("Escape")
    expect(dialog(lab_page)).to_have_count(0)

    assert (edited / "notes.md").read_text() == "what I found\n"


def test_dialog_has_a_name_and_a_description(edited: Path, lab_page: Page) -> None:
    choose(lab_page, GET)
    expect_dialog(lab_page)

    asked = lab_page.get_by_role("dialog", name=GET)
    expect(asked).to_have_accessible_description(re.compile("You already have a copy"))


def test_five_hundred_changed_files(lab: Lab, lab_page: Page, edited: Path, picture: Any) -> None:
    for number in range(500):
        (edited / f"file {number:03} of mine.txt").write_text("mine")

    choose(lab_page, GET)
    asked = expect_dialog(lab_page)

    expect(asked).to_contain_text("501 files of yours")
    for name in ("Cancel", "Replace (can be undone)", "Keep both"):
        expect(button(asked, name)).to_be_in_viewport()
    picture("dialog-full")


def test_change_while_the_dialog_is_open_is_shown_first(edited: Path, lab_page: Page) -> None:
    choose(lab_page, GET)
    asked = expect_dialog(lab_page)
    (edited / "later.md").write_text("written while the dialog was open")

    button(asked, "Replace (can be undone)").click()

    expect(dialog(lab_page)).to_contain_text("2 files of yours", timeout=PATIENCE)
    assert (edited / "later.md").exists()


def test_dark_theme(edited: Path, lab: Lab, lab_page: Page, picture: Any) -> None:
    lab.execute(lab_page, "apputils:change-theme", {"theme": "JupyterLab Dark"})
    expect(lab_page.locator("body")).to_have_attribute("data-jp-theme-name", "JupyterLab Dark")

    choose(lab_page, GET)
    expect_dialog(lab_page)
    picture("dialog-dark")
