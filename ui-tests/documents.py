"""What a person does with documents, and what can be seen of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from health_check import PATIENCE
from lab import Lab
from playwright.sync_api import Locator, Page, expect

#: Keeps what a document showed last, and when that was, after its tab is gone.
_WATCH = """([path, isNotebook]) => {
  const widget = [...window.jupyterapp.shell.widgets('main')]
    .find(one => one.context?.localPath === path);
  const shared = widget.context.model.sharedModel;
  const read = () => (isNotebook ? shared.getCell(0) : shared).getSource();
  const shown = ((window.shownLast ??= {})[path] = {});
  const take = () => Object.assign(shown, { text: read(), at: Date.now() });
  take();
  shared.changed.connect(() => { if (read() !== shown.text) take(); });
}"""


def open_document(lab: Lab, page: Page, path: str) -> Locator:
    """Open a notebook or a text file in front; returns where one types into it."""
    lab.execute(page, "docmanager:open", {"path": path})
    where = editor(page, path)
    expect(where).to_be_visible(timeout=PATIENCE)
    page.wait_for_function(
        """path => [...window.jupyterapp.shell.widgets('main')]
          .some(one => one.context?.localPath === path && one.context.isReady)""",
        arg=path,
    )
    return where


def editor(page: Page, path: str) -> Locator:
    """The text file's editor, or that of the notebook's first cell, in the tab in front."""
    if path.endswith(".ipynb"):
        return page.locator(".jp-NotebookPanel:visible .jp-Cell .cm-content").first
    return page.locator(".jp-FileEditor:visible .cm-content")


def type_at_start(page: Page, where: Locator, text: str) -> None:
    """Type with the keyboard, at the start of an editor."""
    where.click()
    page.keyboard.press("Control+Home")
    page.keyboard.type(text)


def watch(page: Page, path: str) -> None:
    """Begin to keep what an open document shows."""
    page.evaluate(_WATCH, [path, path.endswith(".ipynb")])


def shown_last(page: Page, path: str) -> tuple[str, float]:
    """The text that a watched document showed last, and the second in which it came."""
    shown: dict[str, Any] = page.evaluate("path => window.shownLast[path]", path)
    return shown["text"], shown["at"] / 1000


def is_closing(page: Page, path: str) -> bool:
    """Whether a document can be typed into no more."""
    closing: bool = page.evaluate(
        """path => {
          const widget = [...window.jupyterapp.shell.widgets('main')]
            .find(one => one.context?.localPath === path);
          return !widget || widget.node.inert;
        }""",
        path,
    )
    return closing


def wait_for_kernel(page: Page, path: str) -> None:
    """Wait until a notebook's kernel can run its cells."""
    page.wait_for_function(
        """path => [...window.jupyterapp.shell.widgets('main')]
          .find(one => one.context?.localPath === path)
          ?.context.sessionContext.session?.kernel?.status === 'idle'""",
        arg=path,
    )


def text_in(file: Path) -> str:
    """A text file's text, or that of a notebook's first cell."""
    text = file.read_text()
    return "".join(json.loads(text)["cells"][0]["source"]) if file.suffix == ".ipynb" else text
