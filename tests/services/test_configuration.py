"""A wrong entry is named with collection, field and mend, and the others work."""

from pathlib import Path
from typing import Any

import pytest

from jupyter_healthcheck.models.collection import Access, CollectionSpec, Delivery
from jupyter_healthcheck.services.configuration import DEFAULT_COLLECTIONS
from jupyter_healthcheck.services.settings import OPTIONS, Settings, read_settings

URL = "https://example.org/checks"
GOOD = {"id": "good", "url": URL}


def _read(**configuration: Any) -> Settings:
    return read_settings(configuration, Path("/home/ada"))


def _only(entry: dict[str, Any], **configuration: Any) -> CollectionSpec:
    settings = _read(collections=[entry], **configuration)
    assert settings.problems == ()
    return settings.collections[0]


def test_defaults() -> None:
    settings = _read()
    assert settings.problems == ()
    assert settings.allowed_protocols == ("https",)
    tutorials, *others = settings.collections
    assert tutorials == CollectionSpec(
        id="tutorial-notebooks",
        title="tutorial",
        url="https://github.com/lsst/tutorial-notebooks",
        path="notebooks/tutorial-notebooks",
        access=Access.READ_ONLY,
        delivery=Delivery.AUTOMATIC,
        depth=1,
    )
    assert [(spec.id, spec.url, spec.enabled) for spec in others] == [
        ("system-test", "https://github.com/lsst-sqre/system-test", True),
        ("curation-check", "https://github.com/lsst-sqre/curation-check", True),
        ("phalanx-test", "https://github.com/lsst-sqre/phalanx-test", False),
    ]
    for spec in others:
        assert spec.path == f"notebooks/{spec.id}"
        assert (spec.ref, spec.depth, spec.mirror) == (None, None, None)
        assert (spec.access, spec.delivery) == (Access.READ_WRITE, Delivery.ON_DEMAND)


def test_smallest_entry() -> None:
    spec = _only(GOOD)
    assert spec == CollectionSpec(id="good", title="good", url=URL, path="notebooks/good")


def test_whole_entry() -> None:
    entry = {
        "id": "good",
        "title": "Good ones",
        "url": URL,
        "ref": "release/2026.11",
        "access": "read-only",
        "delivery": "automatic",
        "path": "checks/deep/good",
        "depth": 5,
        "mirror": "file:///srv/mirror",
        "enabled": False,
    }
    spec = _only(entry, allowed_protocols=["https", "file"])
    assert {name: getattr(spec, name) for name in entry} == entry


@pytest.mark.parametrize("default", DEFAULT_COLLECTIONS, ids=lambda entry: entry["id"])
def test_entry_with_the_id_of_a_default_inherits(default: dict[str, Any]) -> None:
    spec = _only({"id": default["id"], "ref": "main"})
    assert spec.ref == "main"
    assert spec.url == default["url"]
    assert spec.title == default["title"]
    assert spec.enabled == default.get("enabled", True)
    assert _only({"id": default["id"], "enabled": True}).enabled


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("id", id_) for id_ in ("", None, 7, "a/b", "..", ".hidden", "-x", "a b", "x" * 101)],
        ("id", "name.lock"),
        *[("title", title) for title in ("", 7, [], "x" * 101, "line\nbreak", "\x1b[31mred")],
        *[
            ("url", url)
            for url in ("", None, 7, "example.org/x", "/srv/git", "./here", "ftp://x/y")
        ],
        *[("url", url) for url in ("ext::sh -c touch% x", "-u", "--upload-pack=x", "https://[bad")],
        *[("url", url) for url in ("https://x/\ny", "https://x/ y", "fd::7", "git@host:x y")],
        *[("url", url) for url in ("http://x/y", "ssh://x/y", "git@github.com:a/b", "file:///x")],
        *[
            ("ref", ref)
            for ref in ("", 7, "-x", "--upload-pack=x", "a..b", "a b", "x~1", "x^", "a:b")
        ],
        *[
            ("ref", ref)
            for ref in ("/x", "x/", "a//b", "x.lock", "@{u}", "a\\b", "x.", "a/.b", "*")
        ],
        *[("access", access) for access in ("", "rw", 7, True, None, "READ_ONLY")],
        *[("delivery", delivery) for delivery in ("", "push", 7, None)],
        *[
            ("path", path)
            for path in ("/abs", "..", "a/../b", "a//b", "a/", ".", "~/x", "a/.git", 7)
        ],
        *[("path", path) for path in (".hidden/x", "a\\b", " a", "a ", "x\ny", "x" * 240, [])],
        *[("path", path) for path in ("notebooks/previous", "previous")],
        *[("depth", depth) for depth in (0, -1, "1", 1.5, True, [])],
        *[("mirror", mirror) for mirror in ("", 7, "ext::x", "file:///x", "-x")],
        *[("enabled", enabled) for enabled in ("yes", 1, [], None)],
        *[(field, "x") for field in ("URL", "branch", "_id", "")],
    ],
)
def test_wrong_field(field: str, value: Any) -> None:
    wrong = {"id": "wrong", "url": URL, field: value}
    settings = _read(collections=[wrong, GOOD])
    assert [spec.id for spec in settings.collections] == ["good"]
    [problem] = settings.problems
    assert problem.field == field
    assert problem.collection is not None
    assert problem.collection in problem.message
    assert problem.field in problem.message
    assert problem.hint
    assert problem.message.isprintable()


def test_missing_field() -> None:
    for missing in ("id", "url"):
        settings = _read(collections=[{key: GOOD[key] for key in GOOD if key != missing}])
        assert [problem.field for problem in settings.problems] == [missing]


@pytest.mark.parametrize("entry", [None, "x", 7, ["id", "x"]])
def test_entry_that_is_no_object(entry: Any) -> None:
    settings = _read(collections=[entry, GOOD])
    assert [spec.id for spec in settings.collections] == ["good"]
    assert [problem.collection for problem in settings.problems] == ["number 1"]


@pytest.mark.parametrize("value", ["x", {"id": "x"}, 7, True])
def test_collections_that_are_no_list(value: Any) -> None:
    settings = _read(collections=value)
    assert settings.collections == ()
    assert [problem.field for problem in settings.problems] == ["collections"]


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ({}, {"path": "elsewhere"}, "id"),
        ({"id": "a", "path": "x/y"}, {"id": "b", "path": "x/y"}, "path"),
        ({"id": "a", "path": "x/y"}, {"id": "b", "path": "X/Y"}, "path"),
        ({"id": "a", "path": "x"}, {"id": "b", "path": "x/y"}, "path"),
        ({"id": "a", "path": "x/y"}, {"id": "b", "path": "x"}, "path"),
    ],
)
def test_collections_stay_apart(first: dict[str, Any], second: dict[str, Any], field: str) -> None:
    settings = _read(collections=[{**GOOD, **first}, {**GOOD, **second}])
    assert len(settings.collections) == 1
    assert [problem.field for problem in settings.problems] == [field]


def test_neighbours_with_one_beginning_are_fine() -> None:
    settings = _read(
        collections=[{**GOOD, "path": "x/a"}, {"id": "b", "url": URL, "path": "x/a-b"}]
    )
    assert settings.problems == ()


@pytest.mark.parametrize(
    ("url", "protocol"),
    [
        ("http://127.0.0.1:8000/x", "http"),
        ("ssh://git@host/x", "ssh"),
        ("git@github.com:lsst/x.git", "ssh"),
        ("file:///srv/git/x", "file"),
        ("https://user:secret@host/x", "https"),
    ],
)
def test_protocol_must_be_listed(url: str, protocol: str) -> None:
    assert _only({"id": "x", "url": url}, allowed_protocols=[protocol]).url == url
    settings = _read(collections=[{"id": "x", "url": url}], allowed_protocols=[])
    assert [problem.field for problem in settings.problems] == ["url"]
    assert protocol in settings.problems[0].hint
    assert "secret" not in repr(settings.problems)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("https", ("https",)),
        (7, ("https",)),
        (["https", "ext"], ("https",)),
        (["git", "file"], ("file",)),
        ([["https"]], ()),
        ([None, "https"], ("https",)),
    ],
)
def test_wrong_protocols(value: Any, kept: tuple[str, ...]) -> None:
    settings = _read(allowed_protocols=value, collections=[])
    assert settings.allowed_protocols == kept
    assert {problem.field for problem in settings.problems} == {"allowed_protocols"}


@pytest.mark.parametrize("name", OPTIONS)
@pytest.mark.parametrize("value", ["x", [], {}, -1, float("nan")])
def test_wrong_option(name: str, value: Any) -> None:
    settings = _read(**{name: value})
    assert getattr(settings, name) == OPTIONS[name].default
    [problem] = settings.problems
    assert problem.field == name
    assert name in problem.message


@pytest.mark.parametrize(
    ("name", "value"),
    [("get_enabled", False), ("stall_seconds", 5), ("stall_seconds", 0.5), ("backup_days", 30)],
)
def test_right_option(name: str, value: Any) -> None:
    settings = _read(**{name: value})
    assert settings.problems == ()
    assert getattr(settings, name) == value


def test_numbers_and_truth_are_told_apart() -> None:
    assert len(_read(get_enabled=1).problems) == 1
    assert len(_read(backup_days=True).problems) == 1
    assert len(_read(backup_days=1.5).problems) == 1
