"""The checks: one file a rule, one pure function from what was read (`Script`) to problems.

A keyword-only parameter of a check is an option of its rule, with the same name and default as on the rule's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TypeVar

from lstm_lint.findings import Problem
from lstm_lint.ir.records import dataclass

CheckFunction = Callable[..., Iterator[Problem]]
Function = TypeVar("Function", bound=CheckFunction)


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. `last`: it runs after all others, when it is known which suppressions they used."""

    name: str
    function: CheckFunction
    last: bool = False


_CHECKS: dict[str, Check] = {}


def check(name: str, *, last: bool = False) -> Callable[[Function], Function]:
    """Register a function as the check of the rule of that name."""

    def register(function: Function) -> Function:
        _CHECKS[name] = Check(name, function, last)
        return function

    return register


def is_registered(name: str) -> bool:
    """Whether a check of that name was imported."""
    return name in _CHECKS


def load(name: str) -> Check:
    """The check of a rule, imported when first asked for. Raises ModuleNotFoundError where the file is missing."""
    if name not in _CHECKS:
        import_module(f"{__name__}.{name.replace('-', '_')}")
    return _CHECKS[name]
