"""Which rows a subscript takes: of the series, of a window that moves along it, of the steps inside of windows."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Part
from lstm_lint.reader.abstract.values import Linear
from lstm_lint.script import Known, Moves, Taken

_ALL: Taken = (None, None)


def moves(it: Interpreter, parts: Sequence[Part]) -> Moves | None:
    """Which rows each row of the part holds; None where its bounds do not say."""
    part = parts[0]
    lower, upper, stride = part.bounds
    whole = all(other.index is None and other.bounds == (None, None, None) for other in parts[1:])
    second = taken(parts[1]) if len(parts) > 1 else _ALL
    rest = all(taken(other) == _ALL or other.index == Known(None) for other in parts[2:])
    if isinstance(part.index, Linear):
        base, at = part.index.base, part.index.offset
        return Moves(at, at, base, whole, None, _begins(it, part.index), second, rest)
    if part.index is not None or stride is not None:
        return None
    if isinstance(lower, Linear) and isinstance(upper, Linear):
        same = lower.base is upper.base
        begins = _begins(it, lower)
        found = Moves(lower.offset, upper.offset - 1, lower.base, whole, 0, begins, second, rest)
        return found if same else None
    begin = 0 if lower is None else integer(lower)
    if isinstance(upper, Linear) or begin is None or begin < 0:
        return None
    return Moves(begin, begin, None, whole, _later(parts[1:2]), None, second, rest)


def taken(part: Part) -> Taken:
    """What a subscript takes of its axis."""
    if part.index is not None:
        at = integer(part.index)
        return at if at is not None else "?"
    bounds = [None if bound is None else integer(bound) for bound in part.bounds]
    known = all((bound is None) == (number is None) for bound, number in zip(part.bounds, bounds))
    return (bounds[0], bounds[1]) if known and bounds[2] in (None, 1) else "?"


def first_taken(it: Interpreter, node: object) -> Taken | None:
    """What a subscript takes of the first axis, by its syntax."""
    if not isinstance(node, cst.Subscript) or not node.slice:
        return None
    part = node.slice[0].slice
    if isinstance(part, cst.Index):
        return taken(Part(part, it.evaluate(part.value)))
    if not isinstance(part, cst.Slice):
        return None
    ends = [it.evaluate(end) if end is not None else None for end in (part.lower, part.upper, part.step)]
    return taken(Part(part, None, (ends[0], ends[1], ends[2])))


def _begins(it: Interpreter, at: Linear) -> int | None:
    """The row at which a loop over `range` begins that goes on row by row."""
    base = at.base
    named = isinstance(base, cst.Call) and isinstance(base.func, cst.Name) and base.func.value == "range"
    if not named or not isinstance(base, cst.Call) or at.stride != 1 or any(arg.star for arg in base.args):
        return None
    return 0 if len(base.args) == 1 else integer(it.evaluate(base.args[0].value))


def _later(parts: Sequence[Part]) -> int | None:
    """Where a slice of the second axis begins."""
    for part in parts:
        begin = 0 if part.bounds[0] is None else integer(part.bounds[0])
        stays = part.index is None and part.bounds[2] is None
        return begin if stays and begin is not None and begin >= 0 else None
    return 0
