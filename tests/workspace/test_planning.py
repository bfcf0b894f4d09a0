"""What counts as an edit of a notebook, and how losses are told."""

import json
from typing import Any

import pytest

from jupyter_healthcheck.models.workspace import LossKind, OpenDocument
from jupyter_healthcheck.workspace.planning import (
    FileChange,
    classify,
    compare_notebooks,
    fingerprint,
    loss,
    summarize,
)
from tests.support.repositories import Markdown, notebook

BEFORE = json.loads(notebook(["a\nb", Markdown("# c")]))


def _compare(**cell: Any) -> LossKind:
    """What a change of the first cell's fields is."""
    after = json.loads(json.dumps(BEFORE))
    after["cells"][0] |= cell
    return compare_notebooks(json.dumps(BEFORE).encode(), json.dumps(after).encode())


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ({"source": "a\nb"}, LossKind.METADATA_ONLY),
        ({"source": ["a\n", "b"]}, LossKind.METADATA_ONLY),
        ({"source": "a\nb "}, LossKind.EDITED_NOTEBOOK),
        ({"source": ""}, LossKind.EDITED_NOTEBOOK),
        ({"source": None}, LossKind.EDITED_NOTEBOOK),
        ({"cell_type": "raw"}, LossKind.EDITED_NOTEBOOK),
        ({"attachments": {"x.png": {"image/png": "AAAA"}}}, LossKind.EDITED_NOTEBOOK),
        ({"attachments": {}}, LossKind.METADATA_ONLY),
        ({"outputs": [{"output_type": "stream"}]}, LossKind.OUTPUTS_ONLY),
        ({"execution_count": 7}, LossKind.OUTPUTS_ONLY),
        ({"execution_count": 7, "source": "x"}, LossKind.EDITED_NOTEBOOK),
        ({"metadata": {"tags": ["skip"]}}, LossKind.METADATA_ONLY),
        ({"id": "other"}, LossKind.METADATA_ONLY),
    ],
)
def test_fields_of_a_cell(cell: dict[str, Any], kind: LossKind) -> None:
    assert _compare(**cell) is kind


@pytest.mark.parametrize("order", [[1, 0], [0], [], [0, 0, 1], [0, 1, 1]])
def test_order_and_number_of_cells(order: list[int]) -> None:
    after = {**BEFORE, "cells": [BEFORE["cells"][number] for number in order]}
    found = compare_notebooks(json.dumps(BEFORE).encode(), json.dumps(after).encode())
    assert found is LossKind.EDITED_NOTEBOOK


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (FileChange("a.txt", tracked=True, staged=False, size=3), LossKind.EDITED_FILE),
        (FileChange("a.txt", tracked=True, staged=False, size=None), LossKind.DELETED),
        (FileChange("a.txt", tracked=True, staged=True, size=None), LossKind.EDITED_FILE),
        (FileChange("a.ipynb", tracked=True, staged=False, size=None), LossKind.DELETED),
        (FileChange("a.ipynb", tracked=True, staged=True, size=3), LossKind.EDITED_NOTEBOOK),
        (FileChange("a.txt", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (FileChange("a.ipynb", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (FileChange("mine/", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (
            FileChange("x/__pycache__/a.pyc", tracked=False, staged=False, size=3),
            LossKind.CACHE_FILE,
        ),
        (FileChange("__pycache__/a.py", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (FileChange("__pycache__/x/a.pyc", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (FileChange("a.pyc", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (FileChange(".ipynb_checkpoints", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
        (FileChange("__pycache__", tracked=False, staged=False, size=3), LossKind.OWN_FILE),
    ],
)
def test_classify(change: FileChange, kind: LossKind) -> None:
    assert classify(change, None, None).kind is kind


def test_kinds_that_matter() -> None:
    assert {kind for kind in LossKind if not kind.matters} == {
        LossKind.OUTPUTS_ONLY,
        LossKind.METADATA_ONLY,
        LossKind.CHECKPOINT,
        LossKind.CACHE_FILE,
        LossKind.DELETED,
    }


def test_summary_keeps_what_matters_when_it_cuts() -> None:
    noise = [loss(LossKind.CHECKPOINT, f"{number}", None, 10) for number in range(2000)]
    own = [loss(LossKind.OWN_FILE, f"z{number}", None, 2) for number in range(3)]
    losses = summarize([*noise, *own])
    assert losses.any
    assert losses.counts == {"checkpoint": 2000, "own-file": 3}
    assert losses.size == 6
    assert len(losses.items) == 1000
    assert [item.path for item in losses.items[:3]] == ["z0", "z1", "z2"]


def test_fingerprint_follows_what_a_person_saw() -> None:
    own = loss(LossKind.OWN_FILE, "a", None, 1)
    noise = loss(LossKind.CHECKPOINT, "b", None, 1)
    seen = fingerprint("1", "s", [own], [])
    assert fingerprint("1", "s", [own, noise], [OpenDocument("c", edited=False)]) == seen
    for other in (
        fingerprint("2", "s", [own], []),
        fingerprint("1", "t", [own], []),
        fingerprint("1", "s", [], []),
        fingerprint("1", "s", [own], [OpenDocument("c", edited=True)]),
    ):
        assert other != seen
