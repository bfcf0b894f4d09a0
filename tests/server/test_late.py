"""What is loaded late is there once, and at the right address."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_server.serverapp import ServerApp

from jupyter_healthcheck.server import PREFIX
from jupyter_healthcheck.server.late import LateService
from jupyter_healthcheck.services.collections import CollectionService
from jupyter_healthcheck.services.settings import read_settings

from .client import Client


def test_many_threads_get_one_service(tmp_path: Path) -> None:
    made: list[CollectionService] = []
    together = threading.Barrier(8)

    def make() -> CollectionService:
        made.append(CollectionService(read_settings({}, tmp_path)))
        return made[-1]

    service = LateService(make)
    got: list[CollectionService] = []

    def get() -> None:
        together.wait(30)
        got.append(service())

    threads = [threading.Thread(target=get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert got == made * 8


def test_what_was_never_needed_is_not_made_to_be_stopped() -> None:
    def make() -> CollectionService:
        raise AssertionError("nobody asked for it")

    LateService(make).stop(1.0)


def test_a_failed_load_lets_the_server_start_and_stop(
    monkeypatch: pytest.MonkeyPatch,
    jp_configurable_serverapp: Callable[..., ServerApp],
    jp_asyncio_loop: asyncio.AbstractEventLoop,
) -> None:
    def fail(*_: object) -> None:
        raise OSError("a disk that does not answer")

    monkeypatch.setattr("jupyter_healthcheck.server.app.Publisher", fail)
    manager = jp_configurable_serverapp().extension_manager

    jp_asyncio_loop.run_until_complete(manager.start_all_extensions())
    jp_asyncio_loop.run_until_complete(manager.stop_all_extensions())


class TestBaseUrl:
    """A hub's address may hold characters that mean something in a pattern."""

    @pytest.fixture(params=["/", "/user/ada.l+x/"])
    def jp_base_url(self, request: pytest.FixtureRequest) -> str:
        base_url: str = request.param
        return base_url

    async def test_routes_are_below_it(self, client: Client, jp_base_url: str) -> None:
        operation = await client.get()

        assert operation["state"] == "succeeded"

    async def test_and_nowhere_else(self, client: Client, jp_base_url: str) -> None:
        response = await client.fetch("get", f"elsewhere/{PREFIX}/status")

        assert response.code == 404
        assert response.headers["Content-Type"].startswith("text/html")
