"""The git server serves as a forge does."""

import os
import threading
from pathlib import Path

import pytest

from tests.support.environment import run_git
from tests.support.git_server import GitServer, Hang, HangInPack, Part, Throttle
from tests.support.repositories import Upstream

from .clients import Client, stop


def test_clone_fetch_and_push(server: GitServer, upstream: Upstream, client: Client) -> None:
    assert client.clone(server.url("system-test"))[0] == 0
    assert run_git("rev-parse", "HEAD", cwd=client.copy).strip() == upstream.head()

    newer = upstream.commit({"new.txt": "new"})
    run_git("fetch", "--quiet", cwd=client.copy)
    assert run_git("rev-parse", "origin/main", cwd=client.copy).strip() == newer

    run_git("reset", "--quiet", "--hard", "origin/main", cwd=client.copy)
    (client.copy / "mine.txt").write_text("mine")
    run_git("add", "mine.txt", cwd=client.copy)
    run_git("commit", "--quiet", "--message=Mine", cwd=client.copy)
    run_git("push", "--quiet", cwd=client.copy)
    assert upstream.read("mine.txt") == b"mine"


@pytest.mark.parametrize("size", [100, 3_000_000])
def test_push_of_any_size(server: GitServer, upstream: Upstream, client: Client, size: int) -> None:
    """A big push comes in chunks, of which the length is not known before."""
    client.clone(server.url("system-test"))
    mine = os.urandom(size)
    (client.copy / "mine.bin").write_bytes(mine)
    run_git("add", "mine.bin", cwd=client.copy)
    run_git("commit", "--quiet", "--message=Mine", cwd=client.copy)
    run_git("push", "--quiet", cwd=client.copy)
    pushed = [request for request in server.requests if request.part is Part.PUSH][-1]
    assert ("transfer-encoding" in pushed.headers) == (size > 1_000_000)
    assert pushed.received > size
    assert run_git("rev-parse", "HEAD", cwd=client.copy).strip() == upstream.head()


def test_compressed_request(server: GitServer, upstream: Upstream, client: Client) -> None:
    """Git compresses its list of wishes as soon as that is longer than 1 kB."""
    for number in range(30):
        upstream.commit({"n.txt": str(number)}, branch=f"branch-{number}", parent="main")
    assert client.clone(server.url("system-test"))[0] == 0
    packs = [request for request in server.requests if request.part is Part.PACK]
    assert [request.headers.get("content-encoding") for request in packs] == ["gzip"]
    assert packs[0].sent > 500_000


@pytest.mark.parametrize("version", ["0", "2"])
def test_protocol_versions(server: GitServer, client: Client, version: str) -> None:
    status, _ = client.clone(server.url("system-test"), "-c", f"protocol.version={version}")
    assert status == 0
    asked_for = [request.part for request in server.requests]
    expected = {"0": [Part.REFS, Part.PACK], "2": [Part.REFS, Part.REFS, Part.PACK]}
    assert asked_for == expected[version]


def test_shallow_and_partial(server: GitServer, upstream: Upstream, client: Client) -> None:
    upstream.commit({"second.txt": "2"})
    url = server.url("system-test")
    run_git("clone", "--quiet", "--bare", "--depth=1", "--filter=blob:none", url, client.copy)
    assert run_git("rev-list", "--count", "main", cwd=client.copy).strip() == "1"
    assert server.sent(Part.PACK) < 5_000


def test_second_fetch_transfers_only_what_changed(
    server: GitServer, upstream: Upstream, client: Client
) -> None:
    client.clone(server.url("system-test"))
    assert server.sent(Part.PACK) > 500_000
    server.forget()
    upstream.commit({"small.txt": "small"})
    run_git("fetch", "--quiet", cwd=client.copy)
    assert 0 < server.sent(Part.PACK) < 2_000
    assert server.sent(Part.PACK, "another") == 0

    server.forget()
    run_git("status", cwd=client.copy)
    assert server.requests == []
    assert server.connections == 0


def test_missing_repository(server: GitServer, client: Client) -> None:
    status, said = client.clone(server.url("nothing-here"))
    assert status == 128
    assert "not found" in said
    assert [request.status for request in server.requests_to("nothing-here")] == [404]


def test_many_at_once(server: GitServer, tmp_path: Path) -> None:
    clients = [Client(tmp_path / f"copy-{number}") for number in range(6)]
    running = [client.started(server.url("system-test")) for client in clients]
    assert [process.communicate(timeout=60) and process.returncode for process in running] == [
        0
    ] * 6


@pytest.mark.parametrize("behaviour", [Hang(), HangInPack(20_000), Throttle(10_000)])
def test_nothing_is_left_behind(
    upstream: Upstream, client: Client, behaviour: Hang | HangInPack | Throttle
) -> None:
    """A server that is closed in the middle ends its threads and its gits."""
    before = set(threading.enumerate())
    with GitServer(upstream.path.parent) as server:
        spoilt = server.switch_on(behaviour)
        cloning = client.started(server.url("system-test"))
        spoilt.wait_until_struck()
        if not isinstance(behaviour, Hang):
            assert _processes_in(upstream.path)
    assert set(threading.enumerate()) == before
    _wait_until_gone(upstream.path)
    cloning.communicate(timeout=60)
    assert cloning.returncode == 128


def test_a_client_that_goes_away_is_not_served_further(
    server: GitServer, upstream: Upstream, client: Client
) -> None:
    with server.switch_on(HangInPack(20_000)) as hang:
        cloning = client.started(server.url("system-test"))
        hang.wait_until_struck()
        assert _processes_in(upstream.path)
        stop(cloning)
        _wait_until_gone(upstream.path)


def test_a_defect_of_the_server_is_not_hidden(tmp_path: Path) -> None:
    def break_it() -> None:
        with GitServer(tmp_path) as server:
            server.switch_on("not a behaviour")  # type: ignore[arg-type]
            Client(tmp_path / "copy").clone(server.url("anything"))

    with pytest.raises(BaseExceptionGroup, match="at fault"):
        break_it()


def _processes_in(folder: Path) -> list[str]:
    """Return what works in a folder, as git's server side does in its repository."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append((process / "cmdline").read_text())
        except OSError:
            continue
    return found


def _wait_until_gone(folder: Path) -> None:
    gone = threading.Event()
    for _ in range(500):
        if not _processes_in(folder):
            return
        gone.wait(0.02)
    raise AssertionError(_processes_in(folder))
