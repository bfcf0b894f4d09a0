"""What the network and the upstream do wrong has a name and leaves the copy as it was."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_healthcheck.models.failure import ErrorInfo
from tests.support.behaviours import Control
from tests.support.exchange import Answer
from tests.support.git_server import (
    Behaviour,
    Exchange,
    GitServer,
    Hang,
    HangInPack,
    Part,
    Redirect,
    Refuse,
    RequirePassword,
    Reset,
    Truncate,
)
from tests.support.proxy import RefusingProxy
from tests.support.repositories import Upstream
from tests.support.tls import Certificate
from tests.workspace.snapshots import snapshot

from .home import Home

NOISE = {"noise.bin": os.urandom(300_000)}


@pytest.fixture
def changed(remote: Home, upstream: Upstream) -> Iterator[Home]:
    """A home with a copy in which something was added, and news upstream.

    In the end the copy is as it was, nothing half-done is left, and the next
    get, which nothing hinders, works.
    """
    remote.got()
    (remote.copy / "notes.md").write_text("mine")
    upstream.commit(NOISE)
    before = snapshot(remote.copy)
    yield remote
    assert snapshot(remote.copy) == before
    assert remote.leftovers() == []
    assert remote.got("replace").action == "replaced"


def _failure(home: Home) -> ErrorInfo:
    error = home.get("replace").error
    assert error is not None
    assert "secret" not in repr(error)
    return error


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_no_network(changed: Home) -> None:
    away = changed.reconfigured(f"http://127.0.0.1:{_closed_port()}/system-test")
    assert _failure(away).code == "no-network"


def test_name_that_is_not_resolved(changed: Home) -> None:
    away = changed.reconfigured("https://upstream.invalid/system-test")
    assert _failure(away).code == "name-not-resolved"


@pytest.mark.parametrize(
    ("scheme", "status", "code"),
    [
        ("https", 403, "proxy-trouble"),
        ("https", 407, "proxy-trouble"),
        ("https", 502, "proxy-trouble"),
        # Without TLS a proxy's answer looks like the upstream's own, but for this one.
        ("http", 407, "proxy-trouble"),
        ("http", 502, "upstream-failing"),
    ],
)
def test_proxy(
    changed: Home, monkeypatch: pytest.MonkeyPatch, scheme: str, status: int, code: str
) -> None:
    with RefusingProxy(status) as proxy, monkeypatch.context() as during:
        during.setenv(f"{scheme}_proxy", proxy.url)
        away = changed.reconfigured(f"{scheme}://upstream.invalid/system-test")
        assert _failure(away).code == code
        assert proxy.asked


def test_proxy_whose_name_is_not_resolved(changed: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    away = changed.reconfigured("https://upstream.invalid/system-test")
    assert _failure(away).code == "proxy-trouble"


@pytest.mark.parametrize(
    ("host", "expired", "trusted"),
    [
        ("127.0.0.1", False, False),
        ("127.0.0.1", True, True),
        ("elsewhere.example", False, True),
    ],
    ids=["unknown authority", "expired", "another host"],
)
def test_certificate(
    changed: Home,
    upstream: Upstream,
    tmp_path: Path,
    host: str,
    expired: bool,
    trusted: bool,
) -> None:
    certificate = Certificate.create(tmp_path, host=host, expired=expired)
    if trusted:
        settings = f"[http]\n\tsslCAInfo = {certificate.authority}\n"
        Path(os.environ["HOME"], ".gitconfig").write_text(settings)
    with GitServer(upstream.path.parent, tls=certificate.context) as server:
        away = changed.reconfigured(server.url("system-test"), honour_user_git_config=True)
        assert _failure(away).code == "certificate-trouble"


def test_certificate_that_the_person_trusts(
    changed: Home, upstream: Upstream, tmp_path: Path
) -> None:
    certificate = Certificate.create(tmp_path)
    settings = f"[http]\n\tsslCAInfo = {certificate.authority}\n"
    Path(os.environ["HOME"], ".gitconfig").write_text(settings)
    with GitServer(upstream.path.parent, tls=certificate.context) as server:
        away = changed.reconfigured(server.url("system-test"))
        assert _failure(away).code == "certificate-trouble"
        away = changed.reconfigured(server.url("system-test"), honour_user_git_config=True)
        assert away.plan().losses.counts == {"own-file": 1}


def test_password_that_nobody_gave(changed: Home, server: GitServer) -> None:
    """A forge says the same of what is private and of what is missing: so do we."""
    with server.switch_on(RequirePassword()):
        error = _failure(changed)
    assert error.code == "repository-missing-or-private"
    assert error.message == "The repository does not exist or is private."


def test_password_that_is_wrong(changed: Home, server: GitServer) -> None:
    with server.switch_on(RequirePassword()):
        url = server.url("system-test", user="ada", password="secret")
        assert _failure(changed.reconfigured(url)).code == "authentication-refused"


@pytest.mark.parametrize(
    ("part", "status", "code"),
    [
        (Part.REFS, 401, "repository-missing-or-private"),
        (Part.REFS, 403, "authentication-refused"),
        (Part.REFS, 404, "repository-missing-or-private"),
        (Part.REFS, 429, "upstream-failing"),
        (Part.REFS, 503, "upstream-failing"),
        (Part.PACK, 403, "authentication-refused"),
        (Part.PACK, 500, "upstream-failing"),
    ],
)
def test_status(changed: Home, server: GitServer, part: Part, status: int, code: str) -> None:
    with server.switch_on(Refuse(status, part=part)):
        assert _failure(changed).code == code


def test_missing_repository(changed: Home, server: GitServer) -> None:
    away = changed.reconfigured(server.url("no-such"))
    assert _failure(away).code == "repository-missing-or-private"


def test_missing_folder(changed: Home, tmp_path: Path) -> None:
    away = changed.reconfigured((tmp_path / "no-such").as_uri())
    assert _failure(away).code == "repository-missing-or-private"


def test_missing_branch(changed: Home, server: GitServer) -> None:
    away = changed.reconfigured(server.url("system-test"), entry={"ref": "no-such"})
    error = _failure(away)
    assert error.code == "branch-missing"
    assert "no-such" in error.message
    assert error.details["branch"] == "no-such"


def test_empty_upstream(changed: Home, server: GitServer, upstream: Upstream) -> None:
    Upstream.create(upstream.path.parent, "empty")
    error = _failure(changed.reconfigured(server.url("empty")))
    assert error.code == "branch-missing"
    assert "empty" in error.message


class Page(Behaviour):
    """A page to log in with, in place of what was asked for."""

    def answer(self, exchange: Exchange, control: Control) -> Answer:
        return Answer.text(200, "<html><h1>Welcome to our network</h1></html>")


def test_page_in_place_of_git(changed: Home, server: GitServer) -> None:
    with server.switch_on(Page()):
        assert _failure(changed).code == "repository-missing-or-private"


@pytest.mark.parametrize("behaviour", [Hang(), HangInPack(50_000), Hang(part=Part.PACK)])
def test_stalled(changed: Home, server: GitServer, behaviour: Hang | HangInPack) -> None:
    impatient = changed.reconfigured(server.url("system-test"), stall_seconds=1)
    with server.switch_on(behaviour):
        error = _failure(impatient)
    assert error.code == "stalled"
    assert error.details["seconds"] == 1


@pytest.mark.parametrize(
    "behaviour",
    [Truncate(0), Truncate(200), Truncate(100_000), Truncate(10, part=Part.REFS)],
    ids=["no pack", "start of a pack", "half a pack", "half a list"],
)
def test_cut_off(changed: Home, server: GitServer, behaviour: Truncate) -> None:
    with server.switch_on(behaviour):
        assert _failure(changed).code == "transfer-broken"


@pytest.mark.parametrize("after", [0, 100_000])
def test_reset(changed: Home, server: GitServer, after: int) -> None:
    with server.switch_on(Reset(after, part=Part.PACK)):
        assert _failure(changed).code == "transfer-broken"


def test_redirect_to_another_host_keeps_the_password_back(
    changed: Home, server: GitServer, upstream: Upstream
) -> None:
    with GitServer(upstream.path.parent) as other:
        there = other.url("system-test", host="localhost")
        url = server.url("system-test", user="ada", password="secret")
        trusting = changed.reconfigured(url)
        with server.switch_on(Redirect(there)), other.switch_on(RequirePassword()):
            assert _failure(trusting).code == "authentication-refused"
        assert other.requests
        assert not any("authorization" in request.headers for request in other.requests)


def test_redirect_to_a_protocol_that_is_not_allowed(
    changed: Home, server: GitServer, upstream: Upstream, tmp_path: Path
) -> None:
    certificate = Certificate.create(tmp_path)
    with GitServer(upstream.path.parent, tls=certificate.context) as other:
        strict = changed.reconfigured(server.url("system-test"), allowed_protocols=["http"])
        with server.switch_on(Redirect(other.url("system-test"))):
            assert _failure(strict).code in {"transfer-broken", "transport-refused", "no-network"}
        assert other.requests == []


def test_redirect_in_the_middle_is_not_followed(
    changed: Home, server: GitServer, upstream: Upstream
) -> None:
    with GitServer(upstream.path.parent) as other:
        with server.switch_on(Redirect(other.url("system-test"), part=Part.PACK)):
            assert _failure(changed).code
        assert other.requests == []


def test_configuration_of_the_person_counts_only_where_the_operator_says_so(
    changed: Home, server: GitServer, tmp_path: Path
) -> None:
    """Here it sends git to another place, and gives the password away to a program."""
    elsewhere = f"http://127.0.0.1:{_closed_port()}"
    Path(os.environ["HOME"], ".gitconfig").write_text(
        f'[url "{elsewhere}"]\n\tinsteadOf = http://127.0.0.1:{server.port}\n'
        f"[credential]\n\thelper = !touch {tmp_path}/ran\n"
    )
    with server.switch_on(RequirePassword()):
        assert _failure(changed).code == "repository-missing-or-private"
    assert not (tmp_path / "ran").exists()
    server.forget()
    honouring = changed.reconfigured(server.url("system-test"), honour_user_git_config=True)
    assert _failure(honouring).code == "no-network"
    assert server.connections == 0


def test_password_program_of_the_person_is_not_asked(
    changed: Home, server: GitServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "askpass"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\necho secret\n")
    program.chmod(0o755)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(program))
    with server.switch_on(RequirePassword()):
        assert _failure(changed).code == "repository-missing-or-private"
    assert not (tmp_path / "ran").exists()
