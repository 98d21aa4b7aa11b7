"""Shapes of results: element by element, along axes, in another order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lstm_lint.keras_api.dims import NotDeterminable, axis_of, combine, give_up, product
from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.join import integer
from lstm_lint.reader.abstract.values import Abstract, Items, Linear
from lstm_lint.reader.libraries.effects import Bound, Rule
from lstm_lint.script import Dim, Known, Shape, Unknown


def listed(bound: Bound) -> Shape:
    """`tolist()`: the same axes, unless the elements have axes of their own."""
    return give_up("elements that may be arrays") if bound.data().may_hold_arrays else same(bound)


def same(bound: Bound) -> Shape:
    """The shape of the first array."""
    return bound.shape()


def broadcast(bound: Bound) -> Shape:
    """All arrays put together element by element."""
    frames = [one.shape for one in bound.operands if one.data is not None and one.data.kind in _LABELLED]
    if len(frames) > 1:  # pandas puts rows and columns of the same name together
        return bound.shape() if len({*frames}) == 1 else give_up("rows may not have the same names")
    return together(
        one.shape if one.shape is not None else give_up("what is not known may have more axes")
        for one in bound.present
    )


_LABELLED = ("frame", "column")


def together(shapes: Iterable[Shape]) -> Shape:
    """numpy's broadcasting."""
    result: Shape = ()
    for shape in shapes:
        rank = max(len(result), len(shape))
        pairs = zip((1,) * (rank - len(result)) + result, (1,) * (rank - len(shape)) + shape, strict=True)
        result = tuple(_stretched(a, b) for a, b in pairs)
    return result


def _stretched(a: Dim, b: Dim) -> Dim:
    if a == 1 or b == 1:
        return b if a == 1 else a
    if isinstance(a, int) and isinstance(b, int):
        return a if a == b else give_up(f"{a} against {b}")
    known = a if isinstance(a, int) else b
    return known if isinstance(known, int) and known > 1 else "?"  # what is not known is 1 or the same


def reduced(bound: Bound) -> Shape:
    """A statistic along `axis`, of the whole array without one."""
    shape = bound.shape()
    axes = bound.axes(len(shape))
    data = bound.operands[0].data
    if axes is None and data is not None and data.kind == "frame":
        give_up("pandas goes along the columns")
    gone = tuple(range(len(shape))) if axes is None else axes
    if bound.flag("keepdims"):
        return tuple(1 if at in gone else dim for at, dim in enumerate(shape))
    return tuple(dim for at, dim in enumerate(shape) if at not in gone)


def accumulated(bound: Bound) -> Shape:
    """The same along an axis; flat without one."""
    return bound.shape() or give_up("a number") if bound.given("axis") else flat(bound)


def flat(bound: Bound) -> Shape:
    return (product(bound.shape()),)


def along(default: int | None) -> Rule[Shape]:
    """The same shape where the axis fits; flat for `axis=None`. `default`: the axis without an argument."""

    def rule(bound: Bound) -> Shape:
        shape = bound.shape()
        axis = bound.known("axis", default)
        if axis is None:
            return flat(bound)
        axis_of(axis if isinstance(axis, int) else give_up("no axis"), len(shape))
        return shape

    return rule


def along_one(bound: Bound) -> Shape:
    """The same shape, unless several axes are named."""
    axes = bound.axes(len(bound.shape()))
    return bound.shape() if axes is None or len(axes) == 1 else give_up("one result for each axis")


def shortened(bound: Bound) -> Shape:
    """`diff`: n fewer along the axis."""
    shape, times = bound.shape(), bound.integer("n", 1)
    if bound.given("prepend") or bound.given("append"):
        give_up("something is put before or behind")
    axis = bound.axis(len(shape), default=-1)
    return with_size(shape, axis, combine(lambda size: max(0, size - times), shape[axis]))


def dotted(bound: Bound) -> Shape:
    """`np.dot`: the last axis of the first with the last but one of the second."""
    first, second = bound.shape(0), bound.shape(1)
    if not first or not second:
        return first + second
    inner = second[-1] if len(second) == 1 else second[-2]
    _same_size(first[-1], inner)
    return first[:-1] if len(second) == 1 else (*first[:-1], *second[:-2], second[-1])


def matmul(bound: Bound) -> Shape:
    """`a @ b`: matrices in the last two axes, all others broadcast."""
    first, second = bound.shape(0), bound.shape(1)
    if not first or not second:
        give_up("a number")
    _same_size(first[-1], second[-1] if len(second) == 1 else second[-2])
    before = together([first[:-2], second[:-2]])
    rows = first[-2:-1] if len(first) > 1 else ()
    columns = second[-1:] if len(second) > 1 else ()
    return (*before, *rows, *columns)


def outer(bound: Bound) -> Shape:
    return (product(bound.shape(0)), product(bound.shape(1)))


def inner(bound: Bound) -> Shape:
    first, second = bound.shape(0), bound.shape(1)
    if not first or not second:
        return first + second
    _same_size(first[-1], second[-1])
    return (*first[:-1], *second[:-1])


def _same_size(a: Dim, b: Dim) -> None:
    if isinstance(a, int) and isinstance(b, int) and a != b:
        give_up(f"{a} against {b}")


def reshaped(bound: Bound) -> Shape:
    """`reshape(shape)` or `reshape(10, -1)`, -1 worked out where it can be."""
    old, wanted = bound.operands[0].shape, _wanted(bound.rest)
    made, size = _sized(old, wanted), product(old) if old is not None else "?"
    known = isinstance(size, int) and all(isinstance(dim, int) for dim in made)
    if known and product(made) != size:
        bound.refuse("reshape", str(size), _shown(wanted))
    elif old is not None and _counts_its_rows(bound):
        rows, others = product(old[1:]), product(wanted[1:])
        if isinstance(rows, int) and isinstance(others, int) and others > 0 and rows != others and old[1:]:
            bound.refuse("reshape", f"n x {rows}", f"({', '.join(['n', *map(str, wanted[1:])])})")
    return made


def _counts_its_rows(bound: Bound) -> bool:
    """Whether the first size that is wanted is as many rows as the array has: `x.reshape(x.shape[0], 30, 1)`."""
    first = bound.rest[0] if bound.rest else None
    if isinstance(first, Items):
        first = first.items[0] if first.items else None
    of, owner = (first.of if isinstance(first, Number) else None), bound.operands[0].data
    return isinstance(of, Data) and owner is not None and (of.steps, of.shape) == (owner.steps, owner.shape)


def _shown(shape: Shape) -> str:
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def put(old: Shape | None, values: Sequence[Abstract]) -> Shape | None:
    """The shape that an array is given in place, `x.shape = (10, -1)`; None where it is not known."""
    try:
        return _sized(old, _wanted(values))
    except NotDeterminable:
        return None


def _wanted(values: Sequence[Abstract]) -> Shape:
    """A shape as it is given: one tuple, or each size on its own."""
    if len(values) == 1:
        return as_shape(values[0])
    return tuple(map(as_size, values)) if values else give_up("no shape")


def as_shape(value: Abstract) -> Shape:
    """A shape that the program gives, `(n, 10)` or `n`; gives up where the number of axes is not known."""
    if isinstance(value, Items):
        whole = not value.open and not value.spoiled
        return tuple(map(as_size, value.items)) if whole else give_up("a shape is not known")
    if isinstance(value, Known) and isinstance(value.value, tuple):
        return tuple(size if isinstance(size, int) else "?" for size in value.value)
    if isinstance(value, (Linear, Number)) or integer(value) is not None:
        return (as_size(value),)
    return give_up("a shape is not known")


def as_size(value: Abstract) -> Dim:
    number = integer(value)
    return number if number is not None else "?"


def _sized(old: Shape | None, wanted: Shape) -> Shape:
    if -1 not in wanted:
        return wanted
    rest = product(dim for dim in wanted if dim != -1)
    size = product(old) if old is not None else "?"
    free: Dim = size // rest if isinstance(size, int) and isinstance(rest, int) and rest else "?"
    return tuple(free if dim == -1 else dim for dim in wanted)


def transposed(bound: Bound) -> Shape:
    """The axes in the order of `axes`, else the other way round."""
    shape = bound.shape()
    if not bound.rest or (len(bound.rest) == 1 and bound.rest[0] == Known(None)):
        return shape[::-1]
    order = as_shape(bound.rest[0]) if len(bound.rest) == 1 else tuple(map(as_size, bound.rest))
    axes = [axis_of(axis, len(shape)) if isinstance(axis, int) else give_up("no axis") for axis in order]
    return tuple(shape[axis] for axis in axes) if len({*axes}) == len(shape) == len(axes) else give_up("axes")


def swapped(bound: Bound) -> Shape:
    shape = list(bound.shape())
    first, second = bound.axis(len(shape), "axis1"), bound.axis(len(shape), "axis2")
    shape[first], shape[second] = shape[second], shape[first]
    return tuple(shape)


def moved(bound: Bound) -> Shape:
    """`moveaxis(a, source, destination)`."""
    shape = bound.shape()
    source, destination = bound.axes(len(shape), "source"), bound.axes(len(shape), "destination")
    if source is None or destination is None or len(source) != len(destination):
        give_up("axes")
    order = [axis for axis in range(len(shape)) if axis not in source]
    for to, axis in sorted(zip(destination, source, strict=True)):
        order.insert(to, axis)
    return tuple(shape[axis] for axis in order)


def expanded(bound: Bound) -> Shape:
    """One more axis of size 1, or several."""
    shape, value = bound.shape(), bound.known("axis")
    axes = value if isinstance(value, (tuple, list)) else (value,)
    rank = len(shape) + len(axes)
    places = {axis_of(axis, rank) if isinstance(axis, int) else give_up("no axis") for axis in axes}
    left = iter(shape)
    return tuple(1 if at in places else next(left) for at in range(rank))


def squeezed(bound: Bound) -> Shape:
    """Without axes of size 1."""
    shape = bound.shape()
    axes = bound.axes(len(shape))
    if axes is None:
        return tuple(dim for dim in shape if dim != 1) if "?" not in shape else give_up("a size is not known")
    if any(isinstance(shape[axis], int) and shape[axis] != 1 for axis in axes):
        give_up("not of size 1")
    return tuple(dim for at, dim in enumerate(shape) if at not in axes)


def at_least(rank: int) -> Rule[Shape]:
    """`atleast_2d` and its kin."""

    return lambda bound: raised(bound.shape(), rank)


def raised(shape: Shape, rank: int) -> Shape:
    """At least that many axes, as numpy puts them around."""
    if len(shape) >= rank:
        return shape
    if rank == 3:
        return {0: (1, 1, 1), 1: (1, *shape, 1), 2: (*shape, 1)}[len(shape)]
    return (1,) * (rank - len(shape)) + shape


def taken(bound: Bound) -> Shape:
    """`np.take(a, indices, axis)`."""
    shape, indices = bound.shape(), bound.operand(bound.arguments.get("indices")).shape
    if indices is None:
        give_up("which are taken is not known")
    axis = bound.known("axis", None)
    if axis is None:
        return indices
    at = axis_of(axis, len(shape))
    return (*shape[:at], *indices, *shape[at + 1 :])


def fewer(bound: Bound) -> Shape:
    """`np.delete(a, obj, axis)`: how many are left is known for one, and for as many as are named."""
    shape, axis = bound.shape(), bound.known("axis", None)
    if axis is None:
        return ("?",)
    at = axis_of(axis, len(shape))
    gone = bound.arguments.get("obj", _NOTHING)
    one = 1 if integer(gone) is not None else None
    return with_size(shape, at, combine(lambda size: size - 1, shape[at]) if one else "?")


def inserted(bound: Bound) -> Shape:
    """`np.insert(a, obj, values, axis)`."""
    shape, axis = bound.shape(), bound.known("axis", None)
    return ("?",) if axis is None else with_size(shape, axis_of(axis, len(shape)), "?")


_NOTHING = Unknown("not given")


def with_size(shape: Shape, axis: int, dim: Dim) -> Shape:
    """The same with another size along one axis."""
    return (*shape[:axis], dim, *shape[axis + 1 :])


def some(bound: Bound) -> Shape:
    """A vector, of a length that depends on the values."""
    return ("?",)


def some_along(bound: Bound) -> Shape:
    """How many are left along an axis depends on the values; flat without one."""
    shape, axis = bound.shape(), bound.known("axis", None)
    return ("?",) if axis is None else with_size(shape, axis_of(axis, len(shape)), "?")


def square(bound: Bound) -> Shape:
    """`np.tril(m)`: a vector becomes a matrix of itself."""
    shape = bound.shape()
    return (shape[0], shape[0]) if len(shape) == 1 else shape


def contracted(bound: Bound) -> Shape:
    """`np.tensordot(a, b, n)`: the last n axes of one with the first n of the other."""
    first, second, count = bound.shape(0), bound.shape(1), bound.known("axes", 2)
    if not isinstance(count, int) or not 0 <= count <= min(len(first), len(second)):
        give_up("axes by number")
    return first[: len(first) - count] + second[count:]


def crossed(bound: Bound) -> Shape:
    """`np.kron(a, b)`."""
    first, second = bound.shape(0), bound.shape(1)
    rank = max(len(first), len(second))
    pairs = zip((1,) * (rank - len(first)) + first, (1,) * (rank - len(second)) + second, strict=True)
    return tuple(product(pair) for pair in pairs)
