"""Values that a search draws anew for each trial, and what is computed of them, value by value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.script import Known, Swept

MAX_LISTED = 64  # values of one draw; of a longer list only the bounds are kept
_MAX_NUMBERS = (
    3  # values of one draw that are read, each on a path of its own: the ends, and the one after the least
)
_MAX_OPTIONS = 4  # the same of a draw that is no number


def drawn(name: str, values: Sequence[object] = (), bounds: tuple[float, float] | None = None) -> Swept:
    """A draw from listed values, or from all numbers between two bounds."""
    listed = tuple(values) if len(values) <= MAX_LISTED else ()
    low, high = bounds or _bounds(values) or (None, None)
    return Swept("drawn anew for each trial of a search", name, listed, listed, low, high)


def each(values: Sequence[Abstract], work: Callable[..., Abstract]) -> Abstract | None:
    """What `work` makes of the values, for all that a draw among them can be; None where that cannot be listed."""
    draws = [value for value in values if isinstance(value, Swept)]
    if not draws or not draws[0].values:
        return None
    first = draws[0]
    if any(not one.name or key(one) != key(first) for one in draws[1:]):
        return None
    found: list[object] = []
    for at in range(len(first.values)):
        made = work(*(Known(one.values[at], "computed") if isinstance(one, Swept) else one for one in values))
        if not isinstance(made, Known):
            return None
        found.append(made.value)
    if all(type(one) is type(found[0]) and one == found[0] for one in found):
        return Known(found[0], "computed")
    low, high = _bounds(found) or (None, None)
    return replace(first, values=tuple(found), low=low, high=high)


def at_bounds(values: Sequence[Abstract], work: Callable[[Any, Any], bool]) -> bool | None:
    """Whether one number compares so with another, where it does at both bounds of a draw."""
    ends = [_ends(value) for value in values]
    if None in ends or len(ends) != 2:
        return None
    found = {bool(work(first, second)) for first in ends[0] or () for second in ends[1] or ()}
    return found.pop() if len(found) == 1 else None


def _ends(value: Abstract) -> tuple[float, ...] | None:
    if isinstance(value, Swept):
        return (value.low, value.high) if value.low is not None and value.high is not None else None
    number = value.value if isinstance(value, Known) else None
    return (number,) if isinstance(number, (int, float)) else None


def key(draw: Swept) -> str:
    """What tells a draw from others: two of the same name and values are one."""
    return f"{draw.name} in {draw.drawn!r}"


def options(draw: Swept, most: int) -> tuple[object, ...]:
    """The values of the draw, at most so many, that stand for all: of numbers the ends and the second, falling."""
    unique = list(dict.fromkeys(draw.drawn))
    numbers = [one for one in unique if isinstance(one, (int, float)) and not isinstance(one, bool)]
    if len(numbers) < len(unique):
        return tuple(sorted(unique, key=lambda one: one is not True)[: min(most, _MAX_OPTIONS)])
    numbers.sort()
    chosen = [numbers[0], numbers[-1]] if most <= 2 else [*numbers[: _MAX_NUMBERS - 1], numbers[-1]]
    return tuple(sorted(set(chosen), reverse=True)[:most])


def _bounds(values: Sequence[object]) -> tuple[float, float] | None:
    numbers = [one for one in values if isinstance(one, (int, float)) and not isinstance(one, bool)]
    return (min(numbers), max(numbers)) if numbers and len(numbers) == len(values) else None
