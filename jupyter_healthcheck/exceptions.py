"""Errors that a person can act on. They know nothing of HTTP or terminals."""

from __future__ import annotations

from typing import Any


class HealthCheckError(Exception):
    """A failure with a name, a sentence and a hint.

    Parameters
    ----------
    code
        Stable name, in lower case with hyphens; programs and translations
        rely on it.
    message
        One sentence in plain words: what happened.
    hint
        What the person can do about it.
    details
        Facts that the message was made from, free of secrets.
    """

    def __init__(self, code: str, message: str, hint: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.details = details


class InvalidInputError(HealthCheckError):
    """What was asked for makes no sense; asking again will not help."""


class NotFoundError(HealthCheckError):
    """The thing that was named does not exist."""


class ConflictError(HealthCheckError):
    """The state of the files does not allow it now."""


class CancelledError(HealthCheckError):
    """A person asked to stop."""

    def __init__(self) -> None:
        super().__init__(
            "cancelled", "Cancelled. Your copy is as it was.", "Start again whenever you like."
        )


class UnavailableError(HealthCheckError):
    """Something outside this program does not work; later it may."""


class StorageFullError(UnavailableError):
    """There is no room left to write."""
