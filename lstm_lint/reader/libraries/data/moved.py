"""Which rows a subscript takes: of the series, of a window that moves along it, of the steps inside of windows."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.keras_api.dims import give_up
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Part
from lstm_lint.reader.abstract.values import Abstract, Linear, Module
from lstm_lint.reader.libraries.effects import Bound
from lstm_lint.script import Known, Moves, Taken

_ALL: Taken = (None, None)


def moves(it: Interpreter, parts: Sequence[Part]) -> Moves | None:
    """Which rows each row of the part holds; None where its bounds do not say."""
    if len(parts) > 1 and is_dots(parts[0]) and parts[0].index is not None:
        # Those that stand for known axes are whole slices.
        return Moves(0, 0) if all(map(is_new, parts[1:])) else None  # `x[..., None]`
    axes = not any(
        is_new(first) and not is_new(second) and taken(second) == _ALL
        for first, second in zip(parts, parts[1:])
    )  # a new axis comes before one that stays
    old = [part for part in parts if not is_new(part)]
    if not old or is_new(parts[0]):
        return None
    part = old[0]
    lower, upper, stride = part.bounds
    others = [taken(other) for other in old[1:]]
    whole = all(other == _ALL for other in others)
    second = others[0] if others else _ALL
    rest = all(other == _ALL for other in others[1:])
    axes = axes and not (len(old) == 1 and len(parts) > 2)
    if isinstance(part.index, Linear):
        base, at = part.index.base, part.index.offset
        begins, start = _begins(it, part.index)
        return Moves(at, at, base, whole, None, begins, second, rest, start, axes)
    if part.index is not None or stride is not None:
        return None
    if isinstance(lower, Linear) and isinstance(upper, Linear):
        same = lower.base is upper.base
        begins, start = _begins(it, lower)
        found = Moves(lower.offset, upper.offset - 1, lower.base, whole, 0, begins, second, rest, start, axes)
        return found if same else None
    begin = 0 if lower is None else integer(lower)
    if isinstance(upper, Linear) or begin is None or begin < 0:
        return None
    return Moves(begin, begin, None, whole, _later(old[1:2]), None, second, rest, axes=axes)


def is_dots(part: Part) -> bool:
    """`...` among the subscripts."""
    return isinstance(part.node, cst.Index) and isinstance(part.node.value, cst.Ellipsis)


def is_new(part: Part) -> bool:
    return part.index is not None and adds_axis(part.index)


def adds_axis(value: Abstract) -> bool:
    """`None` or `np.newaxis` among the subscripts."""
    return value == Known(None) or (isinstance(value, Module) and value.path.endswith(".newaxis"))


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


def _begins(it: Interpreter, at: Linear) -> tuple[int | None, object]:
    """The row at which a loop over `range` begins, or what it is where its number is not known."""
    base = at.base
    named = isinstance(base, cst.Call) and isinstance(base.func, cst.Name) and base.func.value == "range"
    if not named or not isinstance(base, cst.Call) or at.stride is None or any(arg.star for arg in base.args):
        return None, None
    if len(base.args) == 1:
        return 0, None
    start = it.evaluate(base.args[0].value)
    if (number := integer(start)) is not None:
        return number, None
    return None, (start.base, start.offset) if isinstance(start, Linear) else start


def _later(parts: Sequence[Part]) -> int | None:
    """Where a slice of the second axis begins."""
    for part in parts:
        begin = 0 if part.bounds[0] is None else integer(part.bounds[0])
        stays = part.index is None and part.bounds[2] is None
        return begin if stays and begin is not None and begin >= 0 else None
    return 0


def rolled(bound: Bound) -> Moves:
    """`np.roll(x, -1)`: each row holds the next one."""
    by = bound.integer("shift")
    _along_rows(bound)
    return Moves(-by, -by)


def differences(bound: Bound) -> Moves:
    """`np.diff(x)`: each row holds two, of which the first is its own number, or with `prepend` the second."""
    size, before = bound.integer("n", 1), bound.given("prepend")
    _along_rows(bound)
    if bound.given("append") or (before and size != 1):
        give_up("other rows")
    return Moves(-1, 0) if before else Moves(0, size)


def _along_rows(bound: Bound) -> None:
    """Gives up where it goes along another axis."""
    data, axis = bound.data(), bound.known("axis", None)
    if axis == 0 or data.kind == "column" or (data.shape is not None and len(data.shape) == 1):
        return
    if axis is not None or data.shape is not None or bound.call.name != "roll":
        give_up("along another axis")


_LEVEL = frozenset({"ones", "full", "hanning", "hamming", "blackman", "bartlett"})  # in front as behind


def around(bound: Bound) -> Moves:
    """`np.convolve(x, np.ones(7) / 7, "same")`: each value is made of those on both sides of it."""
    size, kernel = bound.shape(1), bound.data(1)
    level = kernel.steps and kernel.steps[0].what in _LEVEL
    if bound.known("mode", "full") != "same" or len(size) != 1 or not isinstance(size[0], int) or not level:
        give_up("the rows are not those of the array")
    return Moves(-(size[0] // 2), (size[0] - 1) // 2)
