"""The committed description of the API is the one that the code makes."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import field, make_dataclass, replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import jupyter_healthcheck
from jupyter_healthcheck.models.operation import Phase
from jupyter_healthcheck.server import contract
from jupyter_healthcheck.server.routes import ROUTES, Route, Verb

COMMITTED = contract.contract_path().read_text(encoding="utf-8")
STATUS = next(route for route in ROUTES if route.path == "status")


def test_the_committed_description_is_current() -> None:
    assert contract.text() == COMMITTED, (
        "run: python -m jupyter_healthcheck.server.contract, and commit what it changes"
    )


def test_the_command_renews_the_description(tmp_path: Path) -> None:
    package = tmp_path / "jupyter_healthcheck"
    shutil.copytree(
        Path(jupyter_healthcheck.__file__).parent,
        package,
        ignore=shutil.ignore_patterns("labextension", "__pycache__"),
    )
    renewed = package / "contract" / "openapi.json"
    renewed.write_text("{}", encoding="utf-8")

    subprocess.run(
        [sys.executable, "-m", "jupyter_healthcheck.server.contract"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        check=True,
    )

    assert renewed.read_text(encoding="utf-8") == COMMITTED


def _other_reply(reply: type) -> tuple[Route, ...]:
    verbs = {"get": replace(STATUS.verbs["get"], reply=reply)}
    return tuple(replace(route, verbs=verbs) if route is STATUS else route for route in ROUTES)


def _status(**changes: Any) -> type:
    fields: dict[str, Any] = {"version": str, "git_version": str | None, "root": str, **changes}
    wanted = [(name, kind) for name, kind in fields.items() if kind is not ...]
    return make_dataclass("Status", wanted, frozen=True)


CHANGES: dict[str, Callable[[], tuple[Route, ...]]] = {
    "a new field": lambda: _other_reply(_status(uptime=float)),
    "a field less": lambda: _other_reply(_status(root=...)),
    "another type": lambda: _other_reply(_status(git_version=str)),
    "an enumeration": lambda: _other_reply(_status(version=Phase)),
    "another model": lambda: _other_reply(make_dataclass("Facts", [("version", str)])),
    "a new route": lambda: (*ROUTES, replace(STATUS, path="health")),
    "a route less": lambda: ROUTES[:-1],
    "another status": lambda: tuple(
        replace(route, verbs={"get": replace(STATUS.verbs["get"], failures=(503,))})
        if route is STATUS
        else route
        for route in ROUTES
    ),
    "a new verb": lambda: tuple(
        replace(route, verbs={**route.verbs, "delete": Verb("Forget", 204, None)})
        if route is STATUS
        else route
        for route in ROUTES
    ),
    "a default of a request": lambda: tuple(
        replace(
            route,
            verbs={"post": replace(route.verbs["post"], request=_request_with_a_default())},
        )
        if route.path.endswith("/restore")
        else route
        for route in ROUTES
    ),
}


def _request_with_a_default() -> type:
    return make_dataclass("RestoreRequest", [("force", bool, field(default=False))])


def test_the_check_compares_like_with_like(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the changes below are made of makes no difference by itself.
    monkeypatch.setattr(contract, "ROUTES", tuple(replace(route) for route in ROUTES))
    assert contract.text() == COMMITTED


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_noticed(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[], tuple[Route, ...]]
) -> None:
    monkeypatch.setattr(contract, "ROUTES", change())

    assert contract.text() != COMMITTED


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for child in value.values():
            yield from _nodes(child)
    elif isinstance(value, list):
        for child in value:
            yield from _nodes(child)


def test_the_description_is_sound() -> None:
    document = contract.build()
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)

    used = {node["$ref"].rpartition("/")[2] for node in _nodes(document) if "$ref" in node}
    assert used == set(schemas)
    verbs = [
        (path, described.get("parameters", []), verb)
        for path, described in document["paths"].items()
        for name, verb in described.items()
        if name != "parameters"
    ]
    identifiers = [verb["operationId"] for _, _, verb in verbs]
    assert len(set(identifiers)) == len(identifiers)
    for path, parameters, verb in verbs:
        assert [entry["name"] for entry in parameters] == re.findall(r"\{(\w+)\}", path)
        assert verb["summary"]
        assert {"400", "403", "404"} <= set(verb["responses"])
        assert "500" not in verb["responses"]


def test_requests_refuse_what_they_do_not_know_and_answers_are_complete() -> None:
    schemas = contract.build()["components"]["schemas"]
    requests = {
        verb.request.__name__
        for route in ROUTES
        for verb in route.verbs.values()
        if verb.request is not None
    } | {"PageDocument", "QuiescedDocument"}

    for name, schema in schemas.items():
        if name in requests:
            assert schema["additionalProperties"] is False, name
        elif "properties" in schema:
            assert schema["required"] == list(schema["properties"]), name
