"""Get, edit, refuse, keep both, replace, restore on a repository of 200 notebooks."""

import json
from pathlib import Path

from tests.support.environment import run_git
from tests.support.git_server import GitServer, Part
from tests.support.repositories import big_upstream, notebook

from .shell import Shell


def test_two_hundred_notebooks(tmp_path: Path) -> None:
    upstream = big_upstream(tmp_path / "remotes")
    with GitServer(tmp_path / "remotes") as server:
        config = tmp_path / "config.json"
        collections = [{"id": "system-test", "url": server.url("system-test")}]
        section = {"collections": collections, "allowed_protocols": ["http"]}
        config.write_text(json.dumps({"HealthCheck": section}))
        shell = Shell(tmp_path, config)
        mine = shell.copy / "notes.md"

        created = shell.run("get", "system-test", "--json").answer
        assert (created["action"], created["notebooks"]) == ("created", 200)
        whole = server.sent(Part.PACK)

        edited = next(iter(sorted(shell.copy.rglob("*.ipynb"))))
        edited.write_text(notebook(["'an edit of mine'"]))
        mine.write_text("what I found\n")
        newest = upstream.commit({"new.ipynb": notebook(["'new'"])}, "One more")
        server.forget()

        refused = shell.run("get", "system-test", "--json")
        assert (refused.code, refused.answer["action"]) == (3, "ask")
        assert refused.answer["losses"]["counts"] == {"edited-notebook": 1, "own-file": 1}
        assert mine.exists()

        kept = shell.run("get", "system-test", "--on-existing", "keep-both", "--json").answer
        assert (kept["action"], kept["commit"]) == ("kept-both", newest)
        assert (shell.home / kept["backup"]["path"] / "notes.md").read_text() == "what I found\n"
        # Only what was new came over the network.
        assert server.sent(Part.PACK) < whole / 100

        mine.write_text("a second finding\n")
        replaced = shell.run("get", "system-test", "--on-existing", "replace", "--json").answer
        assert replaced["action"] == "replaced"
        assert not mine.exists()

        backups = shell.run("backups", "system-test", "--json").answer["backups"]
        assert [backup["id"] for backup in backups] == [
            replaced["backup"]["id"],
            kept["backup"]["id"],
        ]
        restored = shell.run("restore", replaced["backup"]["id"], "--json").answer
        assert restored["restored"] == replaced["backup"]["id"]
        assert mine.read_text() == "a second finding\n"
        shell.run("restore", kept["backup"]["id"])
        assert mine.read_text() == "what I found\n"
        assert json.loads(edited.read_text())["cells"][0]["source"] == ["'an edit of mine'"]

        run_git("add", "notes.md", cwd=shell.copy)
        run_git("commit", "--quiet", "--message=Mine", cwd=shell.copy)
        run_git("pull", "--quiet", "--rebase", "--autostash", cwd=shell.copy)
        run_git("push", "--quiet", cwd=shell.copy)
        assert upstream.read("notes.md") == b"what I found\n"
