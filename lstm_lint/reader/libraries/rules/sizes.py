"""Shapes of what is made, cut into windows or transformed."""

from __future__ import annotations

import math

from lstm_lint.keras_api.dims import combine, give_up, product
from lstm_lint.reader.abstract.join import constant, integer
from lstm_lint.reader.libraries.effects import Bound, Rule
from lstm_lint.reader.libraries.rules.shapes import as_shape, as_size, raised, reduced, with_size
from lstm_lint.script import Known, Shape


def stated(name: str = "shape") -> Rule[Shape]:
    """The shape that an argument says."""
    return lambda bound: as_shape(bound.arguments[name])


def sized(bound: Bound) -> Shape:
    """`size=`; a single number without it."""
    return as_shape(bound.arguments["size"]) if bound.given("size") else ()


def listed(bound: Bound) -> Shape:
    """Each size is an argument of its own: `rand(10, 3)`."""
    return tuple(map(as_size, bound.rest))


def rotated(bound: Bound) -> Shape:
    """`np.rot90(m, k, axes)`."""
    shape, times = bound.shape(), bound.integer("k", 1)
    first, second = bound.axes(len(shape), "axes") or (0, 1) if bound.given("axes") else (0, 1)
    if len(shape) < 2:
        give_up("a vector")
    if times % 2 == 0:
        return shape
    order = list(range(len(shape)))
    order[first], order[second] = order[second], order[first]
    return tuple(shape[axis] for axis in order)


def windowed(bound: Bound) -> Shape:
    """`sliding_window_view(x, n, axis)`: one more axis behind all others, n - 1 fewer along the old one."""
    shape = bound.shape()
    window = as_shape(bound.arguments["window_shape"])
    axes = bound.axes(len(shape)) if bound.given("axis") else tuple(range(len(shape)))
    if axes is None or len(axes) != len(window):
        give_up("windows")
    result = list(shape)
    for axis, size in zip(axes, window, strict=True):
        rows = result[axis]
        if isinstance(rows, int) and isinstance(size, int) and rows < size:
            bound.refuse("no-window", str(rows), str(size))
        result[axis] = combine(lambda length, n: length - n + 1, result[axis], size)
    return (*result, *window)


def counted(bound: Bound) -> Shape:
    """`np.arange(start, stop, step)`."""
    values = [constant(value) for value in bound.rest[:3]]
    numbers = [value if isinstance(value, (int, float)) else give_up("no number") for value in values]
    start, stop = (0, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1])
    pace = numbers[2] if len(numbers) > 2 else 1
    return (max(0, math.ceil((stop - start) / pace)),)


def spaced(bound: Bound) -> Shape:
    """`np.linspace(start, stop, num)` of numbers."""
    if any(
        integer(value) is None and not isinstance(value, Known)
        for value in (bound.arguments["start"], bound.arguments["stop"])
    ):
        give_up("ends that are no numbers")
    return (as_size(bound.arguments["num"]) if "num" in bound.arguments else 50,)


def square(name: str, second: str = "") -> Rule[Shape]:
    """`np.eye(n, m)`."""

    def rule(bound: Bound) -> Shape:
        rows = as_size(bound.arguments[name])
        return (rows, as_size(bound.arguments[second]) if second and bound.given(second) else rows)

    return rule


def diagonal(bound: Bound) -> Shape:
    """`np.diag(v, k)`: a matrix of a vector, a vector of a matrix."""
    shape, k = bound.shape(), bound.integer("k", 0)
    if len(shape) == 1:
        size = combine(lambda n: n + abs(k), shape[0])
        return (size, size)
    if len(shape) != 2:
        give_up("no matrix")
    rows, columns = shape
    return (combine(lambda r, c: max(0, min(r, c - k) if k >= 0 else min(r + k, c)), rows, columns),)


def ranked(bound: Bound) -> Shape:
    """`np.quantile(a, q, axis)`: one more axis in front where q is a list."""
    rest, wanted = reduced(bound), bound.operand(bound.arguments.get("q")).shape
    return (*wanted, *rest) if wanted is not None else give_up("which are wanted is not known")


def halved(bound: Bound) -> Shape:
    """`np.fft.rfft`: n // 2 + 1 frequencies along the axis."""
    shape = bound.shape()
    axis = bound.axis(len(shape), default=-1)
    size = as_size(bound.arguments["n"]) if bound.given("n") else shape[axis]
    return with_size(shape, axis, combine(lambda n: n // 2 + 1, size))


def doubled(bound: Bound) -> Shape:
    """`np.fft.irfft`: n values along the axis, else 2 (m - 1) of m frequencies."""
    shape = bound.shape()
    axis = bound.axis(len(shape), default=-1)
    size = as_size(bound.arguments["n"]) if bound.given("n") else combine(lambda m: 2 * (m - 1), shape[axis])
    return with_size(shape, axis, size)


def transformed(bound: Bound) -> Shape:
    """`np.fft.fft`: the same, or n along the axis."""
    shape = bound.shape()
    axis = bound.axis(len(shape), default=-1)
    return with_size(shape, axis, as_size(bound.arguments["n"])) if bound.given("n") else shape


def convolved(bound: Bound) -> Shape:
    """`np.convolve(a, v, mode)`."""
    first, second, mode = (
        bound.shape(0),
        bound.shape(1),
        bound.known("mode", _MODE.get(bound.call.name, "full")),
    )
    if len(first) > 1 or len(second) > 1:
        give_up("no vectors")
    first, second = raised(first, 1), raised(second, 1)
    sizes = {
        "full": lambda n, m: n + m - 1,
        "same": lambda n, m: max(n, m),
        "valid": lambda n, m: max(n, m) - min(n, m) + 1,
    }
    return (combine(sizes[str(mode)], first[0], second[0]),)


_MODE = {"correlate": "valid"}


def differences(bound: Bound) -> Shape:
    """`np.ediff1d(x)`."""
    return (combine(lambda size: max(0, size - 1), product(bound.shape())),)


def related(bound: Bound) -> Shape:
    """`np.corrcoef(x)`: each row with each; of a single one it is a number."""
    shape = bound.shape()
    if len(bound.call.args.values()) > 1 or len(shape) > 2:
        give_up("more than rows")
    rows = shape[0] if len(shape) == 2 else 1
    return () if rows == 1 else (rows, rows) if isinstance(rows, int) else give_up("how many rows")


def found(bound: Bound) -> Shape:
    """`np.argwhere(a)`: as many places as the values say, each with an index for each axis."""
    return ("?", len(bound.shape()))


def coefficients(bound: Bound) -> Shape:
    """`np.polyfit(x, y, deg)`."""
    if len(bound.call.args.values()) > 3:
        give_up("it may return more")
    return (bound.integer("deg") + 1, *bound.shape(1)[1:])
