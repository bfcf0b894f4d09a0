"""Guards a site's contents manager, whichever it is.

The guard is a subclass that is generated from the configured class. Each method
stays what it was, a coroutine or not, since a manager may have both kinds.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from traitlets.config import Config

from .readonly import VERBS, ReadOnlyRules, Rule

_RULES = "_healthcheck_rules"


def guarded(base: type, rules: ReadOnlyRules) -> type:
    """Generate a class that refuses to change read-only collections.

    Parameters
    ----------
    base
        A class of contents managers. One whose paths are no files of this
        machine is returned as it is.
    rules
        Say what is refused.
    """
    if is_guarded(base) or not callable(getattr(base, "_get_os_path", None)):
        return base
    made = type(base)(
        f"Guarded{base.__name__}",
        (base,),
        {"__module__": __name__, "__doc__": base.__doc__, _RULES: rules},
    )
    for verb in VERBS:
        if callable(getattr(base, verb, None)):
            setattr(made, verb, _method(made, verb, getattr(rules, verb)))
    return made


def guard_class(serverapp: Any, rules: ReadOnlyRules) -> None:
    """Have a server make its contents manager of a guarded class."""
    made = guarded(serverapp.contents_manager_class, rules)
    # As configuration: with each extension that is linked later, the server
    # sets once more what is configured.
    section = type(serverapp).__name__
    serverapp.update_config(Config({section: {"contents_manager_class": made}}))


def guard_instance(serverapp: Any, rules: ReadOnlyRules) -> None:
    """Guard the manager that a server has, if an extension put one in without a guard."""
    for manager in (serverapp.contents_manager, serverapp.web_app.settings["contents_manager"]):
        if not is_guarded(type(manager)):
            with suppress(TypeError):  # one with a memory layout of its own
                manager.__class__ = guarded(type(manager), rules)


def is_guarded(kind: type) -> bool:
    """Whether a class was generated here.

    A subclass of such a class is not guarded: it may write before it asks.
    """
    return _RULES in vars(kind)


def _method(made: type, verb: str, rule: Callable[..., Rule]) -> Callable[..., Any]:
    inherited = getattr(made, verb)

    def call(manager: Any, *args: Any, **kwargs: Any) -> Any:
        steps = rule(manager, *args, **kwargs)
        try:
            next(steps)
        except StopIteration as answer:
            return answer.value
        try:
            result = getattr(super(made, manager), verb)(*args, **kwargs)
        except BaseException:
            steps.close()
            raise
        return _end_later(steps, result) if inspect.isawaitable(result) else _end(steps, result)

    @wraps(inherited)
    async def coroutine(manager: Any, *args: Any, **kwargs: Any) -> Any:
        result = call(manager, *args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    return coroutine if inspect.iscoroutinefunction(inherited) else wraps(inherited)(call)


def _end(steps: Rule, result: Any) -> Any:
    try:
        steps.send(result)
    except StopIteration as answer:
        return answer.value
    raise RuntimeError("a rule yields once")


async def _end_later(steps: Rule, awaited: Awaitable[Any]) -> Any:
    try:
        result = await awaited
    except BaseException:
        steps.close()
        raise
    return _end(steps, result)
