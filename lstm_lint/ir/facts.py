"""What is worked out of a script or a model once, however many layers, trainings and rules ask for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as cached_property
else:

    class cached_property:
        """That of the standard library as it is since 3.12: without a lock, which is most of its price."""

        def __init__(self, function):
            self.function = function
            self.__doc__ = function.__doc__

        def __set_name__(self, owner, name):
            self.name = name

        def __get__(self, instance, owner=None):
            if instance is None:
                return self
            found = instance.__dict__[self.name] = self.function(instance)
            return found


class Asked(Protocol):
    """A script or a model: it does not change any more."""

    @property
    def facts(self) -> dict[object, Any]: ...


Of = TypeVar("Of", bound=Asked)
More = ParamSpec("More")
Fact = TypeVar("Fact")


_UNKNOWN: Any = object()


def once(function: Callable[Concatenate[Of, More], Fact]) -> Callable[Concatenate[Of, More], Fact]:
    """A function of a script or model, and of what else tells its answers apart, that keeps each of them."""

    @wraps(function)
    def known(of: Of, /, *more: More.args, **named: More.kwargs) -> Fact:
        key = (function, *more, *named.items()) if more or named else function
        facts = of.facts
        found: Fact = facts.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = facts[key] = function(of, *more, **named)
        return found

    return known
