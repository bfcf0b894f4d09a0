"""Whatever is sent, the answer is one that the API's description announces."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from jupyter_healthcheck.server import PREFIX

from .client import Client
from .routes import VERBS, WITH_BODY

ODD_NAMES = [
    "..",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e",
    "a%00b",
    "%ff%fe",
    quote("größe"),
    quote("\u202etxt"),
    "x" * 200,
    "x" * 201,
    "x" * 10_000,
    "-rf",
    "--upload-pack=sh",
    "a%20b",
    "a;b",
    "$(id)",
    ".git",
    "con",
    "%",
]


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("post", "collections/{}/get", {}),
        ("post", "collections/{}/copies", {"path": "a.ipynb"}),
        ("post", "collections/{}/originals", {"path": "a.ipynb", "blob": "0"}),
        ("get", "operations/{}", None),
        ("delete", "operations/{}", None),
        ("post", "operations/{}/quiesced", {"page": "p", "documents": []}),
        ("post", "backups/{}/restore", {}),
        ("put", "pages/{}", {"documents": []}),
        ("delete", "pages/{}", None),
    ],
)
async def test_odd_names_are_not_found(
    client: Client, jp_root_dir: Path, verb: str, path: str, body: Any
) -> None:
    for name in ODD_NAMES:
        reply = await client.request(verb, path.format(name), body)
        # A page may have any name that the pattern allows.
        harmless = path.startswith("pages/") and reply.status == 204
        assert harmless or reply.status == 404, name

    assert list(jp_root_dir.iterdir()) == []


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/collections/", "/collections/../../x"])
async def test_an_unknown_address_is_refused_in_json(client: Client, path: str) -> None:
    for verb in ("get", "post", "delete"):
        response = await client.fetch(verb, f"{PREFIX}{path}")

        assert response.code == 404
        body = json.loads(response.body)
        client.contract.validate(client.contract.model("ErrorInfo"), body)
        assert body["code"] == "not-found"


@pytest.mark.parametrize(("verb", "path", "body"), WITH_BODY)
async def test_an_unknown_field_is_named(client: Client, verb: str, path: str, body: Any) -> None:
    reply = await client.request(verb, path, {**body, "confirmed": True}, expect=422)

    assert reply.code == "invalid-request"
    assert "confirmed" in reply.body["message"]
    assert "confirmed" in reply.body["details"]["fields"]


@pytest.mark.parametrize(("verb", "path", "body"), WITH_BODY)
@pytest.mark.parametrize(
    "raw",
    [b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 5000, b'{"a": NaN, }', b"{}{}"],
    ids=["cut", "list", "null", "text", "no-utf-8", "deep", "nan", "two"],
)
async def test_what_is_no_object_in_json_is_refused(
    client: Client, verb: str, path: str, body: Any, raw: bytes
) -> None:
    reply = await client.request(verb, path, raw=raw, expect=422)

    assert reply.code == "invalid-request"


@pytest.mark.parametrize(
    ("verb", "path", "body", "field"),
    [
        ("post", "collections/system-test/get", {"on_existing": "delete"}, "on_existing"),
        ("post", "collections/system-test/get", {"on_existing": 1}, "on_existing"),
        ("post", "collections/system-test/get", {"token": 5}, "token"),
        ("post", "collections/system-test/get", {"token": ["a"]}, "token"),
        ("post", "collections/tutorial-notebooks/copies", {}, "path"),
        ("post", "collections/tutorial-notebooks/copies", {"path": "a", "another": 1}, "another"),
        ("post", "collections/tutorial-notebooks/originals", {"path": "a"}, "blob"),
        ("put", "pages/p", {}, "documents"),
        ("put", "pages/p", {"documents": {}}, "documents"),
        ("put", "pages/p", {"documents": [{"path": "a"}]}, "documents.0.edited"),
        ("put", "pages/p", {"documents": [{"path": "a", "edited": "yes"}]}, "documents.0.edited"),
        ("put", "pages/p", {"documents": [{"path": "a", "edited": 1}]}, "documents.0.edited"),
        ("put", "pages/p", {"documents": [{"path": 1, "edited": True}]}, "documents.0.path"),
        (
            "put",
            "pages/p",
            {"documents": [{"path": "a", "edited": True, "sources": []}]},
            "documents.0.sources",
        ),
        ("post", "operations/x/quiesced", {"documents": []}, "page"),
        (
            "post",
            "operations/x/quiesced",
            {"page": "p", "documents": [{"path": "a", "edited": True, "sources": [1]}]},
            "documents.0.sources.0",
        ),
        (
            "post",
            "operations/x/quiesced",
            {"page": "p", "documents": [{"path": "a", "edited": True, "sources": "text"}]},
            "documents.0.sources",
        ),
    ],
)
async def test_a_wrong_value_is_named(
    client: Client, verb: str, path: str, body: Any, field: str
) -> None:
    reply = await client.request(verb, path, body, expect=422)

    assert reply.code == "invalid-request"
    assert field in reply.body["details"]["fields"]
    assert field in reply.body["message"]


@pytest.mark.parametrize("path", ["../../etc/passwd", "a/../b", "", "/", "a\0b"])
async def test_a_document_outside_the_root_is_refused(client: Client, path: str) -> None:
    body = {"documents": [{"path": path, "edited": True}]}
    reply = await client.request("put", "pages/p", body, expect=422)
    assert reply.code == "invalid-path"

    operation = await client.get()
    closed = {"page": "p", "documents": [{"path": path, "edited": True, "sources": None}]}
    reply = await client.request("post", f"operations/{operation['id']}/quiesced", closed)
    assert (reply.status, reply.code) == (422, "invalid-path")


@pytest.mark.parametrize(("verb", "path", "body"), WITH_BODY)
async def test_a_body_that_is_too_large_is_refused(
    client: Client, verb: str, path: str, body: Any
) -> None:
    limit = 50_000_000 if path.endswith("quiesced") else 1_000_000
    reply = await client.request(
        verb, path, raw=json.dumps(body).encode() + b" " * limit, expect=413
    )

    assert reply.code == "too-large"


async def test_small_bodies_have_a_small_limit(client: Client) -> None:
    raw = b"{}" + b" " * 65_536
    await client.request("post", "collections/system-test/get", raw=raw, expect=413)


@pytest.mark.parametrize(("verb", "path", "body"), WITH_BODY)
async def test_a_form_is_no_request(
    client: Client, jp_auth_header: dict[str, str], verb: str, path: str, body: Any
) -> None:
    for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        headers = {**jp_auth_header, "Content-Type": kind}
        reply = await client.request(verb, path, raw=b"--x\r\n\xff=%ff", headers=headers)
        assert reply.status in {400, 422}


async def test_no_body_means_no_wishes(client: Client) -> None:
    reply = await client.request("post", "collections/system-test/get", raw=b"", expect=202)
    assert (await client.end_of(reply.body))["state"] == "succeeded"


async def test_a_runaway_client_fills_no_memory(client: Client) -> None:
    body = {"documents": [{"path": "a.ipynb", "edited": True}]}
    statuses = [
        (await client.request("put", f"pages/page-{number}", body)).status for number in range(201)
    ]
    assert statuses == [204] * 200 + [409]


async def test_other_verbs_are_refused_in_json(client: Client) -> None:
    for _, path, _ in (parameters.values for parameters in VERBS):
        response = await client.fetch("patch", f"{PREFIX}/{path}", b"{}")

        assert response.code == 405
        client.contract.validate(client.contract.model("ErrorInfo"), json.loads(response.body))
