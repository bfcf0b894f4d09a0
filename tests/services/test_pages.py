"""Open documents are saved and closed before a swap, and the disk is the witness."""

import threading
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import CancelledError, ConflictError, InvalidInputError
from jupyter_healthcheck.models.workspace import OpenDocument
from jupyter_healthcheck.services import pages as module
from jupyter_healthcheck.services.pages import ClosedDocument, PageRegistry
from tests.support.repositories import Upstream, edited, executed, notebook

from .home import Home

LOGIN = "notebooks/system-test/nublado_login.ipynb"


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "notebooks/system-test"
    made.mkdir(parents=True)
    return made


@pytest.fixture
def pages(tmp_path: Path) -> PageRegistry:
    return PageRegistry(tmp_path)


def _closed(sources: list[str] | None, path: str = LOGIN, edited: bool = True) -> ClosedDocument:
    return ClosedDocument(path, edited, sources)


def test_documents_inside_are_merged_over_pages(pages: PageRegistry, folder: Path) -> None:
    pages.report("one", [(LOGIN, False), ("elsewhere.ipynb", True)])
    pages.report("two", [(LOGIN, True), ("notebooks/system-test/deep/x.md", False)])
    pages.report("three", [("notebooks/system-test-mine/y.md", True)])
    assert pages.documents_inside(folder) == (
        OpenDocument("deep/x.md", edited=False),
        OpenDocument("nublado_login.ipynb", edited=True),
    )


def test_each_report_replaces_the_one_before(pages: PageRegistry, folder: Path) -> None:
    pages.report("one", [(LOGIN, True)])
    pages.report("one", [("elsewhere.ipynb", True)])
    assert pages.documents_inside(folder) == ()
    pages.report("one", [(LOGIN, True)])
    pages.forget("one")
    pages.forget("never seen")
    assert pages.documents_inside(folder) == ()


def test_page_that_falls_silent_is_forgotten(
    pages: PageRegistry, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    pages.report("one", [(LOGIN, True)])
    clock.now += module.FORGOTTEN_AFTER - 1
    pages.report("two", [(LOGIN, False)])
    assert pages.documents_inside(folder)[0].edited
    clock.now += 2
    assert not pages.documents_inside(folder)[0].edited


@pytest.mark.parametrize("path", ["../x.ipynb", "a/../../x", "a/..", "", "/", "a\0b"])
def test_path_that_leads_out(pages: PageRegistry, folder: Path, path: str) -> None:
    with pytest.raises(InvalidInputError):
        pages.report("one", [(path, True)])
    with pytest.raises(InvalidInputError):
        pages.confirm("one", folder, [_closed(["x"], path)])


def test_runaway_client_fills_no_memory(pages: PageRegistry) -> None:
    for number in range(200):
        pages.report(f"page {number}", [(LOGIN, False)])
    with pytest.raises(ConflictError, match="Too many"):
        pages.report("one more", [(LOGIN, False)])
    pages.report("page 7", [(LOGIN, True)])


def test_confirmed_when_the_disk_agrees(pages: PageRegistry, folder: Path) -> None:
    (folder / "nublado_login.ipynb").write_text(executed(notebook(["a\nb", "c"])))
    (folder / "notes.md").write_text("one\r\ntwo\n")
    pages.report("one", [(LOGIN, True), ("elsewhere.ipynb", True)])
    pages.confirm(
        "one",
        folder,
        [
            _closed(["a\nb", "c"]),
            _closed(["one\ntwo\n"], "notebooks/system-test/notes.md"),
            _closed(None, "notebooks/system-test/picture.png"),
        ],
    )
    assert pages.documents_inside(folder) == ()
    assert len(pages.documents_inside(folder.parents[1])) == 1


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        (notebook(["a"]), ["b"]),
        (notebook(["a"]), ["a", "b"]),
        (notebook(["a"]), []),
        ("no notebook", ["a"]),
        ('{"cells": [{}]}', ["a"]),
        ("[1, 2]", ["a"]),
        (None, ["a"]),
    ],
    ids=["edited", "new cell", "no cells", "no JSON", "no source", "a list", "no file"],
)
def test_not_confirmed_when_the_disk_disagrees(
    pages: PageRegistry, folder: Path, text: str | None, sources: list[str]
) -> None:
    if text is not None:
        (folder / "nublado_login.ipynb").write_text(text)
    pages.report("one", [(LOGIN, True)])
    with pytest.raises(ConflictError) as caught:
        pages.confirm("one", folder, [_closed(sources)])
    assert caught.value.code == "not-saved"
    assert caught.value.details == {"path": LOGIN}
    assert pages.documents_inside(folder) != ()


def test_documents_elsewhere_are_not_compared(pages: PageRegistry, folder: Path) -> None:
    pages.confirm("one", folder, [_closed(["a"], "elsewhere.ipynb")])


def test_waiting_ends_when_all_have_closed(pages: PageRegistry, folder: Path) -> None:
    (folder / "nublado_login.ipynb").write_text(notebook(["a"]))
    pages.report("one", [(LOGIN, True)])
    pages.report("two", [(LOGIN, False)])
    over = threading.Event()

    def wait() -> None:
        pages.wait_until_closed(folder, 30, threading.Event())
        over.set()

    thread = threading.Thread(target=wait)
    thread.start()
    pages.confirm("one", folder, [_closed(["a"])])
    assert not over.wait(0.3)
    pages.forget("two")
    thread.join()
    assert over.is_set()


def test_waiting_is_bounded(pages: PageRegistry, folder: Path) -> None:
    pages.report("one", [(LOGIN, True)])
    with pytest.raises(ConflictError) as caught:
        pages.wait_until_closed(folder, 0.1, threading.Event())
    assert caught.value.code == "documents-open"
    assert caught.value.details == {"documents": ["nublado_login.ipynb"]}


def test_waiting_can_be_cancelled(pages: PageRegistry, folder: Path) -> None:
    cancelled = threading.Event()
    cancelled.set()
    pages.wait_until_closed(folder, 30, cancelled)  # nothing is open: nothing to cancel
    pages.report("one", [(LOGIN, True)])
    with pytest.raises(CancelledError):
        pages.wait_until_closed(folder, 30, cancelled)


def test_get_with_an_open_document_swaps_nothing(copied: Home, upstream: Upstream) -> None:
    hasty = copied.reconfigured(upstream.path.as_uri(), quiesce_seconds=0.2)
    upstream.commit({"new.txt": "new"})
    service = hasty.service()
    service.pages.report("one", [(LOGIN, False)])
    assert hasty.refused(service=service) == "documents-open"
    assert hasty.backups() == []
    assert hasty.leftovers() == []


def test_unsaved_edits_alone_are_asked_about(copied: Home, upstream: Upstream) -> None:
    service = copied.service()
    service.pages.report("one", [(LOGIN, True)])
    upstream.commit({"new.txt": "new"})
    plan = copied.plan(service)
    assert not plan.losses.any
    assert plan.open_documents == (OpenDocument("nublado_login.ipynb", edited=True),)


def test_edits_that_were_saved_on_the_way_are_in_the_backup(
    copied: Home, upstream: Upstream
) -> None:
    """A page that was asked to close saves first; the person agreed to that."""
    service = copied.service()
    service.pages.report("one", [(LOGIN, True)])

    def save_and_close(operation: object) -> None:
        if getattr(operation, "phase", None) == "quiescing":
            copied.change("nublado_login.ipynb", lambda text: edited(text, "saved()"))
            sources = ["saved()", "check()"]
            service.confirm_closed(operation.id, "one", [_closed(sources)])  # type: ignore[attr-defined]

    service.operations.subscribe(save_and_close)
    backup = copied.got("replace", service).backup
    assert backup is not None
    assert "saved()" in (copied.root / backup.path / "nublado_login.ipynb").read_text()
    assert "saved()" not in (copied.copy / "nublado_login.ipynb").read_text()


def test_document_seen_through_a_link_is_inside_too(
    pages: PageRegistry, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "shortcut").symlink_to(folder)
    pages.report("one", [("shortcut/nublado_login.ipynb", True)])
    assert pages.documents_inside(folder) == (OpenDocument("nublado_login.ipynb", edited=True),)
