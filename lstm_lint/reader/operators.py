"""Operators on arrays: `x / 255`, `x - x.mean()`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import gaps
from lstm_lint.reader.tools import note_division
from lstm_lint.reader.values import Abstract, Data, Statistic
from lstm_lint.script import Known, Step

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk


def arithmetic(walk: Walk, node: cst.CSTNode, kind: type, left: Abstract, right: Abstract) -> Data:
    """An operator with an array on one side or both; dividing an array is scaling it."""
    array, other = (left, right) if isinstance(left, Data) else (right, left)
    assert isinstance(array, Data)
    if array.text:
        return array  # words put together
    scaling = kind is cst.Divide and isinstance(left, Data)
    place = walk.places.of(node)
    left_nan = gaps.left_by(other.steps) if isinstance(other, Data) else None
    detail: dict[str, object] = {"nan": left_nan} if left_nan and gaps.left_by(array.steps) is None else {}
    what = "division" if scaling else kind.__name__.lower()
    step = Step("scale" if scaling else "arithmetic", what, place, detail)
    shape, certain, magnitude = array.shape, array.certain, None
    if isinstance(other, Data):
        shape = array.shape if array.shape == other.shape else None
        certain = certain and other.sure
    elif isinstance(other, Known) and isinstance(other.value, (int, float)):
        magnitude = _magnitude(kind, array.magnitude, float(other.value), scaling)
    elif not isinstance(other, Statistic):
        certain = False
    if isinstance(other, Statistic) and scaling and other.node is not None:
        detail["learned_at"] = walk.places.of(other.node)
        note_division(walk, node, other)
    return array.then(step, shape=shape, certain=certain, magnitude=magnitude)


def _magnitude(kind: type, magnitude: float | None, number: float, scaling: bool) -> float | None:
    if magnitude is None:
        return None
    if scaling:
        return magnitude / abs(number) if number else None
    if kind is cst.Multiply:
        return magnitude * abs(number)
    if kind in (cst.Add, cst.Subtract):
        return magnitude + abs(number)
    return None
