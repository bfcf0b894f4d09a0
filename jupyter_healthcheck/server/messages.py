"""Bodies of requests and replies that are not models themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..models.collection import Collection, ConfigurationProblem
from ..models.copies import Siblings
from ..models.operation import OnExisting, Operation
from ..models.storage import StorageUse
from ..models.workspace import Backup

# Only TypeAdapter reads these; pydantic itself stays unloaded until a request comes.
_STRICT: dict[str, object] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True)
class CollectionsReply:
    """What can be got here."""

    collections: list[Collection]
    problems: list[ConfigurationProblem]
    get_enabled: bool
    version: str


@dataclass(frozen=True, slots=True)
class GetRequest:
    """How to get a collection."""

    __pydantic_config__: ClassVar = _STRICT

    on_existing: OnExisting = OnExisting.ASK
    token: str | None = None


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """Bringing a copy back needs no more than its name."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class ProvisionRequest:
    """Providing a collection needs no more than its name."""

    __pydantic_config__: ClassVar = _STRICT


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Which file to copy, and how."""

    __pydantic_config__: ClassVar = _STRICT

    path: str
    siblings: Siblings = Siblings.ASK
    another: bool = False


@dataclass(frozen=True, slots=True)
class OriginalRequest:
    """What a copy remembers of its original."""

    __pydantic_config__: ClassVar = _STRICT

    path: str
    blob: str


@dataclass(frozen=True, slots=True)
class OperationsReply:
    """Running operations, and those that ended a short while ago."""

    operations: list[Operation]


@dataclass(frozen=True, slots=True)
class BackupsReply:
    """Previous copies, newest first."""

    backups: list[Backup]


@dataclass(frozen=True, slots=True)
class PageDocument:
    """A document that a page has open."""

    __pydantic_config__: ClassVar = _STRICT

    path: str
    edited: bool


@dataclass(frozen=True, slots=True)
class PageDocuments:
    """The documents inside collections that a page has open."""

    __pydantic_config__: ClassVar = _STRICT

    documents: list[PageDocument]


@dataclass(frozen=True, slots=True)
class QuiescedDocument:
    """A document that a page saved and closed, with the sources it showed last."""

    __pydantic_config__: ClassVar = _STRICT

    path: str
    edited: bool
    sources: list[str] | None


@dataclass(frozen=True, slots=True)
class QuiescedRequest:
    """A page's word that nothing inside the collection is open in it."""

    __pydantic_config__: ClassVar = _STRICT

    page: str
    documents: list[QuiescedDocument]


@dataclass(frozen=True, slots=True)
class Status:
    """Facts about this server part."""

    version: str
    git_version: str | None
    root: str
    storage: StorageUse | None
