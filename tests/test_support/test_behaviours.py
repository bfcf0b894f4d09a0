"""What the git server does wrong, and what git says to it."""

from pathlib import Path

import pytest

from tests.support.environment import run_git
from tests.support.git_server import (
    Behaviour,
    GitServer,
    Hang,
    HangInPack,
    Part,
    Redirect,
    Refuse,
    RequirePassword,
    Reset,
    Throttle,
    Truncate,
)
from tests.support.repositories import Upstream

from .clients import Client, stop


@pytest.mark.parametrize(
    ("behaviour", "complaint"),
    [
        (Refuse(403), "returned error: 403"),
        (Refuse(404), "not found"),
        (Refuse(500), "returned error: 500"),
        (Refuse(503, retry_after=120), "returned error: 503"),
        (Refuse(500, part=Part.PACK), "HTTP 500"),
        (RequirePassword(), "could not read Username"),
        (Truncate(20_000), "early EOF"),
        (Truncate(0), "fatal:"),
        (Reset(), "Connection reset by peer"),
        (Reset(20_000), "Connection reset by peer"),
    ],
    ids=str,
)
def test_git_fails(server: GitServer, client: Client, behaviour: Behaviour, complaint: str) -> None:
    with server.switch_on(behaviour) as spoilt:
        status, said = client.clone(server.url("system-test"))
        spoilt.wait_until_struck()
    assert status == 128
    assert complaint in said
    assert not client.copy.exists()

    assert client.clone(server.url("system-test"))[0] == 0


@pytest.mark.parametrize("behaviour", [Hang(), HangInPack(20_000)], ids=str)
def test_hanging_until_released(server: GitServer, client: Client, behaviour: Behaviour) -> None:
    hang = server.switch_on(behaviour)
    cloning = client.started(server.url("system-test"))
    hang.wait_until_struck()
    assert cloning.poll() is None
    assert server.sent() == 0 or isinstance(behaviour, HangInPack)
    assert server.sent(Part.PACK) <= 20_000
    hang.off()
    cloning.communicate(timeout=60)
    assert cloning.returncode == 0
    assert server.sent(Part.PACK) > 500_000


def test_hanging_exactly_in_the_pack(server: GitServer, client: Client) -> None:
    with server.switch_on(HangInPack(20_000)) as hang:
        cloning = client.started(server.url("system-test"))
        hang.wait_until_struck()
        assert server.sent(Part.PACK) == 20_000
        stop(cloning)


@pytest.mark.parametrize("behaviour", [HangInPack(20_000), Throttle(200)], ids=str)
def test_slow_transfer_is_given_up_by_git(
    server: GitServer, client: Client, behaviour: Behaviour
) -> None:
    with server.switch_on(behaviour):
        status, said = client.clone(
            server.url("system-test"), GIT_HTTP_LOW_SPEED_LIMIT="1000", GIT_HTTP_LOW_SPEED_TIME="1"
        )
    assert status == 128
    assert "Operation too slow" in said


def test_throttled_until_switched_off(server: GitServer, client: Client) -> None:
    with server.switch_on(Throttle(200)) as throttle:
        cloning = client.started(server.url("system-test"))
        throttle.wait_until_struck()
        assert cloning.poll() is None
        throttle.off()
        cloning.communicate(timeout=60)
    assert cloning.returncode == 0


def test_password(server: GitServer, client: Client) -> None:
    with server.switch_on(RequirePassword("ada", "cat: 9/10")):
        right = server.url("system-test", user="ada", password="cat: 9/10")
        wrong = server.url("system-test", user="ada", password="dog")
        status, said = client.clone(wrong)
        assert status == 128
        assert "Authentication failed" in said
        assert client.clone(right)[0] == 0
    assert [request.status for request in server.requests[:2]] == [401, 401]
    assert {request.status for request in server.requests[3:]} == {200}


def test_redirect(server: GitServer, upstream: Upstream, client: Client) -> None:
    with GitServer(upstream.path.parent) as other:
        with server.switch_on(Redirect(other.url("system-test"))):
            assert client.clone(server.url("system-test"))[0] == 0
        assert [request.status for request in server.requests] == [302]
        assert other.sent(Part.PACK) > 500_000


def test_one_repository_only(server: GitServer, tmp_path: Path) -> None:
    Upstream.create(tmp_path / "remotes", "curation-check").commit({"a": "1"})
    server.switch_on(Refuse(500), "curation-check")
    assert Client(tmp_path / "1").clone(server.url("curation-check"))[0] == 128
    assert Client(tmp_path / "2").clone(server.url("system-test"))[0] == 0
    server.behave()
    assert Client(tmp_path / "3").clone(server.url("curation-check"))[0] == 0


def test_once_only(server: GitServer, tmp_path: Path) -> None:
    server.switch_on(Refuse(503), times=1)
    assert Client(tmp_path / "1").clone(server.url("system-test"))[0] == 128
    assert Client(tmp_path / "2").clone(server.url("system-test"))[0] == 0


def test_two_behaviours_at_once(server: GitServer, client: Client) -> None:
    with server.switch_on(RequirePassword()), server.switch_on(Truncate(20_000)):
        assert "could not read Username" in client.clone(server.url("system-test"))[1]
        url = server.url("system-test", user="ada", password="correct horse")
        assert "early EOF" in client.clone(url)[1]


def test_waiting_for_what_does_not_happen(server: GitServer) -> None:
    with server.switch_on(Refuse(500)) as spoilt, pytest.raises(AssertionError, match="no request"):
        spoilt.wait_until_struck(timeout=0.01)


def test_push_refused(server: GitServer, client: Client) -> None:
    client.clone(server.url("system-test"))
    (client.copy / "mine.txt").write_text("mine")
    run_git("add", "mine.txt", cwd=client.copy)
    run_git("commit", "--quiet", "--message=Mine", cwd=client.copy)
    with (
        server.switch_on(Refuse(403, part=Part.PUSH)),
        pytest.raises(AssertionError, match="403"),
    ):
        run_git("push", cwd=client.copy)
