"""The command line reads what the server reads, and says what is wrong with it."""

import json
from pathlib import Path

import pytest

from .shell import Shell

ENTRY = {"id": "mine", "url": "file:///srv/mine"}


def _ids(shell: Shell, text: str, name: str = "config.py") -> list[str]:
    file = shell.folder / name
    file.write_text(text)
    done = shell.run("collections", "--json", config=file)
    assert done.code == 0, done.stderr
    return [found["id"] for found in done.answer["collections"]]


def test_python(shell: Shell) -> None:
    text = f"c.HealthCheck.collections = [{ENTRY!r}]\nc.HealthCheck.allowed_protocols = ['file']\n"
    assert _ids(shell, text) == ["mine"]


def test_python_that_adds_to_the_defaults(shell: Shell) -> None:
    """As traitlets offers it, and the server takes it."""
    text = (
        "c.HealthCheck.allowed_protocols.append('file')\n"
        f"c.HealthCheck.collections.append({ENTRY!r})\n"
    )
    assert _ids(shell, text) == ["tutorial-notebooks", "system-test", "curation-check", "mine"]


def test_json(shell: Shell) -> None:
    section = {"collections": [ENTRY], "allowed_protocols": ["file"]}
    assert _ids(shell, json.dumps({"HealthCheck": section}), "config.json") == ["mine"]


def test_other_sections_do_not_matter(shell: Shell) -> None:
    assert "system-test" in _ids(shell, json.dumps({"ServerApp": {"port": 1}}), "config.json")


@pytest.mark.parametrize("section", [7, "x", [1], None])
def test_section_that_is_none(shell: Shell, section: object) -> None:
    file = shell.folder / "odd.json"
    file.write_text(json.dumps({"HealthCheck": section}))
    done = shell.run("collections", config=file)
    assert done.code == 2
    assert "odd.json" in done.stderr


def test_document_that_is_no_object(shell: Shell) -> None:
    file = shell.folder / "odd.json"
    file.write_text("[1, 2]")
    done = shell.run("collections", config=file)
    assert done.code == 2
    assert "odd.json" in done.stderr


def test_places_in_order(shell: Shell) -> None:
    """What lies in the person's own folder has the last word, and Python over JSON."""
    folder = Path(shell.environment["JUPYTER_CONFIG_DIR"])
    (folder / "jupyter_server_config.d").mkdir(parents=True)

    def write(name: str, days: object) -> None:
        (folder / name).write_text(json.dumps({"HealthCheck": {"backup_days": days}}))

    def problem() -> str:
        return str(shell.run_plain("status", "--json").answer["problems"][0]["message"])

    write("jupyter_server_config.d/site.json", "from the folder")
    assert "from the folder" in problem()
    write("jupyter_server_config.json", "from JSON")
    assert "from JSON" in problem()
    text = "c.HealthCheck.backup_days = 'from Python'\n"
    (folder / "jupyter_server_config.py").write_text(text)
    assert "from Python" in problem()
