"""Notebooks are valid, and written as Jupyter writes them."""

import json

import nbformat
import pytest

from tests.support.repositories import Markdown, edited, executed, notebook, touched

_PLAIN = notebook([Markdown("# Why\nBecause"), "x = 'ä'\nprint(x)", ""])
_RUN = notebook(["print(1)", "print(2)"], outputs=["1\n"], metadata={"title": "Two"})


@pytest.mark.parametrize(
    "text", [notebook(), _PLAIN, _RUN, executed(_PLAIN), edited(_PLAIN, "y"), touched(_PLAIN)]
)
def test_valid_and_written_as_jupyter_does(text: str) -> None:
    content = nbformat.reads(text, as_version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    nbformat.validate(content)
    assert nbformat.writes(content) + "\n" == text  # type: ignore[no-untyped-call]


def test_stable_cells() -> None:
    cells = json.loads(_PLAIN)["cells"]
    assert [cell["id"] for cell in cells] == ["cell-01", "cell-02", "cell-03"]
    assert [cell["cell_type"] for cell in cells] == ["markdown", "code", "code"]
    assert cells[0]["source"] == ["# Why\n", "Because"]


def test_outputs() -> None:
    ran, not_run = json.loads(_RUN)["cells"]
    assert ran["execution_count"] == 1
    assert ran["outputs"][0]["text"] == ["1\n"]
    assert not_run["execution_count"] is None
    assert not_run["outputs"] == []
    assert json.loads(_RUN)["metadata"]["title"] == "Two"


def test_each_change_is_of_its_kind_only() -> None:
    plain = json.loads(_PLAIN)

    run = json.loads(executed(_PLAIN, "seen\n"))
    assert run["cells"][1]["outputs"][0]["text"] == ["seen\n"]
    assert _sources(run) == _sources(plain)
    assert run["metadata"] == plain["metadata"]

    other = json.loads(edited(_PLAIN, "1\n2", cell=1))
    assert _sources(other) == ["# Why\nBecause", "1\n2", ""]
    assert other["metadata"] == plain["metadata"]

    looked_at = json.loads(touched(_PLAIN))
    assert looked_at["cells"] == plain["cells"]
    assert looked_at["metadata"] != plain["metadata"]


def _sources(content: dict[str, list[dict[str, list[str]]]]) -> list[str]:
    return ["".join(cell["source"]) for cell in content["cells"]]
