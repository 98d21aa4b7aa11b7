"""The formula of the shape that an operator, a slice or a library function on tensors makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.keras_api.dims import UNKNOWN
from lstm_lint.keras_api.operation_shapes import TensorShape, broadcast, operation_shape, sliced
from lstm_lint.reader.contents import constant
from lstm_lint.reader.graph import Tensor
from lstm_lint.reader.values import Abstract, Formula, Items
from lstm_lint.script import Shape

if TYPE_CHECKING:
    from lstm_lint.reader.calls import Args
    from lstm_lint.reader.walk import Walk

_MODULES = frozenset(
    {"keras.ops", "keras.backend", "keras.activations", "tensorflow", "tensorflow.math", "tensorflow.nn",
     "tensorflow.linalg"}
)  # fmt: skip


def of_function(path: str, args: Args) -> Formula | None:
    """The formula of a library function, by canonical path."""
    module, _, name = path.rpartition(".")
    if module not in _MODULES or not args.complete:
        return None

    def formula(shapes: Sequence[Shape | None]) -> Shape | None:
        left = iter(shapes)
        positional = [_plain(given.value, left) for given in args.positional]
        keywords = {key: _plain(given.value, left) for key, given in args.keywords.items()}
        return operation_shape(name, positional, keywords)

    return formula


def of_operator(*values: Abstract, kind: type[cst.CSTNode] | None = None) -> Formula:
    """The formula of `a + b` and its kin, element by element, and of `a @ b`."""

    def formula(shapes: Sequence[Shape | None]) -> Shape | None:
        left = iter(shapes)
        given = [_plain(value, left) for value in values]
        return operation_shape("matmul", given, {}) if kind is cst.MatrixMultiply else broadcast(given)

    return formula


def of_slices(walk: Walk, slices: Sequence[cst.BaseSlice]) -> Formula:
    """The formula of `x[:, -1, :]`."""
    keys = [_key(walk, part) for part in slices]
    return lambda shapes: sliced(shapes[0], keys)


def _key(walk: Walk, part: cst.BaseSlice) -> object:
    if isinstance(part, cst.Index):
        return Ellipsis if isinstance(part.value, cst.Ellipsis) else _bound(walk, part.value)
    assert isinstance(part, cst.Slice)
    bounds = [
        _bound(walk, bound) if bound is not None else None for bound in (part.lower, part.upper, part.step)
    ]
    if UNKNOWN in bounds or bounds[2] == 0:
        return UNKNOWN
    return slice(*bounds)


def _bound(walk: Walk, node: cst.BaseExpression) -> object:
    try:
        value = constant(walk.evaluate(node))
    except LookupError:
        return UNKNOWN
    return value if value is None or isinstance(value, int) else UNKNOWN


def _plain(value: Abstract, shapes: Iterator[Shape | None], depth: int = 0) -> object:
    """An argument as the formulas take it; tensors have the next of the shapes."""
    if isinstance(value, Tensor):
        return TensorShape(next(shapes, None))
    if isinstance(value, Items) and not value.open and not value.spoiled and depth < 4:
        return tuple(_plain(item, shapes, depth + 1) for item in value.items)
    try:
        return constant(value)
    except LookupError:
        return UNKNOWN
