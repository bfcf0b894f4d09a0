"""Two who press Get at once share one fetch and one result, wherever they are."""

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.models.operation import OnExisting, Operation
from tests.support.git_server import GitServer, Hang, Part
from tests.support.repositories import Upstream
from tests.workspace.snapshots import snapshot

from .home import NAME, Home, ended

CODE = """
import json, sys
from pathlib import Path
from tests.services.home import Home

home = Home.create(Path(sys.argv[1]), sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
operation = home.get(sys.argv[3])
result = operation.result
print(json.dumps([operation.state, result and result.action, result and bool(result.backup)]))
"""


def test_two_in_one_process_share_the_operation(remote: Home, server: GitServer) -> None:
    service = remote.service()
    with server.switch_on(Hang(part=Part.PACK)) as hang:
        first = service.get(NAME)
        hang.wait_until_struck()
        second = service.get(NAME, OnExisting.REPLACE, "a token that is none")
    assert first.id == second.id
    assert ended(service, first).result == ended(service, second).result
    assert len(service.operations.all()) == 1


def test_other_work_is_refused_meanwhile(
    remote: Home, upstream: Upstream, server: GitServer
) -> None:
    remote.got()
    (remote.copy / "notes.md").write_text("mine")
    backup = remote.got("replace").backup
    assert backup is not None
    upstream.commit({"new.txt": "new"})
    service = remote.service()
    with server.switch_on(Hang(part=Part.PACK)) as hang:
        begun = service.get(NAME)
        hang.wait_until_struck()
        assert [found.state for found in service.list_collections()] == ["updating"]
        with pytest.raises(HealthCheckError) as caught:
            service.restore(backup.id)
        assert caught.value.code == "busy"
    ended(service, begun)


def test_two_services_in_threads(remote: Home, upstream: Upstream, server: GitServer) -> None:
    """As two servers on one home: the second waits and finds the work done."""
    remote.got()
    (remote.copy / "notes.md").write_text("mine")
    upstream.commit({"new.txt": "new"})
    server.forget()
    ends: list[Operation] = []

    def get() -> None:
        ends.append(remote.get("replace"))

    with server.switch_on(Hang(part=Part.PACK)) as hang:
        first = threading.Thread(target=get)
        first.start()
        hang.wait_until_struck()
        second = threading.Thread(target=get)
        second.start()
    first.join()
    second.join()
    assert sorted(end.result.action for end in ends if end.result) == ["none", "replaced"]
    assert len([request for request in server.requests if request.part is Part.PACK]) == 1
    assert len(remote.backups()) == 1


@pytest.mark.parametrize("decision", ["ask", "replace", "keep-both"])
def test_many_processes(
    remote: Home, upstream: Upstream, server: GitServer, tmp_path: Path, decision: str
) -> None:
    old = None
    if decision != "ask":
        remote.got()
        (remote.copy / "notes.md").write_text("mine")
        old = snapshot(remote.copy)
        upstream.commit({"new.txt": "new"})
    server.forget()
    command = [sys.executable, "-c", CODE, str(remote.root), server.url("system-test"), decision]
    root = str(Path(__file__).parents[2])
    started = [
        subprocess.Popen(
            command,
            cwd=root,
            env={"PYTHONPATH": root, "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    ends = [json.loads(process.communicate("go\n", timeout=60)[0]) for process in started]
    done = {"ask": "created", "replace": "replaced", "keep-both": "kept-both"}[decision]
    assert sorted(ends) == sorted(
        [["succeeded", done, old is not None], *[["succeeded", "none", False]] * 2]
    )
    assert len([request for request in server.requests if request.part is Part.PACK]) == 1
    backups = remote.backups()
    assert len(backups) == (0 if old is None else 1)
    if old is not None:
        assert snapshot(remote.folder(backups[0])) == old
    assert remote.leftovers() == []
