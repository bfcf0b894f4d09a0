"""One worker per collection, whatever page, process or lab it belongs to."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from ..exceptions import CancelledError, ConflictError
from .layout import Layout
from .storage import read_json, write_json

_LOOK_EVERY = 0.2


@contextlib.contextmanager
def collection_lock(
    layout: Layout,
    *,
    patience: float,
    cancelled: threading.Event,
    on_wait: Callable[[str], None] = lambda _: None,
) -> Iterator[bool]:
    """Hold a collection's lock.

    Parameters
    ----------
    layout
        The collection.
    patience
        Seconds to wait for another holder.
    cancelled
        Ends the waiting.
    on_wait
        Called once, with who holds the lock, if there is waiting to do.

    Yields
    ------
    bool
        Whether somebody else had it first.

    Raises
    ------
    ConflictError
        ``locked``, with the holder and since when.
    """
    layout.lock.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(layout.lock, timeout=0)
    waited = False
    give_up = time.monotonic() + patience
    while True:
        try:
            lock.acquire()
            break
        except Timeout as error:
            holder = describe_holder(layout)
            if time.monotonic() >= give_up:
                raise ConflictError(
                    "locked",
                    f"These notebooks are being worked on by {holder}.",
                    "Wait until that is done, or end that process, then try again.",
                    holder=holder,
                ) from error
            if not waited:
                on_wait(holder)
            waited = True
            if cancelled.wait(_LOOK_EVERY):
                raise CancelledError from error
    try:
        write_json(
            layout.holder,
            {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            },
        )
        yield waited
    finally:
        layout.holder.unlink(missing_ok=True)
        lock.release()


def describe_holder(layout: Layout) -> str:
    """Say who holds the lock, since when."""
    facts = read_json(layout.holder)
    if facts is None:
        return "another process"
    return f"process {facts.get('pid')} on {facts.get('host')}, since {facts.get('since')}"


def is_locked(layout: Layout) -> bool:
    """Whether somebody works on the collection now."""
    probe = FileLock(layout.lock, timeout=0)
    try:
        if not layout.lock.exists():
            return False
        with probe:
            return False
    except Timeout:
        return True
    except OSError:  # where nobody can lock, nobody can work
        return False
