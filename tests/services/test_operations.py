"""Long work is watched, joined and remembered for a while; a defect ends as an answer."""

import logging
import threading

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError, NotFoundError
from jupyter_healthcheck.models.operation import (
    Action,
    Operation,
    OperationKind,
    OperationResult,
    Phase,
)
from jupyter_healthcheck.models.workspace import Losses
from jupyter_healthcheck.services import operations as module
from jupyter_healthcheck.services.operations import OperationHandle, OperationRegistry, Work

from .home import Home, ended

RESULT = OperationResult(Action.CREATED, "notebooks/x", "1" * 40, 3, None, Losses())


def _start(registry: OperationRegistry, work: Work, collection: str = "x") -> Operation:
    return registry.start(OperationKind.GET, collection, "X", "notebooks/x", work)


def _finished(work: Work) -> Operation:
    registry = OperationRegistry()
    return registry.wait(_start(registry, work).id, 20)


def test_success() -> None:
    operation = _finished(lambda _: RESULT)
    assert operation.state == "succeeded"
    assert (operation.phase, operation.percent) == (Phase.DONE, 100)
    assert operation.result == RESULT


def test_failure_with_a_name() -> None:
    def work(_: OperationHandle) -> OperationResult:
        raise HealthCheckError("odd", "It is odd.", "Wait.", number=7)

    operation = _finished(work)
    assert operation.state == "failed"
    assert operation.error is not None
    assert (operation.error.code, operation.error.details) == ("odd", {"number": 7})


def test_defect_is_logged_and_shows_nothing_of_itself(caplog: pytest.LogCaptureFixture) -> None:
    def work(_: OperationHandle) -> OperationResult:
        raise ZeroDivisionError("secret")

    with caplog.at_level(logging.ERROR):
        operation = _finished(work)
    assert operation.error is not None
    assert operation.error.code == "internal"
    assert "secret" not in repr(operation)
    assert "secret" in caplog.text


def test_listener_that_fails_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    registry = OperationRegistry()
    seen: list[str] = []

    def fail(_: Operation) -> None:
        raise ZeroDivisionError

    registry.subscribe(fail)
    registry.subscribe(lambda operation: seen.append(operation.state))
    registry.wait(_start(registry, lambda _: RESULT).id, 20)
    assert seen[-1] == "succeeded"
    assert "listener" in caplog.text


def test_revisions_rise_without_a_gap() -> None:
    registry = OperationRegistry()
    seen: list[Operation] = []
    registry.subscribe(seen.append)

    def work(handle: OperationHandle) -> OperationResult:
        for percent in range(0, 100, 10):
            handle.report(Phase.RECEIVING, percent)
        return RESULT

    registry.wait(_start(registry, work).id, 20)
    assert [operation.revision for operation in seen] == list(range(1, 13))


def test_collections_do_not_wait_for_each_other() -> None:
    registry = OperationRegistry()
    go = threading.Event()

    def wait(_: OperationHandle) -> OperationResult:
        go.wait(20)
        return RESULT

    first = _start(registry, wait, "x")
    second = _start(registry, wait, "y")
    assert first.id != second.id
    assert registry.is_busy("x")
    assert not registry.is_busy("z")
    go.set()
    registry.wait(first.id, 20)
    registry.wait(second.id, 20)
    assert not registry.is_busy("x")


def test_ended_operations_are_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = OperationRegistry()
    operation = registry.wait(_start(registry, lambda _: RESULT).id, 20)
    assert registry.all() == [operation]
    monkeypatch.setattr(module, "KEPT_SECONDS", -1.0)
    assert registry.all() == []
    with pytest.raises(NotFoundError):
        registry.get(operation.id)


def test_progress_of_a_real_get_only_rises(remote: Home) -> None:
    service = remote.service()
    seen: list[Operation] = []
    service.operations.subscribe(seen.append)
    ended(service, service.get("system-test"))
    percents = [operation.percent for operation in seen]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    phases = list(dict.fromkeys(operation.phase for operation in seen))
    order = list(Phase)
    assert phases == sorted(phases, key=order.index)
    assert {Phase.CONNECTING, Phase.RECEIVING, Phase.WRITING, Phase.SWAPPING} <= set(phases)
