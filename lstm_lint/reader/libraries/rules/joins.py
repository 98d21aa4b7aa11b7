"""Shapes of arrays that are put together, repeated or padded."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lstm_lint.keras_api.dims import axis_of, combine, give_up, product, total
from lstm_lint.reader.abstract.values import Items
from lstm_lint.reader.libraries.effects import Bound, Rule
from lstm_lint.reader.libraries.rules.shapes import as_shape, raised, with_size
from lstm_lint.script import Dim, Shape


def concatenated(bound: Bound) -> Shape:
    """One behind the other along an axis."""
    if not bound.whole:
        return _of_one(bound)
    axis = bound.known("axis", 0)
    shapes = _shapes(bound)
    if axis is None:
        return (total(product(shape) for shape in shapes),)
    return _joined(bound, shapes, axis)


def _joined(bound: Bound, shapes: Sequence[Shape], axis: object) -> Shape:
    """Along an axis that is given; other numbers of axes raise."""
    ranks = sorted({len(shape) for shape in shapes})
    if len(ranks) > 1:
        bound.refuse("ranks", str(ranks[0]), str(ranks[-1]))
    along = axis if isinstance(axis, int) else give_up("no axis")
    _note_unlike(bound, shapes, along)
    return joined(shapes, along)


def _note_unlike(bound: Bound, shapes: Sequence[Shape], axis: int | None = None) -> None:
    """Write down that arrays differ in another axis than the one along which they are joined."""
    if len({len(shape) for shape in shapes}) != 1 or not shapes[0]:
        return
    along = axis_of(axis, len(shapes[0])) if axis is not None else None
    for other in shapes[1:]:
        for at, (first, second) in enumerate(zip(shapes[0], other)):
            if at != along and isinstance(first, int) and isinstance(second, int) and first != second:
                bound.refuse("unlike", *map(_shown, (shapes[0], other)))
                return


def _shown(shape: Shape) -> str:
    sizes = ", ".join("n" if dim == "?" else str(dim) for dim in shape)
    return f"({sizes},)" if len(shape) == 1 else f"({sizes})"


def _of_one(bound: Bound) -> Shape:
    """The rows of one array, or of a list that a loop filled, one behind the other."""
    shape = _listed(bound)
    if len(shape) < 2 or bound.known("axis", 0) not in (0, -len(shape) + 1):
        give_up("not along the first axis")
    return (product(shape[:2]), *shape[2:])


def _listed(bound: Bound) -> Shape:
    """The shape of a list that a loop filled, or of an array that is taken as the list of its rows."""
    shape = bound.shape()
    listed = isinstance(bound.arguments[bound.parameters.sequence], Items)
    return shape if listed or len(shape) > 1 else give_up("its elements may be arrays")


def _shapes(bound: Bound) -> list[Shape]:
    return [part.shape if part.shape is not None else give_up("a shape is not known") for part in bound.parts]


def joined(shapes: Sequence[Shape], axis: int) -> Shape:
    if not shapes or len({len(shape) for shape in shapes}) != 1:
        give_up("ranks differ")
    axis = axis_of(axis, len(shapes[0]))
    return tuple(
        total(dims) if at == axis else _agreed(dims) for at, dims in enumerate(zip(*shapes, strict=True))
    )


def _agreed(dims: Sequence[Dim]) -> Dim:
    """The size that several arrays must share."""
    sizes = {dim for dim in dims if isinstance(dim, int)}
    if len(sizes) > 1:
        give_up("sizes differ")
    return sizes.pop() if sizes else "?"


def stacked(bound: Bound) -> Shape:
    """One more axis, along which the arrays are."""
    if not bound.whole:
        shape = _listed(bound)
        return shape if bound.known("axis", 0) == 0 else give_up("not along the first axis")
    shapes = _shapes(bound)
    if not shapes or len({len(shape) for shape in shapes}) != 1:
        give_up("ranks differ")
    _note_unlike(bound, shapes)
    inside = [_agreed(dims) for dims in zip(*shapes, strict=True)]
    axis = axis_of(bound.integer("axis", 0), len(inside) + 1)
    return (*inside[:axis], len(shapes), *inside[axis:])


def piled(rank: int, axis: int) -> Rule[Shape]:
    """`vstack`, `dstack`: at least of that rank, then along the axis."""

    def rule(bound: Bound) -> Shape:
        if not bound.whole:
            shape = _listed(bound)
            if axis != 0 or len(shape) < 2:
                give_up("not along the first axis")
            return shape if len(shape) == 2 else (product(shape[:2]), *shape[2:])
        shapes = [raised(shape, rank) for shape in _shapes(bound)]
        _note_unlike(bound, shapes, axis)
        return joined(shapes, axis)

    return rule


def side_by_side(bound: Bound) -> Shape:
    """`hstack`: along the second axis, of vectors along the first."""
    if not bound.whole:
        give_up("how many there are is not known")
    shapes = [raised(shape, 1) for shape in _shapes(bound)]
    axis = 0 if shapes and len(shapes[0]) == 1 else 1
    _note_unlike(bound, shapes, axis)
    return joined(shapes, axis)


def across(bound: Bound) -> bool:
    """Whether the arrays stay beside each other, row for row."""
    ranks = {len(part.shape) for part in bound.parts if part.shape is not None}
    axis, name = bound.known("axis", 0), bound.call.name
    if not bound.whole:
        return False
    if name == "hstack":
        return bool(ranks) and min(ranks) > 1
    if name == "stack":
        return axis == 1 or (axis == -1 and ranks <= {1})
    return axis == 1 or (axis == -1 and ranks == {2})


def as_columns(bound: Bound) -> Shape:
    """`column_stack`: vectors become columns."""
    if not bound.whole:
        give_up("how many there are is not known")
    return joined([(*raised(shape, 1), 1) if len(shape) < 2 else shape for shape in _shapes(bound)], 1)


def appended(bound: Bound) -> Shape:
    """`np.append(a, values, axis)`, flat without an axis."""
    shapes = [bound.shape(0), bound.shape(1)]
    axis = bound.known("axis", None)
    if axis is None:
        return (total(product(shape) for shape in shapes),)
    return _joined(bound, shapes, axis)


def repeated(bound: Bound) -> Shape:
    """`np.repeat(a, n, axis)`, flat without an axis."""
    shape, times, axis = bound.shape(), bound.known("repeats"), bound.known("axis", None)
    if not isinstance(times, int):
        times = (
            sum(times) if isinstance(times, (tuple, list)) and len(times) > 1 else give_up("several numbers")
        )
        count: Callable[[int], int] = lambda size: times  # noqa: E731
    else:
        count = lambda size: size * times  # noqa: E731
    if axis is None:
        return (combine(count, product(shape)),)
    at = axis_of(axis, len(shape))
    return with_size(shape, at, combine(count, shape[at]))


def tiled(bound: Bound) -> Shape:
    """`np.tile(a, reps)`."""
    shape, times = bound.shape(), as_shape(bound.arguments["reps"])
    rank = max(len(shape), len(times))
    pairs = zip((1,) * (rank - len(shape)) + shape, (1,) * (rank - len(times)) + times, strict=True)
    return tuple(product(pair) for pair in pairs)


def padded(bound: Bound) -> Shape:
    """`np.pad(a, width)`: the same before and behind each axis, or pairs."""
    shape, width = bound.shape(), bound.known("pad_width")
    if isinstance(width, int):
        return tuple(combine(lambda size: size + 2 * width, dim) for dim in shape)
    pairs = list(width) if isinstance(width, (tuple, list)) else give_up("no width")
    if len(pairs) == 2 and all(isinstance(one, int) for one in pairs):
        pairs = [pairs] * len(shape)
    elif len(pairs) == 1:
        pairs *= len(shape)
    if len(pairs) != len(shape):
        give_up("another rank")
    return tuple(total([dim, *map(_size_of, pair)]) for dim, pair in zip(shape, pairs, strict=True))


def _size_of(value: object) -> Dim:
    return value if isinstance(value, int) else "?"


def split(bound: Bound) -> Shape:
    """A part of `np.split(x, n)`: all are of one size where n divides the axis."""
    shape = bound.shape()
    axis = bound.axis(len(shape), default=0)
    count, size = bound.known("indices_or_sections"), shape[axis]
    even = isinstance(count, int) and isinstance(size, int) and count > 0 and size % count == 0
    return with_size(shape, axis, size // count if even and isinstance(size, int) else "?")
