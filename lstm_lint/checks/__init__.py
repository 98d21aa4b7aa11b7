"""The checks: one file a rule, one pure function from what was read (`Script`) to problems.

A keyword-only parameter of a check is an option of its rule, with the same name and default as on the rule's page.

Where the page says `mend = "code"` or `plant = "code"`, the file of the check also holds what smoke training does about
a finding. Such a function imports nothing: it edits the arm that it is given by the methods of that.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from lstm_lint.findings import Problem
from lstm_lint.ir.records import dataclass

if TYPE_CHECKING:
    from lstm_lint.script import Script
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Defect, Specification

    Mending = Callable[[Specification, Defect], Specification | None]
    Planting = Callable[[Specification, Blamed], Specification | str]

CheckFunction = Callable[..., Iterator[Problem]]
Function = TypeVar("Function", bound=CheckFunction)


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. `last`: it runs after all others, when it is known which suppressions they used. `sums`: it
    runs before those, and sums up what the others say of names that Keras 3 took away. `of_files`: it speaks of what
    the files hold that a script reads, and runs only where one of them was looked at. `needs`: what a script must hold
    for it to find anything, in the words of `notions.held`; empty where that is not said.
    """

    name: str
    function: CheckFunction
    last: bool = False
    sums: bool = False
    of_files: bool = False
    needs: str = ""


_CHECKS: dict[str, Check] = {}
_MENDINGS: dict[str, Mending] = {}
_PLANTINGS: dict[str, Planting] = {}
_registry = _CHECKS  # where checks that are not ours register themselves


def check(
    name: str, *, last: bool = False, sums: bool = False, of_files: bool = False, needs: str = ""
) -> Callable[[Function], Function]:
    """Register a function as the check of the rule of that name. It is not called where `needs` does not hold."""

    def register(function: Function) -> Function:
        registry = _CHECKS if function.__module__.startswith(f"{__name__}.") else _registry
        registry[name] = Check(name, function, last, sums, of_files, needs)
        return function

    return register


def mends(name: str) -> Callable[[Mending], Mending]:
    """Register a function that makes the arm as fixed of the arm as written; None where it cannot."""

    def register(function: Mending) -> Mending:
        _MENDINGS[name] = function
        return function

    return register


def plants(name: str) -> Callable[[Planting], Planting]:
    """Register a function that gives an arm what the finding speaks of; a text says why that cannot be shown."""

    def register(function: Planting) -> Planting:
        _PLANTINGS[name] = function
        return function

    return register


def mending(name: str) -> Mending | None:
    """The function that mends the findings of the rule of that name, if its check was loaded or is ours."""
    _load_ours(name)
    return _MENDINGS.get(name)


def planting(name: str) -> Planting | None:
    """The function that plants the defect of the rule of that name, if its check was loaded or is ours."""
    _load_ours(name)
    return _PLANTINGS.get(name)


def _load_ours(name: str) -> None:
    with suppress(ModuleNotFoundError):
        load(name)


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
        try:
            import_module(f"{__name__}.{name.replace('-', '_')}")
        except BaseException:  # the limit of a file may be reached here: half a module is none
            _CHECKS.pop(name, None)
            raise
    return _CHECKS[name]


def outline(name: str) -> Check:
    """The check of a rule as its decorator describes it. Its file is imported when it is first called.

    A file has what about half of them need, and importing all takes 90 ms; reading what they need takes 10.
    """
    return _CHECKS[name] if name in _CHECKS else _outlined(name) or load(name)


@cache
def _outlined(name: str) -> Check | None:
    """None where the file cannot be read, as in an installation without sources, or says more than is read here."""
    try:
        with open(os.path.join(__path__[0], f"{name.replace('-', '_')}.py"), encoding="utf-8") as file:
            written = _DECORATOR.search(file.read())
    except OSError:
        return None
    if written is None or written["name"] != name:
        return None
    said: dict[str, Any] = {key: text or True for key, text in _ARGUMENT.findall(written["arguments"])}

    def function(script: Script, **options: object) -> Iterator[Problem]:
        return load(name).function(script, **options)

    return Check(name, function, **said)


_DECORATOR = re.compile(
    r"""^@check\("(?P<name>[a-z0-9-]+)"(?P<arguments>(?:, \w+=(?:True|"[^"\\]*"))*)\)$""", re.MULTILINE
)
_ARGUMENT = re.compile(r"""(\w+)=(?:True|"([^"]*)")""")
