"""Operators on arrays: `x / 255`, `x - x.mean()`."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data, Statistic
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data.gaps import left_by
from lstm_lint.reader.libraries.data.history import note_division
from lstm_lint.script import Known, Step

_NAMES = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "//": "floordivide", "%": "modulo",
          "**": "power", "@": "matrixmultiply", "&": "bitand", "|": "bitor", "^": "bitxor", "<<": "leftshift",
          ">>": "rightshift"}  # fmt: skip


def operator(it: Interpreter, call: Call) -> Data | None:
    """`x + 1`."""
    values = [given.value for given in call.args.positional]
    if call.name == "neg":
        return arithmetic(it, call, "*", values[0], Known(-1))
    if call.name in ("pos", "~"):
        return arithmetic(it, call, "*", values[0], Known(-1))
    return arithmetic(it, call, call.name, values[0], values[1]) if call.name in _NAMES else None


def arithmetic(it: Interpreter, call: Call, symbol: str, left: Abstract, right: Abstract) -> Data:
    """An operator with an array on one side or both; dividing an array is scaling it."""
    array, other = (left, right) if isinstance(left, Data) else (right, left)
    assert isinstance(array, Data)
    if array.text:
        return array  # words put together
    scaling = symbol == "/" and isinstance(left, Data)
    left_nan = left_by(other.steps) if isinstance(other, Data) else None
    detail: dict[str, object] = {"nan": left_nan} if left_nan and left_by(array.steps) is None else {}
    step = Step(
        "scale" if scaling else "arithmetic", "division" if scaling else _NAMES[symbol], call.place, detail
    )
    shape, certain, magnitude = array.shape, array.certain, None
    if isinstance(other, Data):
        shape = array.shape if array.shape == other.shape else None
        certain = certain and other.sure
    elif isinstance(other, Known) and isinstance(other.value, (int, float)):
        magnitude = _magnitude(symbol, array.magnitude, float(other.value), scaling)
    elif not isinstance(other, Statistic):
        certain = False
    if isinstance(other, Statistic) and scaling and other.node is not None:
        detail["learned_at"] = it.place(other.node)
        note_division(it, other)
    return array.then(step, shape=shape, certain=certain, magnitude=magnitude)


def _magnitude(symbol: str, magnitude: float | None, number: float, scaling: bool) -> float | None:
    if magnitude is None:
        return None
    if scaling:
        return magnitude / abs(number) if number else None
    if symbol == "*":
        return magnitude * abs(number)
    if symbol in ("+", "-"):
        return magnitude + abs(number)
    return None
