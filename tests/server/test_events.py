"""Events as a page receives them: they say that something changed, and nothing else."""

import asyncio
import json
import threading
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import yaml
from jupyter_events.schema import EventSchema
from jupyter_server.serverapp import ServerApp
from tornado.websocket import WebSocketClientConnection

from jupyter_healthcheck.models.operation import (
    Operation,
    OperationKind,
    OperationState,
    Phase,
)
from jupyter_healthcheck.server.app import HealthCheck
from jupyter_healthcheck.server.publisher import SCHEMA_ID

from .client import Client
from .copies import Copy

Subscribe = Callable[..., Any]
FIELDS = {"operation", "collection", "state", "phase", "revision"}


async def _next(socket: WebSocketClientConnection) -> dict[str, Any]:
    """Return the next event of this extension."""
    while True:
        message = await asyncio.wait_for(socket.read_message(), timeout=30)
        assert message is not None, "the server closed the socket"
        event: dict[str, Any] = json.loads(message)
        if event["schema_id"] == SCHEMA_ID:
            return event


async def _until_the_end(socket: WebSocketClientConnection) -> list[dict[str, Any]]:
    events = [await _next(socket)]
    while events[-1]["state"] == "running":
        events.append(await _next(socket))
    return events


def _without_metadata(event: dict[str, Any]) -> dict[str, Any]:
    return {key: event[key] for key in event if key in FIELDS}


async def test_a_page_is_told_of_every_change_in_order(
    client: Client, jp_ws_fetch: Subscribe
) -> None:
    socket = await jp_ws_fetch("api", "events", "subscribe")

    operation = await client.begin()
    events = await _until_the_end(socket)

    assert [event["revision"] for event in events] == list(range(1, len(events) + 1))
    assert {event["operation"] for event in events} == {operation["id"]}
    assert {event["collection"] for event in events} == {"system-test"}
    ended = await client.operation(operation)
    assert _without_metadata(events[-1]) == {
        "operation": operation["id"],
        "collection": "system-test",
        "state": "succeeded",
        "phase": "done",
        "revision": ended["revision"],
    }
    socket.close()


async def test_every_page_is_told(client: Client, jp_ws_fetch: Subscribe) -> None:
    sockets = [await jp_ws_fetch("api", "events", "subscribe") for _ in range(2)]

    await client.begin()
    first, second = [await _until_the_end(socket) for socket in sockets]

    assert first == second
    for socket in sockets:
        socket.close()


async def test_events_hold_no_more_than_a_pointer(
    client: Client, jp_ws_fetch: Subscribe, copy: Copy
) -> None:
    await client.get()
    copy.edit()
    copy.write("my secret notes.md", "mine")
    socket = await jp_ws_fetch("api", "events", "subscribe")

    await client.begin()
    events = await _until_the_end(socket)

    assert events[-1]["state"] == "needs-decision"
    for event in events:
        assert {name for name in event if not name.startswith("__")} == FIELDS | {"schema_id"}
        assert "secret" not in json.dumps(event)
    socket.close()


async def test_a_forged_event_changes_nothing(
    client: Client, jp_ws_fetch: Subscribe, copy: Copy
) -> None:
    operation = await client.get()
    before = copy.snapshot()
    forged = {"operation": operation["id"], "collection": "system-test", "state": "running"}
    payload = {
        "schema_id": SCHEMA_ID,
        "version": "1",
        "data": {**forged, "phase": "swapping", "revision": 1_000_000},
    }
    socket = await jp_ws_fetch("api", "events", "subscribe")

    response = await client.fetch("post", "api/events", json.dumps(payload).encode())

    assert response.code == 204
    assert (await _next(socket))["revision"] == 1_000_000
    assert await client.operation(operation) == operation
    listed = await client.request("get", "operations", expect=200)
    assert listed.body == {"operations": [operation]}
    assert copy.snapshot() == before
    socket.close()


async def test_a_malformed_forgery_is_not_passed_on(client: Client, jp_ws_fetch: Subscribe) -> None:
    data = {"operation": "o", "collection": "c", "state": "running", "phase": "done", "revision": 1}
    # Nothing is checked as long as nobody listens.
    socket = await jp_ws_fetch("api", "events", "subscribe")
    await client.fetch("get", "api/status")

    for change in ({"plan": {}}, {"phase": None}, {"revision": "1"}, {"state": "confirmed"}):
        payload = {"schema_id": SCHEMA_ID, "version": "1", "data": {**data, **change}}
        response = await client.fetch("post", "api/events", json.dumps(payload).encode())
        assert response.code == 400, change

    socket.close()


def test_the_schema_is_known_before_the_first_page_can_come(jp_serverapp: ServerApp) -> None:
    # Nothing was started yet: the socket that pages subscribe to is not even open.
    assert SCHEMA_ID in jp_serverapp.event_logger.schemas


def test_the_schema_knows_every_state_and_phase() -> None:
    path = files("jupyter_healthcheck.server") / "event_schemas" / "operation.yaml"
    text = path.read_text(encoding="utf-8")
    EventSchema(text)  # raises if jupyter_events does not accept it

    schema = yaml.safe_load(text)
    assert schema["properties"]["state"]["enum"] == [str(state) for state in OperationState]
    assert schema["properties"]["phase"]["enum"] == [str(phase) for phase in Phase]
    assert set(schema["required"]) == set(schema["properties"]) == FIELDS
    assert schema["additionalProperties"] is False


def _operation(revision: int) -> Operation:
    return Operation(
        id="from-threads",
        kind=OperationKind.GET,
        collection="system-test",
        title="system-test",
        path="notebooks/system-test",
        state=OperationState.RUNNING,
        phase=Phase.RECEIVING,
        percent=5,
        revision=revision,
        created_at="2026-01-01T00:00:00+00:00",
    )


async def test_threads_may_publish(running: ServerApp, client: Client, jp_ws_fetch: Subscribe):
    publisher = _extension(running).publisher
    socket = await jp_ws_fetch("api", "events", "subscribe")

    def publish(start: int) -> None:
        for revision in range(start, start + 25):
            publisher.publish(_operation(revision))

    threads = [threading.Thread(target=publish, args=(start,)) for start in (0, 100)]
    for thread in threads:
        thread.start()
    revisions = [(await _next(socket))["revision"] for _ in range(50)]
    for thread in threads:
        thread.join()

    # Each thread's own come in the order in which it published them.
    assert [number for number in revisions if number < 100] == list(range(25))
    assert [number for number in revisions if number >= 100] == list(range(100, 125))
    socket.close()


async def test_without_a_listener_the_work_goes_on(client: Client) -> None:
    assert (await client.get())["state"] == "succeeded"


def _extension(server: ServerApp) -> HealthCheck:
    [extension] = server.extension_manager.extension_apps["jupyter_healthcheck"]
    assert isinstance(extension, HealthCheck)
    return extension
