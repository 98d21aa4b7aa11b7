"""The language of the tables for datasets of `tf.data`: what a method does to the elements, and how many are left.

An element is an array, or inputs and targets together; `Data.shape` is the shape of one. A rule of shapes is asked for
each array of the element. As in `Effect`, what a field does not say is not known.
"""

from __future__ import annotations

from collections.abc import Callable

from lstm_lint.ir.records import dataclass, replace
from lstm_lint.keras_api.dims import NotDeterminable, combine, give_up
from lstm_lint.reader.abstract.arrays import Data, Parts
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.libraries.data import batches
from lstm_lint.reader.libraries.effects import Bound, Rule, parameters, said
from lstm_lint.reader.libraries.rules.shapes import as_size
from lstm_lint.script import Detail, Dim, Shape, Step, StepKind

Changed = Callable[[Bound, Shape], Shape]


@dataclass(eq=False, slots=True)
class OfElements:
    """What a method of a dataset does. `changes`: it gives other values."""

    params: str
    step: StepKind
    shape: Changed
    count: Rule[int] | None = None
    inner: Rule[Dim] | None = None
    detail: Callable[[Interpreter, Call], Detail | None] | None = None
    changes: bool = False

    def __call__(self, it: Interpreter, call: Call) -> Abstract | None:
        owner = call.owner
        assert isinstance(owner, Data)
        bound = Bound(it, call, parameters(self.params))
        step = Step(self.step, call.name, call.place, self.detail(it, call) if self.detail else None)
        found = owner.then(step, magnitude=owner.magnitude)
        if not self.changes:
            found.integer, found.range = owner.integer, owner.range
        found.certain = found.certain and call.args.complete
        found.count, found.inner = said(self.count, bound), said(self.inner, bound)
        each_shape(found, owner, lambda shape: _told(self.shape, bound, shape))
        if self.step == "shuffle" and found.target is not None:
            found.target.steps = (*found.target.steps, step)
        return found

    def but(self, **changes: object) -> OfElements:
        """The same with other fields."""
        return replace(self, **changes)  # type: ignore[arg-type]


def _told(rule: Changed, bound: Bound, shape: Shape | None) -> Shape | None:
    if shape is None:
        return None
    try:
        return rule(bound, shape)
    except (NotDeterminable, LookupError, TypeError, ValueError, ArithmeticError):
        return None


def each_shape(found: Data, owner: Data, change: Callable[[Shape | None], Shape | None]) -> None:
    """Give every array of the elements the shape that is made of the one it had in `owner`."""
    found.shape = change(owner.shape)
    if owner.target is not None:
        found.target = owner.target.copy()
        found.target.shape = change(owner.target.shape)
    if owner.parts is not None:
        arrays = tuple(part.copy() for part in owner.parts.arrays)
        for part in arrays:
            part.shape = change(part.shape)
        found.parts = Parts(arrays, owner.parts.names, owner.parts.open)


def of_element(it: Interpreter, value: Abstract, call: Call) -> Data | None:
    """A dataset of such elements: an array, `x, y`, or a dict; None where no array is found in it."""
    x, y = batches.pair(value)
    found = batches.inputs(it, x, call.node, "dataset")
    if found is None:
        return None
    found = found.copy()
    windows = [one for one in _arrays(value) if one.kind == "dataset"]
    found.count, found.target = None, None
    found.inner = _windows(windows)
    if y is not None:
        found.target = batches.target(it, y, call.node).copy()
        found.target.kind = "dataset"
    each_shape(found, found, lambda shape: shape)
    return found


def _arrays(value: Abstract) -> list[Data]:
    values = value.items if isinstance(value, Items) else [value]
    return [one for one in values if isinstance(one, Data)]


def _windows(windows: list[Data]) -> Dim | None:
    sizes = {one.count for one in windows}
    only = sizes.pop() if len(sizes) == 1 else None
    return None if not windows else only if only is not None else "?"


# Shapes of an array in an element


def same(bound: Bound, shape: Shape) -> Shape:
    return shape


def batched(bound: Bound, shape: Shape) -> Shape:
    """`batch(n)`: one more axis in front; the last batch may be smaller."""
    if bound.data().inner is not None:
        give_up("a batch of windows")
    return (_rows(bound), *shape)


def _rows(bound: Bound) -> Dim:
    size, count = as_size(bound.arguments["batch_size"]), bound.data().count
    if said(lambda one: one.flag("drop_remainder"), bound) is True:
        return size
    if not isinstance(size, int) or count is None:
        return "?"
    return size if count % size == 0 else count if count < size else "?"


def padded(bound: Bound, shape: Shape) -> Shape:
    """`padded_batch(n, padded_shapes)`: all elements get the shape that is named, else that of the longest."""
    rows = _rows(bound)
    if not bound.given("padded_shapes"):
        return (rows, *shape)
    wanted = bound.arguments["padded_shapes"]
    if not isinstance(wanted, Items) or wanted.open or any(isinstance(item, Items) for item in wanted.items):
        free: Dim = "?"
        return (rows,) + (free,) * len(shape)
    sizes = [integer(item) for item in wanted.items]
    if len(sizes) != len(shape):
        give_up("another rank")
    return (
        rows,
        *(size if size is not None and size >= 0 else dim for size, dim in zip(sizes, shape, strict=True)),
    )


def windowed(bound: Bound, shape: Shape) -> Shape:
    return shape if bound.data().inner is None else give_up("windows of windows")


def unbatched(bound: Bound, shape: Shape) -> Shape:
    return shape[1:] if shape and bound.data().inner is None else give_up("no axis")


def rebatched(bound: Bound, shape: Shape) -> Shape:
    """`rebatch(n)`: the same rows in batches of another size."""
    full = bound.flag("drop_remainder", False)
    return (as_size(bound.arguments["batch_size"]) if full else "?", *unbatched(bound, shape))


# How many elements


def same_count(bound: Bound) -> int:
    count = bound.data().count
    return count if count is not None else give_up("not known")


def same_inner(bound: Bound) -> Dim:
    inner = bound.data().inner
    return inner if inner is not None else give_up("no windows")


def batches_of(bound: Bound) -> int:
    count, size = same_count(bound), bound.integer("batch_size")
    return count // size if bound.flag("drop_remainder") else -(-count // size)


def repeated(bound: Bound) -> int:
    times = bound.integer("count")
    return same_count(bound) * times if times >= 0 else give_up("without end")


def taken(bound: Bound) -> int:
    wanted = bound.integer("count")
    if wanted < 0:
        return same_count(bound)
    return min(same_count(bound), wanted)


def skipped(bound: Bound) -> int:
    wanted = bound.integer("count")
    return max(0, same_count(bound) - wanted) if wanted >= 0 else 0


def sharded(bound: Bound) -> int:
    """`shard(n, i)`: every n-th element, from the i-th on."""
    return max(0, -(-(same_count(bound) - bound.integer("index")) // bound.integer("num_shards")))


def windows(bound: Bound) -> int:
    """`window(size, shift, stride, drop_remainder)`: how many begin, or how many are whole."""
    size = bound.integer("size")
    shift = bound.integer("shift") if bound.given("shift") else size
    count = same_count(bound)
    if not bound.flag("drop_remainder"):
        return -(-count // shift)
    left = count - ((size - 1) * bound.integer("stride", 1) + 1)
    return 0 if left < 0 else left // shift + 1


def window_size(bound: Bound) -> Dim:
    """How many elements a window has: those at the end may have fewer, unless they are left out."""
    if bound.data().inner is not None or said(lambda one: one.flag("drop_remainder"), bound) is not True:
        return "?"
    return as_size(bound.arguments["size"])


def together(first: Dim | None, second: Dim | None) -> Dim:
    return combine(min, first if first is not None else "?", second if second is not None else "?")
