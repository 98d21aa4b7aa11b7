"""The checks: one file a rule, one pure function from what was read (`Script`) to problems.

A keyword-only parameter of a check is an option of its rule, with the same name and default as on the rule's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
_registry = _CHECKS  # where checks that are not ours register themselves


def check(name: str, *, last: bool = False) -> Callable[[Function], Function]:
    """Register a function as the check of the rule of that name."""

    def register(function: Function) -> Function:
        registry = _CHECKS if function.__module__.startswith(f"{__name__}.") else _registry
        registry[name] = Check(name, function, last)
        return function

    return register


@contextmanager
def apart(wanted: bool = True) -> Iterator[Mapping[str, Check]]:
    """The checks that are registered in the body, where `wanted` known to nobody else; otherwise with all others."""
    global _registry
    before = _registry
    _registry = {} if wanted else before
    try:
        yield _registry
    finally:
        _registry = before


def load(name: str) -> Check:
    """The check of a rule, imported when first asked for. Raises ModuleNotFoundError where the file is missing."""
    if name not in _CHECKS:
        import_module(f"{__name__}.{name.replace('-', '_')}")
    return _CHECKS[name]
