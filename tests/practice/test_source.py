"""Sources: how text becomes files with a history."""

import json

import pytest

from jupyter_healthcheck.practice.source import read_source

COMMITS = {"start": 0, "middle": 1, "end": 2}


def test_parts_come_and_go() -> None:
    text = "# %% since=start until=end\nold\n# %% since=end\nnew\n# %% since=middle\nlater\n"
    file = read_source("notes.txt", text, COMMITS)
    assert [file.at(number) for number in range(3)] == [b"old\n", b"old\nlater\n", b"new\nlater\n"]


def test_a_file_without_parts_is_not_there() -> None:
    file = read_source("notes.md", "<!-- %% since=middle until=end -->\n# Notes\n", COMMITS)
    assert [file.at(number) for number in range(3)] == [None, b"# Notes\n", None]


def test_parts_of_markdown_are_one_blank_line_apart() -> None:
    text = "<!-- %% since=start -->\n\n# Notes\n\n\n<!-- %% since=end -->\n\nText\n"
    file = read_source("notes.md", text, COMMITS)
    assert [file.at(number) for number in (0, 2)] == [b"# Notes\n", b"# Notes\n\nText\n"]


def test_a_file_without_markers_is_there_from_the_beginning() -> None:
    assert read_source("LICENSE", "Be kind.\n", COMMITS).at(0) == b"Be kind.\n"


def test_a_part_without_since_came_with_the_first_one() -> None:
    file = read_source("notes.txt", "# %% since=middle\na\n# %% until=end\nb\n", COMMITS)
    assert [file.at(number) for number in range(3)] == [None, b"a\nb\n", b"a\n"]


def test_a_notebook_has_a_cell_for_each_part() -> None:
    text = (
        "# %% [markdown] purpose since=start requires=tap,butler\n# # Title\n#\n# Text\n\n"
        "# %% since=end requires=nublado\n\n"
        "# %% sum\n1 + 1\n\n\n# a comment\n"
    )
    file = read_source("folder/check.ipynb.py", text, COMMITS)
    assert file.path == "folder/check.ipynb"
    first, last = (json.loads(file.at(number) or b"") for number in (0, 2))
    assert [(cell["id"], cell["cell_type"], "".join(cell["source"])) for cell in last["cells"]] == [
        ("purpose", "markdown", "# Title\n\nText"),
        ("sum", "code", "1 + 1\n\n\n# a comment"),
    ]
    assert first["cells"] == last["cells"]
    assert first["metadata"]["mobu"] == {"required_applications": ["butler", "tap"]}
    assert last["metadata"]["mobu"] == {"required_applications": ["butler", "nublado", "tap"]}


@pytest.mark.parametrize("marker", ["since=never", "one two", "when=start", "until=never"])
def test_a_marker_that_means_nothing_is_an_error(marker: str) -> None:
    with pytest.raises(ValueError, match=r"notes\.txt"):
        read_source("notes.txt", f"# %% {marker}\n", COMMITS)
