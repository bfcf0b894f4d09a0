"""Holds every answer of the server against the committed description of the API.

A status that is not declared fails, and so does a body that does not fit or
that holds a field nobody described.
"""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema

from jupyter_healthcheck.server import PREFIX
from jupyter_healthcheck.server.contract import contract_path


class Contract:
    """The description of the API, as clients read it."""

    def __init__(self, path: Path | None = None) -> None:
        self.document = json.loads((path or contract_path()).read_text(encoding="utf-8"))
        self._closed = _closed(self.document["components"])

    def check(self, verb: str, path: str, status: int, headers: Any, body: bytes) -> Any:
        """Fail unless an answer is as described, and return its decoded body.

        Parameters
        ----------
        verb, path
            What was asked for; the path lies below the prefix of the API.
        status, headers, body
            What came.
        """
        described = self._operation(verb, path)["responses"]
        asked = f"{verb} {path}"
        assert str(status) in described, f"{asked}: undeclared {status} with {body[:500]!r}"
        answer = described[str(status)]
        for name in answer.get("headers", {}):
            assert name in headers, f"{asked}: no {name} with {status}"
        if "content" not in answer:
            assert body == b"", f"{asked}: {status} has a body: {body[:500]!r}"
            return None
        assert headers["Content-Type"].startswith("application/json"), asked
        decoded = json.loads(body)
        self.validate(answer["content"]["application/json"]["schema"], decoded)
        return decoded

    def check_request(self, verb: str, path: str, body: Any) -> None:
        """Fail unless a body is what the description asks for."""
        described = self._operation(verb, path).get("requestBody")
        if described is None:
            assert body is None, f"{verb} {path} takes no body"
        else:
            self.validate(described["content"]["application/json"]["schema"], body)

    def validate(self, schema: dict[str, Any], value: Any) -> None:
        """Fail unless a value fits a schema of the description, without further fields."""
        whole = {**schema, "components": self._closed}
        errors = jsonschema.Draft202012Validator(whole).iter_errors(value)
        wrong = [f"{error.json_path}: {error.message[:300]}" for error in errors]
        assert not wrong, "\n".join(wrong)

    def model(self, name: str) -> dict[str, Any]:
        """Return a schema by its name."""
        return {"$ref": f"#/components/schemas/{name}"}

    def _operation(self, verb: str, path: str) -> dict[str, Any]:
        for template, described in self.document["paths"].items():
            pattern = re.sub(r"\{\w+\}", "[^/?]+", template.removeprefix("/"))
            if re.fullmatch(pattern, path.partition("?")[0]):
                assert verb in described, f"{verb} of {template} is not described"
                found: dict[str, Any] = described[verb]
                return found
        raise AssertionError(f"{path} is not described below {PREFIX}")


def _closed(components: dict[str, Any]) -> dict[str, Any]:
    """Forbid fields that are not described."""
    closed = deepcopy(components)
    for schema in closed["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return closed
