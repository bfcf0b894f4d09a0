"""Cancel at every moment: the copy is as it was, and the next get works."""

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from jupyter_server.serverapp import ServerApp

from jupyter_healthcheck.server.app import SERVICE
from jupyter_healthcheck.workspace.replace import Step
from tests.support.behaviours import Behaviour, Hang, HangInPack
from tests.support.exchange import Part
from tests.support.git_server import GitServer
from tests.support.repositories import Upstream, notebook

from .client import Client
from .copies import Copy


async def _cancel(client: Client, operation: dict[str, Any]) -> dict[str, Any]:
    await client.request("delete", f"operations/{operation['id']}", expect=202)
    ended = await client.end_of(operation)
    assert (ended["state"], ended["result"]) == ("cancelled", None)
    assert ended["error"]["code"] == "cancelled"
    return ended


def _staged(copy: Copy) -> list[Path]:
    return list((copy.path.parent / ".jupyter_healthcheck" / "staging").glob("*/*"))


@pytest.fixture
def slow_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The real git, which pauses before the subcommand that is named in a file."""
    folder = tmp_path / "slow"
    folder.mkdir()
    pause = folder / "pause"
    script = folder / "git"
    script.write_text(
        f"""#!/bin/sh
[ -s {pause} ] && case " $* " in *" $(cat {pause}) "*) touch {pause}.reached; sleep 60 ;; esac
exec {shutil.which("git")} "$@"
""",
        encoding="utf-8",
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return pause


async def test_while_somebody_else_is_at_work(client: Client, copy: Copy) -> None:
    await client.get()
    before = copy.snapshot()
    with FileLock(copy.path.parent / ".jupyter_healthcheck" / "locks" / "system-test.lock"):
        operation = await client.reaches(await client.begin(), "waiting")

        await _cancel(client, operation)

    assert copy.snapshot() == before
    assert (await client.get())["result"]["action"] == "none"


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize(
    ("behaviour", "phase"),
    [(Hang(part=Part.REFS), "connecting"), (HangInPack(200), "receiving")],
    ids=["connecting", "receiving"],
)
async def test_while_the_upstream_is_silent(
    client: Client,
    git_server: GitServer,
    upstream: Upstream,
    copy: Copy,
    behaviour: Behaviour,
    phase: str,
) -> None:
    await client.get()
    copy.edit()
    upstream.commit({"new.ipynb": notebook(["x" * 5000])}, "One more")
    before = copy.snapshot()
    with git_server.switch_on(behaviour) as silence:
        operation = await client.begin()
        await client.reaches(operation, phase)
        silence.wait_until_struck()

        await _cancel(client, operation)

    assert copy.snapshot() == before
    assert (await client.get())["state"] == "needs-decision"


@pytest.mark.parametrize(
    ("subcommand", "phase"),
    [
        ("version", "waiting"),
        ("ls-remote", "connecting"),
        ("fetch", "receiving"),
        ("status", "comparing"),
        ("clone", "writing"),
        ("checkout", "writing"),
    ],
)
async def test_while_git_is_at_work(
    client: Client, upstream: Upstream, copy: Copy, slow_git: Path, subcommand: str, phase: str
) -> None:
    await client.get()
    copy.write("README.md", "How to run these.\n")
    upstream.commit({"new.ipynb": notebook()}, "One more")
    before = copy.snapshot()
    slow_git.write_text(subcommand, encoding="utf-8")
    operation = await client.reaches(await client.begin(), phase)
    while not slow_git.with_name("pause.reached").exists():
        operation = await client.operation(operation)
        assert operation["state"] == "running", operation

    await _cancel(client, operation)

    assert copy.snapshot() == before
    assert _staged(copy) == []
    slow_git.write_text("", encoding="utf-8")
    assert (await client.get())["result"]["action"] == "replaced"


async def test_during_a_first_get(client: Client, copy: Copy, slow_git: Path) -> None:
    slow_git.write_text("checkout", encoding="utf-8")
    operation = await client.reaches(await client.begin(), "writing")

    await _cancel(client, operation)

    assert not copy.path.exists()
    assert _staged(copy) == []
    assert (await client.collection())["state"] == "absent"


async def test_while_pages_save_their_documents(client: Client, copy: Copy) -> None:
    await client.get()
    copy.edit()
    path = "notebooks/system-test/nublado_disk.ipynb"
    await client.request(
        "put", "pages/page-1", {"documents": [{"path": path, "edited": False}]}, expect=204
    )
    plan = await client.plan()
    before = copy.snapshot()
    operation = await client.begin(on_existing="replace", token=plan["token"])
    await client.reaches(operation, "quiescing")

    await _cancel(client, operation)

    assert copy.snapshot() == before
    assert await client.backups() == []
    assert _staged(copy) == []


async def test_in_the_midst_of_the_swap_it_is_too_late(
    client: Client, running: ServerApp, upstream: Upstream, copy: Copy
) -> None:
    await client.get()
    mine = copy.edit()
    plan = await client.plan()
    swapping, go_on = threading.Event(), threading.Event()

    def hold(step: Step) -> None:
        if step is Step.JOURNALED:
            swapping.set()
            assert go_on.wait(60)

    running.web_app.settings[SERVICE]()._observer = hold
    operation = await client.begin(on_existing="replace", token=plan["token"])
    operation = await client.reaches(operation, "swapping")
    assert swapping.wait(60)

    reply = await client.request("delete", f"operations/{operation['id']}", expect=202)
    go_on.set()

    assert reply.body["state"] == "running"
    ended = await client.end_of(operation)
    assert ended["result"]["action"] == "replaced"
    assert Copy(copy.path.parents[1] / ended["result"]["backup"]["path"]).read() == mine


async def test_what_has_ended_stays_as_it_is(client: Client) -> None:
    ended = await client.get()

    reply = await client.request("delete", f"operations/{ended['id']}", expect=202)

    assert reply.body == ended
    assert await client.operation(ended) == ended


@pytest.mark.usefixtures("served")
async def test_when_the_server_stops(
    client: Client, running: ServerApp, git_server: GitServer, copy: Copy
) -> None:
    with git_server.switch_on(Hang(part=Part.PACK)) as silence:
        operation = await client.begin()
        silence.wait_until_struck()

        await running.extension_manager.stop_all_extensions()

    assert (await client.operation(operation))["state"] == "cancelled"
    assert not copy.path.exists()
    assert _staged(copy) == []
