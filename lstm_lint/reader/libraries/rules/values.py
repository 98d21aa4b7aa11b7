"""Magnitudes, ranges and whole numbers."""

from __future__ import annotations

import math

from lstm_lint.keras_api.dims import give_up
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.libraries.effects import Bound, Operand, Rule
from lstm_lint.script import Known


def largest(bound: Bound) -> float:
    """The magnitude of the array, or the largest of several."""
    found = [_magnitude(operand) for operand in bound.present]
    known = [magnitude for magnitude in found if magnitude is not None]
    return max(known) if known and len(known) == len(found) else give_up("a magnitude is not known")


def _magnitude(operand: Operand) -> float | None:
    if operand.data is not None:
        return operand.data.magnitude
    value = operand.value.value if isinstance(operand.value, Known) else None
    return float(abs(value)) if isinstance(value, (int, float)) else None


def same_magnitude(bound: Bound) -> float:
    magnitude = bound.data().magnitude
    return magnitude if magnitude is not None else give_up("a magnitude is not known")


def same_range(bound: Bound) -> tuple[float, float]:
    found = bound.data().range
    return found if found is not None else give_up("a range is not known")


def still_whole(bound: Bound) -> bool:
    """Whether the first array holds whole numbers."""
    whole = bound.data().integer
    return whole if whole is not None else give_up("not known")


def up_to(bound: Bound) -> float:
    """`randint(low, high)`: the largest integer that comes."""
    top = bound.integer("high") if bound.given("high") else bound.integer("low")
    return float(top - 1)


def of_bounds(low: str, high: str) -> Rule[float]:
    """The larger parameter of a distribution; 1 where none is given."""

    def rule(bound: Bound) -> float:
        if not bound.given(low) and not bound.given(high):
            return 1.0
        return float(max(abs(bound.known(low)), abs(bound.known(high))))

    return rule


def of_one_number(name: str) -> Rule[tuple[float, float]]:
    """The range of an array that holds one number, `np.full(shape, fill_value)`; of a dtype that keeps its decimals."""

    def rule(bound: Bound) -> tuple[float, float]:
        value = bound.known(name)
        if not isinstance(value, (int, float)) or (bound.given("dtype") and not float(value).is_integer()):
            give_up("not known")
        return float(value), float(value)

    return rule


def of_rate(bound: Bound) -> float:
    """`poisson(lam)`: the rate, which a few of many counts pass by three times its root; that of an array of rates."""
    rate = bound.arguments.get("lam")
    if isinstance(rate, Data):
        known = rate.magnitude if rate.magnitude is not None else give_up("a rate is not known")
    else:
        known = float(bound.known("lam", 1.0))
    return math.ceil(known + 3 * math.sqrt(known)) + 0.5


def of_ends(bound: Bound) -> float:
    """`np.linspace(start, stop)`."""
    return float(max(abs(bound.known("start")), abs(bound.known("stop"))))


def of_count(bound: Bound) -> float:
    """`np.arange(start, stop)`."""
    values = [constant(value) for value in bound.rest[:2]]
    return float(max(abs(value) for value in values if isinstance(value, (int, float))))


_STEPS_OF_WALKS = frozenset({"normal", "standard_normal", "randn"})


def of_walk(bound: Bound) -> float:
    """`rng.normal(0, 2, n).cumsum()`: how far a walk typically comes, the root of n times the size of a step."""
    steps = bound.data()
    drawn = steps.steps[-1] if steps.steps else None
    rows = steps.shape[0] if steps.shape is not None and len(steps.shape) == 1 else None
    if (
        drawn is None
        or drawn.what not in _STEPS_OF_WALKS
        or bound.call.name != "cumsum"
        or steps.magnitude is None
    ):
        give_up("not known")
    return (
        steps.magnitude * math.sqrt(rows) if isinstance(rows, int) else give_up("how many steps is not known")
    )
