"""Tells pages that an operation changed; they then ask for the truth."""

from __future__ import annotations

import asyncio
from importlib.resources import files
from logging import Logger
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..models.operation import Operation

SCHEMA_ID = "https://events.jupyter.org/jupyter_healthcheck/operation/v1"


class Publisher:
    """Emits jupyter_events from any thread.

    Parameters
    ----------
    event_logger
        The server's `jupyter_events.EventLogger`.
    log
        Where failures go; they never stop the work.
    """

    def __init__(self, event_logger: Any, log: Logger) -> None:
        self._events = event_logger
        self._log = log
        self._loop: asyncio.AbstractEventLoop | None = None
        # Registered at once: pages that subscribed earlier would never get it.
        schema = files(__package__) / "event_schemas" / "operation.yaml"
        event_logger.register_event_schema(Path(str(schema)))

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Name the loop that events are emitted in."""
        self._loop = loop

    def publish(self, operation: Operation) -> None:
        """Announce a change. Without a running loop nobody listens."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._emit, operation)

    def _emit(self, operation: Operation) -> None:
        try:
            self._events.emit(
                schema_id=SCHEMA_ID,
                data={
                    "operation": operation.id,
                    "collection": operation.collection,
                    "state": str(operation.state),
                    "phase": str(operation.phase),
                    "revision": operation.revision,
                },
            )
        except Exception:  # noqa: BLE001  (an event is a courtesy)
            self._log.warning("An event could not be sent", exc_info=True)
