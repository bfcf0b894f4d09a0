"""Behaviours that are switched on and off while a server runs."""

import threading
from collections.abc import Iterator
from typing import Self

from .behaviours import Behaviour, Control
from .exchange import Answer, Exchange


class Switch:
    """One behaviour that is on; as a context manager it is off after the block.

    Parameters
    ----------
    behaviour
        What to do.
    repository
        The only repository concerned, or None for all of them.
    times
        How many requests it meets before it stops by itself.
    """

    def __init__(self, behaviour: Behaviour, repository: str | None, times: int | None) -> None:
        self.behaviour = behaviour
        self._repository = repository
        self._left = times
        self._lock = threading.Lock()
        self._control = Control()

    def off(self) -> None:
        """Switch it off; requests that it holds go on."""
        self._control.off.set()

    def wait_until_struck(self, timeout: float = 30) -> None:
        """Wait until it spoils a request, or one more at each further call."""
        if not self._control.struck.acquire(timeout=timeout):
            msg = f"{self.behaviour} met no request in {timeout} s"
            raise AssertionError(msg)

    def claims(self, exchange: Exchange) -> bool:
        """Tell whether it acts on an exchange, and count that."""
        if self._repository not in {None, exchange.repository}:
            return False
        with self._lock:
            if (
                self._control.off.is_set()
                or not exchange.part & self.behaviour.part
                or self._left == 0
            ):
                return False
            if self._left is not None:
                self._left -= 1
            return True

    def answer(self, exchange: Exchange) -> Answer | None:
        """Answer in place of git, or return None to let git answer."""
        return self.behaviour.answer(exchange, self._control)

    def body(self, chunks: Iterator[bytes], exchange: Exchange) -> Iterator[bytes]:
        """Pass the body of git's answer on."""
        return self.behaviour.body(chunks, exchange, self._control)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.off()


class Switchboard:
    """All the switches of a server."""

    def __init__(self) -> None:
        self._switches: list[Switch] = []
        self._lock = threading.Lock()

    def switch_on(self, behaviour: Behaviour, repository: str | None, times: int | None) -> Switch:
        """Add a behaviour behind those that are on."""
        switch = Switch(behaviour, repository, times)
        with self._lock:
            self._switches.append(switch)
        return switch

    def all_off(self) -> None:
        """Switch everything off and let go of what is held."""
        with self._lock:
            for switch in self._switches:
                switch.off()
            self._switches.clear()

    def acting_on(self, exchange: Exchange) -> list[Switch]:
        """Return the switches that act on an exchange, in the order they were switched on."""
        with self._lock:
            return [switch for switch in self._switches if switch.claims(exchange)]
