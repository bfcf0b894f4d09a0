"""Certificates that nobody trusts and proxies that let nobody through."""

import threading
from pathlib import Path

import pytest

from tests.support.git_server import GitServer, HangInPack, Reset
from tests.support.proxy import RefusingProxy
from tests.support.repositories import Upstream
from tests.support.tls import Certificate

from .clients import Client, stop


def test_unknown_authority(upstream: Upstream, client: Client, tmp_path: Path) -> None:
    certificate = Certificate.create(tmp_path)
    with GitServer(upstream.path.parent, tls=certificate.context) as server:
        status, said = client.clone(server.url("system-test"))
        assert status == 128
        assert "certificate" in said
        assert server.requests == []
        assert server.connections == 1

        trusting = {"GIT_SSL_CAINFO": str(certificate.authority)}
        status, said = client.clone(server.url("system-test"), **trusting)
        assert status == 0, said


@pytest.mark.parametrize(("host", "expired"), [("127.0.0.1", True), ("elsewhere.example", False)])
def test_refused_in_spite_of_the_authority(
    upstream: Upstream, client: Client, tmp_path: Path, host: str, expired: bool
) -> None:
    certificate = Certificate.create(tmp_path, host=host, expired=expired)
    with GitServer(upstream.path.parent, tls=certificate.context) as server:
        trusting = {"GIT_SSL_CAINFO": str(certificate.authority)}
        status, said = client.clone(server.url("system-test"), **trusting)
        assert status == 128
        assert "certificate" in said
        assert server.requests == []


def test_misbehaviour_over_tls(upstream: Upstream, tmp_path: Path) -> None:
    certificate = Certificate.create(tmp_path)
    trusting = {"GIT_SSL_CAINFO": str(certificate.authority)}
    before = set(threading.enumerate())
    with GitServer(upstream.path.parent, tls=certificate.context) as server:
        with server.switch_on(Reset(20_000)):
            assert Client(tmp_path / "1").clone(server.url("system-test"), **trusting)[0] == 128
        hang = server.switch_on(HangInPack(20_000))
        leaving = Client(tmp_path / "2").started(server.url("system-test"), **trusting)
        hang.wait_until_struck()
        stop(leaving)
        staying = Client(tmp_path / "3").started(server.url("system-test"), **trusting)
        hang.wait_until_struck()
    assert set(threading.enumerate()) == before
    staying.communicate(timeout=60)
    assert staying.returncode == 128


@pytest.mark.parametrize("status", [403, 407, 502])
def test_refusing_proxy(server: GitServer, client: Client, status: int) -> None:
    before = set(threading.enumerate())
    with RefusingProxy(status) as proxy:
        ended, said = client.clone(server.url("system-test"), http_proxy=proxy.url)
        assert ended == 128
        assert str(status) in said
        assert f"{server.url('system-test')}/info/refs" in proxy.asked[0]

        ended, said = client.clone("https://forge.example/a/b", https_proxy=proxy.url)
        assert ended == 128
        assert str(status) in said
        assert "forge.example:443" in proxy.asked
    assert server.requests == []
    assert set(threading.enumerate()) == before
