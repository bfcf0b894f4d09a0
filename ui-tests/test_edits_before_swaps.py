"""An edit made just before a swap is in a file afterwards, whichever editor it was made in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from documents import is_closing, open_document, shown_last, text_in, type_at_start, watch
from health_check import (
    GET,
    PATIENCE,
    button,
    choose,
    dismiss_notifications,
    expect_dialog,
    expect_notification,
)
from playwright.sync_api import Browser, Page, expect
from stack_lab import LONGEST_HOLD, StackLab, as_jupyter_writes_it, running

from tests.support.git_server import Hang, Part, Switch
from tests.support.stacks import Stack

NOTEBOOK, TEXT = "tap_schemas.ipynb", "notes.md"
REPLACE, KEEP = "Replace (can be undone)", "Keep both"


@pytest.fixture(scope="module", params=list(Stack), ids=str)
def site(
    request: pytest.FixtureRequest,
    browser: Browser,
    browser_context_args: dict[str, object],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[StackLab]:
    """A lab whose collection was got, with its documents open in no window."""
    expect.set_options(timeout=PATIENCE)
    context = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    folder = tmp_path_factory.mktemp(str(request.param))
    first = {NOTEBOOK: as_jupyter_writes_it("'first'"), TEXT: "# First\n"}
    with running(request.param, folder, context, first) as site:
        choose(site.page, GET)
        expect_notification(site.page, "notebooks are ready")
        yield site
        context.close()


@dataclass(frozen=True)
class Case:
    """A decision, and how long before the last step the last key is struck."""

    decision: str
    seconds: float
    windows: int = 1


CASES = [Case(REPLACE, 0), Case(KEEP, 0.2), Case(REPLACE, 2, windows=2)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.seconds:g} s")
def test_edit_is_kept_and_the_new_set_stays_new(
    site: StackLab, case: Case, edits: list[str]
) -> None:
    fresh = _publish(site, f"{case.seconds:g} s before")
    page = site.page
    for name in (TEXT, NOTEBOOK):
        type_at_start(page, open_document(site.lab, page, _path(name)), "# first\n")
        watch(page, _path(name))
    if case.windows == 2:
        where = open_document(site.lab, site.other, _path(NOTEBOOK))
        if site.stack is not Stack.PLAIN:
            type_at_start(site.other, where, "# in the other window\n")
    before = set(_copies(site))

    held = _decide(site, case.decision)
    for name in (TEXT, NOTEBOOK):
        type_at_start(page, open_document(site.lab, page, _path(name)), "# typed\n")
    if case.seconds:
        page.wait_for_timeout(case.seconds * 1000)
        held.off()
    else:
        held.off()
        _type_until_closed(page, _path(NOTEBOOK))
    expect_notification(page, re.compile("notebooks are ready"))

    (old,) = set(_copies(site)) - before
    swapped = old.stat().st_ctime
    texts = {name: shown_last(page, _path(name)) for name in (NOTEBOOK, TEXT)}
    gap = swapped - max(at for _, at in texts.values())
    for name, (text, _) in texts.items():
        assert "# typed" in text
        assert text_in(old / name) == text
    if case.windows == 2 and site.stack is not Stack.PLAIN:
        assert "# in the other window" in text_in(old / NOTEBOOK)
    for shown in [page, *([site.other] if case.windows == 2 else [])]:
        expect(shown.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").first).to_have_text(
            f"'{case.seconds:g} s before'"
        )
    page.wait_for_timeout(LONGEST_HOLD * 1000)
    for name, content in fresh.items():
        assert (site.copy / name).read_bytes() == content
    edits.append(
        f"{site.stack:<14} {case.seconds:>4g} s {gap:>7.2f} s  {case.windows}        "
        f"{case.decision:<24} {old.relative_to(site.lab.home).as_posix()}"
    )


def _publish(site: StackLab, source: str) -> dict[str, bytes]:
    """Let the upstream have something new, with nothing open or said in the windows."""
    for page in (site.page, site.other):
        site.lab.execute(page, "application:close-all")
        dismiss_notifications(page)
    texts = {NOTEBOOK: as_jupyter_writes_it(f"'{source}'"), TEXT: f"# {source}\n"}
    site.upstream.commit(texts, source)
    return {name: text.encode() for name, text in texts.items()}


def _path(name: str) -> str:
    return f"notebooks/system-test/{name}"


def _copies(site: StackLab) -> list[Path]:
    """Where older copies are, be they kept or replaced."""
    return [*site.lab.notebooks.glob("system-test *"), *site.lab.notebooks.glob("previous/*")]


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
