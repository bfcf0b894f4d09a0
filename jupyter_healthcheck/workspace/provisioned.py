"""What is remembered of an automatic collection from one start to the next."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from ..models.failure import ErrorInfo
from .layout import Layout
from .storage import read_json, write_json


@dataclass(frozen=True, slots=True)
class Provisioned:
    """When an automatic collection was looked at, and what came of it.

    Attributes
    ----------
    attempted_at
        When the upstream was last asked (seconds since the epoch), whether or
        not it answered; 0 for never.
    checked_at
        When the upstream or its mirror last answered (ISO 8601, UTC).
    notice
        Why the copy is not current, as far as that is known.
    link
        The folder that we linked to, if we did.
    """

    attempted_at: float = 0.0
    checked_at: str | None = None
    notice: ErrorInfo | None = None
    link: str | None = None


def read_provisioned(layout: Layout) -> Provisioned:
    """Read what is remembered; nothing, if that cannot be read."""
    facts: dict[str, Any] = read_json(layout.provisioned) or {}
    try:
        notice = facts.get("notice")
        known = Provisioned(**{**facts, "notice": ErrorInfo(**notice) if notice else None})
        known = replace(known, attempted_at=float(known.attempted_at))
        return known if _is_sound(known) else Provisioned()
    except (TypeError, ValueError):  # written by another version, or by hand
        return Provisioned()


def _is_sound(known: Provisioned) -> bool:
    notice = known.notice or ErrorInfo("", "", "")
    texts = [notice.code, notice.message, notice.hint, known.checked_at or "", known.link or ""]
    return isinstance(notice.details, dict) and all(isinstance(text, str) for text in texts)


def write_provisioned(layout: Layout, known: Provisioned) -> None:
    """Remember it."""
    write_json(layout.provisioned, asdict(known))
