"""Writes the API's description, OpenAPI 3.1, from the table of routes.

``python -m jupyter_healthcheck.server.contract`` renews
``jupyter_healthcheck/contract/openapi.json``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from ..models.failure import ErrorInfo
from . import PREFIX
from .routes import ROUTES, Route, Verb

_REFERENCE = "#/components/schemas/{model}"
#: Any route: nonsense in terms of HTTP, not allowed or a wrong XSRF token, a wrong address.
_COMMON_FAILURES = (400, 403, 404)


def contract_path() -> Path:
    """Where the committed description is."""
    return Path(str(files("jupyter_healthcheck") / "contract" / "openapi.json"))


def build() -> dict[str, Any]:
    """Describe all routes."""
    kinds = {kind for route in ROUTES for kind in _kinds(route)} | {ErrorInfo}
    adapters: list[tuple[type, Literal["validation"], TypeAdapter[Any]]] = [
        (kind, "validation", TypeAdapter(kind))
        for kind in sorted(kinds, key=lambda kind: kind.__name__)
    ]
    _, definitions = TypeAdapter.json_schemas(adapters, ref_template=_REFERENCE)
    schemas = dict(definitions["$defs"])
    requests = _names(verb.request for verb in _verbs()) | {"PageDocument", "QuiescedDocument"}
    for name, schema in schemas.items():
        if name not in requests and "properties" in schema:
            # An answer always has all of its fields.
            schema["required"] = list(schema["properties"])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "jupyter_healthcheck",
            "version": "1",
            "description": "Health-check notebooks: what is here, getting them, bringing back.",
            "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
        },
        "servers": [{"url": f"/{PREFIX}"}],
        "paths": {f"/{route.path}": _path(route) for route in ROUTES},
        "components": {"schemas": dict(sorted(schemas.items()))},
    }


def text() -> str:
    """Write the description as it is committed."""
    return json.dumps(build(), indent=2, ensure_ascii=False) + "\n"


def _verbs() -> list[Verb]:
    return [verb for route in ROUTES for verb in route.verbs.values()]


def _names(kinds: Iterable[type | None]) -> set[str]:
    return {kind.__name__ for kind in kinds if kind is not None}


def _kinds(route: Route) -> list[type]:
    return [
        kind
        for verb in route.verbs.values()
        for kind in (verb.request, verb.reply)
        if kind is not None
    ]


def _path(route: Route) -> dict[str, Any]:
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,200}$"},
        }
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    described: dict[str, Any] = {"parameters": parameters} if parameters else {}
    for name, verb in route.verbs.items():
        described[name] = _verb(f"{name}_{re.sub(r'[^a-z]+', '_', route.path).strip('_')}", verb)
    return described


def _verb(identifier: str, verb: Verb) -> dict[str, Any]:
    success: dict[str, Any] = {"description": "Done" if verb.status != 202 else "Begun"}
    if verb.reply is not None:
        success["content"] = _json(verb.reply)
    if verb.status == 202:
        success["headers"] = {
            "Location": {"description": "Where to look", "schema": {"type": "string"}}
        }
    failure = {"description": "Why not", "content": _json(ErrorInfo)}
    described: dict[str, Any] = {
        "operationId": identifier,
        "summary": verb.summary,
        "responses": {
            str(verb.status): success,
            **{str(status): failure for status in sorted({*_COMMON_FAILURES, *verb.failures})},
        },
    }
    if verb.request is not None:
        described["requestBody"] = {"required": True, "content": _json(verb.request)}
    return described


def _json(kind: type) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REFERENCE.format(model=kind.__name__)}}}


if __name__ == "__main__":
    contract_path().write_text(text(), encoding="utf-8")
