"""What each command answers, and with which exit code."""

import json
from pathlib import Path

import pytest

from tests.support.repositories import Upstream, notebook

from .shell import Shell

COMMANDS = ("collections", "get", "backups", "restore", "status", "demo")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(shell: Shell, command: str) -> None:
    done = shell.run_plain(command, "--help")

    assert done.code == 0
    assert f"Example: jupyter healthcheck {command}" in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "arguments", [(), ("get",), ("nonsense",), ("get", "a", "--on-existing", "destroy")]
)
def test_usage_error_is_64_and_no_traceback(shell: Shell, arguments: tuple[str, ...]) -> None:
    done = shell.run_plain(*arguments)

    assert done.code == 64
    assert done.stdout == ""
    assert done.stderr.startswith("usage: jupyter healthcheck")
    assert "Traceback" not in done.stderr


def test_collections(shell: Shell, upstream: Upstream) -> None:
    (before,) = shell.run("collections", "--json").answer["collections"]
    assert before == {
        "id": "system-test",
        "title": "system-test",
        "url": upstream.path.as_uri(),
        "ref": None,
        "access": "read-write",
        "delivery": "on-demand",
        "path": "notebooks/system-test",
        "state": "absent",
        "commit": None,
        "updated_at": None,
        "checked_at": None,
        "notice": None,
        "linked_to": None,
    }

    shell.run("get", "system-test")

    (after,) = shell.run("collections", "--json").answer["collections"]
    assert (after["state"], after["commit"]) == ("present", upstream.head())
    assert after["updated_at"] is not None


def test_defaults_without_any_configuration(shell: Shell) -> None:
    found = shell.run_plain("collections", "--json").answer["collections"]

    assert [(each["id"], each["access"], each["delivery"]) for each in found] == [
        ("tutorial-notebooks", "read-only", "automatic"),
        ("system-test", "read-write", "on-demand"),
        ("curation-check", "read-write", "on-demand"),
    ]


def test_usual_configuration_is_read_as_the_server_reads_it(
    shell: Shell, upstream: Upstream
) -> None:
    folder = shell.folder / "jupyter" / "config"
    folder.mkdir(parents=True)
    (folder / "jupyter_server_config.py").write_text(
        f"c.HealthCheck.collections = [{{'id': 'mine', 'url': {upstream.path.as_uri()!r}}}]\n"
        "c.HealthCheck.allowed_protocols = ['file']\n"
    )

    (found,) = shell.run_plain("collections", "--json").answer["collections"]

    assert found["id"] == "mine"


def test_get_says_what_it_did(shell: Shell, upstream: Upstream) -> None:
    first = shell.run("get", "system-test", "--json")
    assert first.code == 0
    assert {
        key: first.answer[key] for key in ("id", "action", "path", "commit", "backup", "losses")
    } == {
        "id": "system-test",
        "action": "created",
        "path": "notebooks/system-test",
        "commit": upstream.head(),
        "backup": None,
        "losses": {"any": False, "counts": {}, "size": 0, "items": []},
    }

    again = shell.run("get", "system-test", "--json")
    assert (again.code, again.answer["action"]) == (0, "none")


def test_something_to_lose_and_nobody_to_ask_is_3(shell: Shell) -> None:
    shell.run("get", "system-test")
    (shell.copy / "notes.md").write_text("mine")

    done = shell.run("get", "system-test", "--json")

    assert (done.code, done.answer["action"], done.answer["backup"]) == (3, "ask", None)
    assert done.answer["losses"]["counts"] == {"own-file": 1}
    assert done.answer["plan"]["replace_path"].startswith("notebooks/previous/system-test ")
    assert "--on-existing" in done.stderr
    assert (shell.copy / "notes.md").read_text() == "mine"


def test_failure_is_2_with_code_message_and_hint(shell: Shell, upstream: Upstream) -> None:
    upstream.path.rename(upstream.path.with_name("gone"))

    done = shell.run("get", "system-test", "--json")

    assert done.code == 2
    assert set(done.answer["error"]) == {"code", "message", "hint", "details"}
    assert done.answer["error"]["code"] == "repository-missing-or-private"
    assert "does not exist or is private" in done.stderr


def test_unknown_collection_and_backup_are_2(shell: Shell) -> None:
    assert shell.run("get", "nothing", "--json").answer["error"]["code"] == "collection-missing"
    restored = shell.run("restore", "../../etc/passwd", "--json")
    assert (restored.code, restored.answer["error"]["code"]) == (2, "backup-missing")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("broken.json", '{"HealthCheck": ', "broken.json"),
        ("broken.py", "c.HealthCheck.collections = [\n", "broken.py, line 1"),
        ("raises.py", "raise RuntimeError('no')\n", "RuntimeError: no"),
        ("missing.json", None, "missing.json"),
    ],
)
def test_broken_configuration_is_named(
    shell: Shell, tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    file = tmp_path / name
    if text is not None:
        file.write_text(text)

    done = shell.run("collections", config=file)

    assert done.code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_entry_is_named_and_the_others_work(shell: Shell) -> None:
    config = json.loads(shell.config.read_text())
    config["HealthCheck"]["collections"].append({"id": "other", "url": "ext::sh -c id"})
    shell.config.write_text(json.dumps(config))

    done = shell.run("collections", "--json")

    assert done.code == 0
    assert [found["id"] for found in done.answer["collections"]] == ["system-test"]
    (problem,) = done.answer["problems"]
    assert (problem["collection"], problem["field"]) == ("other", "url")
    assert "Collection other, field url" in done.stderr


def test_missing_root_is_named(shell: Shell) -> None:
    done = shell.run("status", "--root", "/nowhere/at/all")

    assert done.code == 2
    assert "/nowhere/at/all is not a folder" in done.stderr


def test_terminal_shows_the_plan_and_takes_an_answer(shell: Shell, upstream: Upstream) -> None:
    shell.run("get", "system-test")
    (shell.copy / "notes.md").write_text("mine")
    upstream.commit({"tap_schemas.ipynb": notebook(["2 + 2"])}, "Second")

    cancelled = shell.on_terminal("get", "system-test", typed=[("[C]ancel?", "\n")])
    assert cancelled.code == 3
    assert "The new set is 1 commit newer and changes 1 notebook." in cancelled.stdout
    assert "1 file of yours: notes.md" in cancelled.stdout
    assert (shell.copy / "notes.md").exists()

    kept = shell.on_terminal("get", "system-test", typed=[("[C]ancel?", "k\n")])
    assert kept.code == 0
    assert "To undo: jupyter healthcheck restore system-test-" in kept.stdout
    assert not (shell.copy / "notes.md").exists()
    (copy,) = (path for path in shell.copy.parent.iterdir() if path.name.startswith("system-test "))
    assert (copy / "notes.md").read_text() == "mine"


def test_status(shell: Shell) -> None:
    answer = shell.run("status", "--json").answer

    assert answer["root"] == str(shell.home)
    assert answer["server"] is None
    assert answer["git_version"]
