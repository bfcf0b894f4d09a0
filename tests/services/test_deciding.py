"""A decision is about what was shown; what changed since is asked about again."""

import pytest

from jupyter_healthcheck.exceptions import HealthCheckError
from jupyter_healthcheck.models.operation import OnExisting
from tests.support.repositories import Upstream

from .home import NAME, Home, ended


def test_edit_between_plan_and_swap_is_asked_about(copied: Home) -> None:
    """A person who decided about one file is asked again about another."""
    service = copied.service()
    (copied.copy / "notes.md").write_text("first")
    plan = copied.plan(service)
    (copied.copy / "more.md").write_text("second")
    with pytest.raises(HealthCheckError) as caught:
        service.get(NAME, OnExisting.REPLACE, plan.token)
    assert caught.value.code == "plan-changed"
    newer = caught.value.details["plan"]
    assert newer.losses.counts == {"own-file": 2}
    operation = ended(service, service.get(NAME, OnExisting.REPLACE, newer.token))
    assert operation.result is not None


def test_edit_while_the_new_set_is_made(
    copied: Home, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came after the plan was confirmed: asked again, nothing swapped."""
    service = copied.service()
    (copied.copy / "notes.md").write_text("first")
    plan = copied.plan(service)
    before = copied.service().operations
    assert before.all() == []
    wait = service.pages.wait_until_closed

    def edit_meanwhile(*arguments: object) -> None:
        (copied.copy / "more.md").write_text("second")
        wait(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(service.pages, "wait_until_closed", edit_meanwhile)
    operation = ended(service, service.get(NAME, OnExisting.REPLACE, plan.token))
    assert operation.state == "needs-decision"
    assert operation.plan is not None
    assert operation.plan.losses.counts == {"own-file": 2}
    assert (copied.copy / "more.md").read_text() == "second"
    assert copied.backups() == []
    assert copied.leftovers() == []


def test_edit_at_the_last_moment_is_in_the_backup(copied: Home, upstream: Upstream) -> None:
    """After the last look nobody can be asked, but what was written is kept."""
    upstream.commit({"new.txt": "new"})

    def edit(step: str) -> None:
        if step == "journaled":
            (copied.copy / "notes.md").write_text("mine")

    backup = copied.got(service=copied.service(edit)).backup
    assert backup is not None
    assert (copied.root / backup.path / "notes.md").read_text() == "mine"


def test_tokens_work_once_and_for_their_own_plan(copied: Home) -> None:
    service = copied.service()
    (copied.copy / "notes.md").write_text("mine")
    token = copied.plan(service).token
    for wrong in ("", "guess", None):
        with pytest.raises(HealthCheckError, match="changed since"):
            service.get(NAME, OnExisting.REPLACE, wrong)
    assert ended(service, service.get(NAME, OnExisting.KEEP_BOTH, token)).result is not None
    (copied.copy / "notes.md").write_text("mine")
    with pytest.raises(HealthCheckError, match="changed since"):
        service.get(NAME, OnExisting.REPLACE, token)


def test_token_is_void_when_the_upstream_moved(copied: Home, upstream: Upstream) -> None:
    service = copied.service()
    (copied.copy / "notes.md").write_text("mine")
    token = copied.plan(service).token
    upstream.commit({"new.txt": "new"})
    copied.plan()
    with pytest.raises(HealthCheckError, match="changed since"):
        service.get(NAME, OnExisting.REPLACE, token)
