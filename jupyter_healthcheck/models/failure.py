"""A failure, or a reason why less was done, in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """What happened, and what to do about it.

    Attributes
    ----------
    code
        Stable name, such as ``disk-full``.
    message, hint
        What happened, and what to do about it.
    details
        Facts for programs and for translated messages.
    """

    code: str
    message: str
    hint: str
    details: dict[str, Any] = field(default_factory=dict)
