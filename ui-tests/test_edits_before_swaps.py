"""An edit made just before a swap is in a file afterwards, whichever editor it was made in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from documents import (
    editor,
    is_closing,
    open_document,
    shown_last,
    text_in,
    type_at_start,
    wait_for_kernel,
    watch,
)
from health_check import (
    GET,
    button,
    choose,
    dismiss_notifications,
    expect_dialog,
    expect_notification,
)
from playwright.sync_api import Page, expect
from stack_lab import NOTEBOOK, TEXT, StackLab, as_jupyter_writes_it

from tests.support.git_server import Hang, Part, Switch
from tests.support.stacks import Stack

REPLACE, KEEP = "Replace (can be undone)", "Keep both"


@dataclass(frozen=True)
class Case:
    """A decision, and how long before the last step the last key is struck."""

    seconds: float
    decision: str = REPLACE
    windows: int = 1
    autosave: bool = True


CASES = [Case(0), Case(0.2, KEEP, autosave=False), Case(2, windows=2)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.seconds:g} s")
def test_edit_is_kept_and_the_new_set_stays_new(
    site: StackLab, case: Case, edits: list[str]
) -> None:
    source = f"print('{case.seconds:g} s before')"
    fresh, before = _publish(site, source), set(_copies(site))
    tracebacks = site.tracebacks
    page, together = site.page, case.windows == 2 and site.stack is not Stack.PLAIN
    _toggle_autosave(site, case)
    _type_into_all(site, "# first\n")
    for name in fresh:
        watch(page, _path(name))
    if case.windows == 2:
        where = open_document(site.lab, site.other, _path(NOTEBOOK))
        if together:
            type_at_start(site.other, where, "# in the other window\n")

    held = _decide(site, case.decision)
    _type_into_all(site, "# typed\n")
    if case.seconds:
        page.wait_for_timeout(case.seconds * 1000)
    held.off()
    if not case.seconds:
        _type_until_closed(page, _path(NOTEBOOK))
    expect_notification(page, re.compile("notebooks are ready"))

    (old,) = set(_copies(site)) - before
    shown = {name: shown_last(page, _path(name)) for name in fresh}
    for name, (text, _) in shown.items():
        assert "# typed" in text
        assert text_in(old / name) == text
    assert ("# in the other window" in text_in(old / NOTEBOOK)) == together
    for window in (page, site.other)[: case.windows]:
        expect(editor(window, NOTEBOOK)).to_have_text(source)
    # Nothing that was typed comes back, however long an editor could hold on to it.
    page.wait_for_timeout(site.hold)
    for name, content in fresh.items():
        assert (site.copy / name).read_bytes() == content

    assert site.tracebacks == tracebacks
    last = max(at for _, at in shown.values())
    edits.append(
        f"{site.stack:<14}{case.seconds:>4g} s{old.stat().st_ctime - last:>8.2f} s   "
        f"{case.decision:<24}{old.relative_to(site.lab.home).as_posix()}"
    )
    _toggle_autosave(site, case)


def test_kernel_goes_on_with_the_new_set(site: StackLab) -> None:
    """In the notebook that the last swap left open."""
    page = site.page
    where = open_document(site.lab, page, _path(NOTEBOOK))
    wait_for_kernel(page, _path(NOTEBOOK))
    where.click()
    page.keyboard.press("Control+Enter")

    output = page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output")
    expect(output).to_have_text("2 s before")


def test_nothing_is_replaced_under_a_window_that_is_not_ours(site: StackLab) -> None:
    if site.stack is Stack.PLAIN:
        pytest.skip("the server of plain JupyterLab knows of no window")
    _publish(site, "'newer'")
    site.lab.execute(site.page, "application:close-all")
    stranger = site.other.context.new_page()
    stranger.route("**/extensions/jupyter-healthcheck/**", lambda route: route.abort())
    site.lab.open(stranger)
    where = open_document(site.lab, stranger, _path(TEXT))
    type_at_start(stranger, where, "# typed elsewhere\n")
    before = set(_copies(site))

    _decide(site, REPLACE).off()
    expect_notification(site.page, "Open documents could not be saved and closed")
    assert set(_copies(site)) == before
    expect(where).to_contain_text("# typed elsewhere")
    dismiss_notifications(site.page)
    stranger.close()

    _decide(site, REPLACE).off()
    expect_notification(site.page, re.compile("notebooks are ready"))
    (old,) = set(_copies(site)) - before
    assert "# typed elsewhere" in text_in(old / TEXT)


def _publish(site: StackLab, source: str) -> dict[str, bytes]:
    """Let the upstream have something new."""
    dismiss_notifications(site.page)
    texts = {NOTEBOOK: as_jupyter_writes_it(source), TEXT: f"# {source}\n"}
    site.upstream.commit(texts, source)
    return {name: text.encode() for name, text in texts.items()}


def _path(name: str) -> str:
    return f"notebooks/system-test/{name}"


def _copies(site: StackLab) -> list[Path]:
    """Where older copies are, be they kept or replaced."""
    return [*site.lab.notebooks.glob("system-test *"), *site.lab.notebooks.glob("previous/*")]


def _toggle_autosave(site: StackLab, case: Case) -> None:
    if not case.autosave:
        site.lab.execute(site.page, "docmanager:toggle-autosave")


def _type_into_all(site: StackLab, text: str) -> None:
    for name in (TEXT, NOTEBOOK):
        type_at_start(site.page, open_document(site.lab, site.page, _path(name)), text)


def _decide(site: StackLab, decision: str) -> Switch:
    """Ask for the new set and decide; it then waits for the upstream to answer."""
    choose(site.page, GET)
    asked = expect_dialog(site.page)
    held = site.git_server.switch_on(Hang(part=Part.REFS))
    button(asked, decision).click()
    held.wait_until_struck()
    return held


def _type_until_closed(page: Page, path: str) -> None:
    """Type without a pause until the document takes no more."""
    while not is_closing(page, path):
        page.keyboard.type("#")
