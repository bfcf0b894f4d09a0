"""Cancelling works at every moment before the swap, and leaves the copy as it was."""

import threading

import pytest
from filelock import FileLock

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.models.operation import OnExisting, Operation, Phase
from tests.support.git_server import GitServer, Hang, HangInPack, Part
from tests.support.repositories import Upstream
from tests.workspace.snapshots import snapshot

from .home import NAME, Home, ended

NOISE = {"noise.bin": "".join(f"{number * number}\n" for number in range(50_000))}


@pytest.fixture
def changed(remote: Home, upstream: Upstream) -> Home:
    remote.got()
    (remote.copy / "notes.md").write_text("mine")
    upstream.commit(NOISE)
    return remote


def _cancelled(home: Home, operation: Operation) -> None:
    assert operation.state == "cancelled"
    assert operation.error is not None
    assert operation.error.code == "cancelled"
    assert operation.error.message == "Cancelled. Your copy is as it was."
    assert home.leftovers() == []


@pytest.mark.parametrize(
    "phase",
    [
        Phase.CONNECTING,
        Phase.RECEIVING,
        Phase.COMPARING,
        Phase.WRITING,
        Phase.QUIESCING,
    ],
)
def test_in_each_phase(changed: Home, phase: Phase) -> None:
    before = snapshot(changed.copy)
    service = changed.service()

    def cancel(operation: Operation) -> None:
        if operation.phase is phase and operation.state == "running":
            service.operations.cancel(operation.id)

    service.operations.subscribe(cancel)
    _cancelled(changed, changed.get("replace", service))
    assert snapshot(changed.copy) == before
    assert changed.got("replace").action == "replaced"


@pytest.mark.parametrize("behaviour", [Hang(), Hang(part=Part.PACK), HangInPack(5_000)])
@pytest.mark.parametrize("first", [True, False], ids=["clone", "fetch"])
def test_while_the_upstream_hangs(
    remote: Home,
    upstream: Upstream,
    server: GitServer,
    behaviour: Hang | HangInPack,
    first: bool,
) -> None:
    if not first:
        remote.got()
    upstream.commit(NOISE)
    service = remote.service()
    with server.switch_on(behaviour) as hang:
        begun = service.get(NAME)
        hang.wait_until_struck()
        service.operations.cancel(begun.id)
        _cancelled(remote, ended(service, begun))
    assert remote.got().action == ("created" if first else "replaced")


def test_while_another_process_has_the_lock(changed: Home) -> None:
    service = changed.service()
    waiting = threading.Event()
    service.operations.subscribe(
        lambda operation: waiting.set() if operation.phase is Phase.WAITING else None
    )
    with FileLock(changed.layout.lock):
        begun = service.get(NAME, OnExisting.REPLACE, in_advance=True)
        assert waiting.wait(20)
        service.operations.cancel(begun.id)
        _cancelled(changed, ended(service, begun))


def test_while_documents_are_open(changed: Home) -> None:
    service = changed.service()
    service.pages.report("page", [("notebooks/system-test/nublado_login.ipynb", False)])
    quiescing = threading.Event()
    service.operations.subscribe(
        lambda operation: quiescing.set() if operation.phase is Phase.QUIESCING else None
    )
    begun = service.get(NAME, OnExisting.REPLACE, in_advance=True)
    assert quiescing.wait(20)
    service.operations.cancel(begun.id)
    _cancelled(changed, ended(service, begun))


def test_too_late_during_the_swap(changed: Home) -> None:
    """Then it is done and can be undone."""
    service = changed.service(lambda _: service.operations.cancel(service.operations.all()[0].id))
    operation = changed.get("replace", service)
    assert operation.state == "succeeded"
    assert len(changed.backups()) == 1


def test_twice_and_after_the_end(changed: Home) -> None:
    service = changed.service()
    begun = service.get(NAME, OnExisting.REPLACE, in_advance=True)
    for _ in range(3):
        service.operations.cancel(begun.id)
    end = ended(service, begun)
    assert service.operations.cancel(begun.id) == end
    with pytest.raises(HealthCheckError, match="no such operation"):
        service.operations.cancel("no-such")


def test_everything_at_the_end_of_the_server(changed: Home, server: GitServer) -> None:
    service = changed.service()
    with server.switch_on(Hang()) as hang:
        begun = service.get(NAME)
        hang.wait_until_struck()
        service.operations.cancel_all(20)
        _cancelled(changed, service.operations.get(begun.id))
