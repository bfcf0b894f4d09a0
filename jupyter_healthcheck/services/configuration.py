"""Reads what an operator wrote, and says exactly what is wrong with it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ..models.collection import Access, CollectionSpec, ConfigurationProblem, Delivery
from ..workspace.layout import PREVIOUS_FOLDER
from .options import DEFAULT_COLLECTIONS, DEFAULT_PROTOCOLS, SHARED_TUTORIALS, TUTORIALS

KNOWN_PROTOCOLS = ("https", "ssh", "http", "file")

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# As git check-ref-format has it, and never an option.
_REF = re.compile(r"(?![-/])(?!.*(\.\.|@\{|//|/\.|\.lock(/|$)))[^\x00-\x20\x7f~^:?*\[\\]+(?<![./])")
# Names of previous copies are longer by a date and a number; 255 bytes is what disks take.
_LONGEST_NAME = 200
_SCP_LIKE = re.compile(r"[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:(?!//)[^\x00-\x20].*")

_Choice = TypeVar("_Choice", bound=StrEnum)
Problems = list[ConfigurationProblem]


class _WrongFieldError(ValueError):
    def __init__(self, field: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.field, self.message, self.hint = field, message, hint


def read_protocols(value: Any, problems: Problems) -> tuple[str, ...]:
    """Read ``allowed_protocols``; only known names are taken."""
    if value is None:
        return DEFAULT_PROTOCOLS
    if isinstance(value, str) or not isinstance(value, Iterable):
        problems.append(
            ConfigurationProblem(
                None,
                "allowed_protocols",
                f"HealthCheck.allowed_protocols is {value!r}, not a list.",
                'Write a list, such as ["https"].',
            )
        )
        return DEFAULT_PROTOCOLS
    names = list(value)
    for name in names:
        if name not in KNOWN_PROTOCOLS:
            problems.append(
                ConfigurationProblem(
                    None,
                    "allowed_protocols",
                    f"HealthCheck.allowed_protocols holds {name!r}, which is not known.",
                    f"Use some of {', '.join(KNOWN_PROTOCOLS)}.",
                )
            )
    return tuple(name for name in names if name in KNOWN_PROTOCOLS)


def read_value(name: str, value: Any, default: Any, problems: Problems) -> Any:
    """Read a single setting of the type of its default; numbers are not negative."""
    if value is None:
        return default
    if not _has_type_of(default, value):
        kind = "true or false" if isinstance(default, bool) else "a number, 0 or more"
        problems.append(
            ConfigurationProblem(
                None,
                name,
                f"HealthCheck.{name} is {value!r}, not {kind}.",
                f"The default, {default}, is used until it is corrected.",
            )
        )
        return default
    return value


def _has_type_of(default: Any, value: Any) -> bool:
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, int):
        return isinstance(value, int) and value >= 0
    return isinstance(value, (int, float)) and value >= 0


def read_collections(
    value: Any,
    protocols: Sequence[str],
    problems: Problems,
    environment: Mapping[str, str] = os.environ,
) -> tuple[CollectionSpec, ...]:
    """Read the list of collections; a wrong one is left out and named.

    An entry whose id is one of the defaults needs to give only what differs.
    Where the platform names a folder with shared tutorials, as Nublado does
    in ``TUTORIAL_NOTEBOOKS_CACHE_DIR``, it is their mirror.
    """
    if value is None:
        value = DEFAULT_COLLECTIONS
    if isinstance(value, (str, Mapping)) or not isinstance(value, Iterable):
        problems.append(
            ConfigurationProblem(
                None,
                "collections",
                "HealthCheck.collections is not a list.",
                'Write a list of objects, each with at least "id" and "url".',
            )
        )
        return ()
    defaults = {entry["id"]: entry for entry in DEFAULT_COLLECTIONS}
    shared = environment.get(SHARED_TUTORIALS, "")
    if shared.startswith("/"):
        defaults[TUTORIALS] = {**defaults[TUTORIALS], "mirror": shared}
    found: dict[str, CollectionSpec] = {}
    for number, entry in enumerate(value, start=1):
        name = f"number {number}"
        try:
            fields_given = _mapping(entry)
            name = str(fields_given.get("id") or name)[:100]
            spec = _read_entry({**defaults.get(name, {}), **fields_given}, protocols)
            _check_apart(spec, found.values())
            found[spec.id] = spec
        except _WrongFieldError as error:
            problems.append(
                ConfigurationProblem(
                    name,
                    error.field,
                    f"Collection {name}, field {error.field}: {error.message}.",
                    error.hint,
                )
            )
    return tuple(found.values())


def _mapping(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise _WrongFieldError("id", "it is not an object", 'Write {"id": ..., "url": ...}.')
    return entry


def _read_entry(entry: Mapping[str, Any], protocols: Sequence[str]) -> CollectionSpec:
    known = [field.name for field in fields(CollectionSpec)]
    for key in entry:
        if key not in known:
            raise _WrongFieldError(
                str(key), "there is no such field", f"The fields are {', '.join(known)}."
            )
    id_ = _text(entry, "id")
    if not _ID.fullmatch(id_) or id_.endswith(".lock"):
        raise _WrongFieldError(
            "id",
            f"{id_!r} is not a short name",
            "Use up to 100 letters, digits, dots, hyphens and underscores; "
            "begin with a letter or a digit.",
        )
    ref = _optional_text(entry, "ref")
    if ref is not None and not _REF.fullmatch(ref):
        raise _WrongFieldError(
            "ref", f"{ref!r} is not a branch name", "Write a branch, such as main, or leave it out."
        )
    access = _choice(entry, "access", Access, Access.READ_WRITE)
    delivery = _choice(entry, "delivery", Delivery, Delivery.ON_DEMAND)
    if delivery is Delivery.AUTOMATIC and access is not Access.READ_ONLY:
        raise _WrongFieldError(
            "delivery",
            "only read-only notebooks can come by themselves",
            'Write "access": "read-only" too, or "delivery": "on-demand".',
        )
    return CollectionSpec(
        id=id_,
        title=_title(entry, id_),
        url=_url("url", _text(entry, "url"), protocols),
        path=f"notebooks/{id_}" if entry.get("path") is None else _path(entry["path"]),
        ref=ref,
        access=access,
        delivery=delivery,
        depth=_depth(entry.get("depth")),
        mirror=_mirror(_optional_text(entry, "mirror"), access, protocols),
        enabled=_flag(entry, "enabled"),
    )


def _check_apart(spec: CollectionSpec, others: Iterable[CollectionSpec]) -> None:
    for other in others:
        if other.id == spec.id:
            raise _WrongFieldError("id", "another collection has it too", "Give each its own id.")
        mine, theirs = spec.path.casefold() + "/", other.path.casefold() + "/"
        if mine.startswith(theirs) or theirs.startswith(mine):
            raise _WrongFieldError(
                "path",
                f"{spec.path} overlaps with {other.path} of {other.id}",
                "Give each collection a folder of its own.",
            )


def _text(entry: Mapping[str, Any], field: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str) or not value.strip():
        problem = "it is missing" if value is None else f"{value!r} is not a text"
        raise _WrongFieldError(field, problem, f'Add "{field}": "...".')
    return value


def _optional_text(entry: Mapping[str, Any], field: str) -> str | None:
    return None if entry.get(field) is None else _text(entry, field)


def _title(entry: Mapping[str, Any], id_: str) -> str:
    title = _optional_text(entry, "title") or id_
    if not title.isprintable() or len(title) > 100:
        raise _WrongFieldError(
            "title", "it has unprintable characters or is too long", "Write up to 100 letters."
        )
    return title


def _url(field: str, url: str, protocols: Sequence[str]) -> str:
    try:
        scheme = "ssh" if _SCP_LIKE.fullmatch(url) else urlsplit(url).scheme
    except ValueError:
        scheme = ""
    if url.startswith("-") or "::" in url.split("/", 1)[0] or scheme not in KNOWN_PROTOCOLS:
        raise _WrongFieldError(
            field, "it is not a URL that git may use", "Write a full URL, such as https://..."
        )
    if any(ord(character) <= 0x20 or ord(character) == 0x7F for character in url):
        raise _WrongFieldError(field, "it holds blanks or control characters", "Remove them.")
    if scheme not in protocols:
        raise _WrongFieldError(
            field,
            f"the protocol {scheme} is not allowed",
            f'Add "{scheme}" to HealthCheck.allowed_protocols, or use another URL.',
        )
    return url


def _mirror(value: str | None, access: Access, protocols: Sequence[str]) -> str | None:
    if value is None or not value.startswith("/"):
        return None if value is None else _url("mirror", value, protocols)
    if access is not Access.READ_ONLY:
        raise _WrongFieldError(
            "mirror",
            "a folder of the site can stand in for read-only notebooks alone",
            'Write a URL, or "access": "read-only".',
        )
    return os.path.normpath(value)


def _path(value: Any) -> str:
    parts = value.split("/") if isinstance(value, str) else [""]
    for part in parts:
        odd = part.startswith((".", "~")) or "\\" in part or not part.isprintable()
        if not part or odd or part != part.strip() or len(os.fsencode(part)) > _LONGEST_NAME:
            raise _WrongFieldError(
                "path",
                f"{value!r} is not a folder below the home",
                "Write a relative path without hidden parts, such as notebooks/system-test.",
            )
        if part == PREVIOUS_FOLDER:
            raise _WrongFieldError(
                "path", f"{part} is where previous copies go", "Give the folder another name."
            )
    return "/".join(parts)


def _choice(entry: Mapping[str, Any], field: str, kind: type[_Choice], default: _Choice) -> _Choice:
    value = entry.get(field, default)
    try:
        return kind(value)
    except ValueError as error:
        allowed = " or ".join(str(member) for member in kind)
        raise _WrongFieldError(field, f"{value!r} is unknown", f"Write {allowed}.") from error


def _depth(value: Any) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _WrongFieldError(
            "depth", f"{value!r} is not a number of commits", "Write 1 or more, or leave it out."
        )
    return value


def _flag(entry: Mapping[str, Any], field: str) -> bool:
    value = entry.get(field, True)
    if not isinstance(value, bool):
        raise _WrongFieldError(field, f"{value!r} is not true or false", "Write true or false.")
    return value
