"""Who may do what: tokens, cookies, origins, and a hub's authorizer."""

import json
import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, ClassVar

import pytest
from jupyter_server.auth import Authorizer
from jupyter_server.serverapp import ServerApp

from jupyter_healthcheck.server import PREFIX
from jupyter_healthcheck.server.routes import ROUTES

from .client import Client
from .routes import VERBS

ClientAs = Callable[..., Client]
POST = ("post", "collections/system-test/get", {})


class Forbidding(Authorizer):
    """A hub's authorizer that allows everything but this extension."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        self.asked.append((action, resource))
        return resource != "jupyter_healthcheck"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "token wrong"}], ids=["none", "wrong"])
async def test_without_the_token_every_verb_is_refused(
    client_as: ClientAs, headers: dict[str, str], jp_root_dir: Path
) -> None:
    stranger = client_as(**headers)

    for verb, path, body in (parameters.values for parameters in VERBS):
        reply = await stranger.request(verb, path, body, expect=403)
        assert reply.code == "forbidden"

    assert list(jp_root_dir.iterdir()) == []


@pytest.mark.configured(ServerApp={"authorizer_class": Forbidding})
async def test_an_authorizer_can_forbid_every_verb(client: Client, jp_root_dir: Path) -> None:
    for verb, path, body in (parameters.values for parameters in VERBS):
        Forbidding.asked.clear()

        reply = await client.request(verb, path, body, expect=403)

        assert reply.code == "forbidden"
        assert Forbidding.asked == [
            ({"get": "read", "head": "read"}.get(verb, "write"), "jupyter_healthcheck")
        ]

    assert list(jp_root_dir.iterdir()) == []
    assert (await client.fetch("get", "api/contents/")).code == 200


def test_handlers_have_no_verb_that_the_table_lacks() -> None:
    verbs = ("get", "head", "post", "put", "patch", "delete")
    for route in ROUTES:
        defined = {
            verb
            for verb in verbs
            for kind in route.handler.__mro__
            if kind.__module__.startswith("jupyter_healthcheck.") and verb in vars(kind)
        }
        assert defined == set(route.verbs), route.path


async def _log_in(stranger: Client, server: ServerApp) -> str:
    """Come as a browser does, with the token once and cookies from then on."""
    form = await stranger.fetch("get", "login")
    done = await stranger.fetch("get", f"login?token={server.identity_provider.token}")
    return _cookies(form.headers.get_list("Set-Cookie") + done.headers.get_list("Set-Cookie"))


def _cookies(headers: list[str]) -> str:
    jar: SimpleCookie = SimpleCookie()
    for header in headers:
        jar.load(header)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())


async def test_a_cookie_alone_may_look_but_change_nothing(
    client_as: ClientAs, running: ServerApp, jp_root_dir: Path
) -> None:
    browser = client_as(Cookie=await _log_in(client_as(), running))
    await browser.request("get", "collections", expect=200)

    for verb, path, body in (parameters.values for parameters in VERBS):
        if verb != "get":
            reply = await browser.request(verb, path, body, expect=403)
            assert reply.code == "forbidden"

    assert list(jp_root_dir.iterdir()) == []


async def test_a_cookie_with_the_xsrf_token_may_change(
    client_as: ClientAs, running: ServerApp
) -> None:
    cookies = await _log_in(client_as(), running)
    found = re.search(r"_xsrf=([^;]+)", cookies)
    assert found is not None
    browser = client_as(Cookie=cookies, **{"X-XSRFToken": found[1]})

    assert (await browser.get())["state"] == "succeeded"


async def test_pages_of_other_sites_are_refused(
    client: Client, jp_auth_header: dict[str, str], jp_root_dir: Path
) -> None:
    verb, path, body = POST
    for foreign in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        reply = await client.request(verb, path, body, headers=foreign)
        assert reply.status in {403, 404}

    assert list(jp_root_dir.iterdir()) == []


async def test_no_answer_is_a_page_that_a_browser_would_run(client: Client) -> None:
    for verb, path, body in (parameters.values for parameters in VERBS):
        raw = None if body is None else json.dumps(body).encode()
        response = await client.fetch(verb, f"{PREFIX}/{path}", raw)

        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.fixture
def private_upstream(collections: list[dict[str, Any]]) -> None:
    """A collection whose URL holds a password; nobody listens there."""
    collections[0]["url"] = "http://ada:hunter2@127.0.0.1:9/system-test"


@pytest.mark.usefixtures("private_upstream")
async def test_credentials_in_a_url_are_not_shown(client: Client) -> None:
    shown = await client.collection()
    failed = await client.get()

    assert shown["url"].endswith("127.0.0.1:9/system-test")
    assert failed["state"] == "failed"
    assert "hunter2" not in json.dumps([shown, failed])
