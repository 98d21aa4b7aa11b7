"""Operations on tensors: operators, slices and functions, with the formulas of their shapes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from lstm_lint import nodes as cst
from lstm_lint.keras_api.dims import UNKNOWN
from lstm_lint.keras_api.operation_shapes import TensorShape, broadcast, operation_shape, sliced
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.join import constant, shape_value, tensors
from lstm_lint.reader.abstract.registry import Call, Part, Subscript
from lstm_lint.reader.abstract.values import (
    Abstract,
    Args,
    Built,
    Formula,
    Given,
    Items,
    Method,
    Tensor,
    Use,
)
from lstm_lint.reader.libraries.keras.objects import apply_once
from lstm_lint.script import Known, Shape

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
        found = _all_plain(args.values(), shapes)
        if found is None:
            return None
        count = len(args.positional)
        return operation_shape(name, found[:count], dict(zip(args.keywords, found[count:])))

    return formula


def operation(
    it: Interpreter,
    node: cst.CSTNode,
    inputs: Sequence[Tensor],
    certain: bool = True,
    formula: Formula | None = None,
    given: dict[str, Given] | None = None,
) -> Tensor:
    """Something done to tensors that is no layer; `formula` gives its shape. Not `certain`: it may hold layers.

    `given`: its arguments by name, those by position by their number.
    """
    pseudo = Built("operation", "Operation", node, given or {}, custom=True, formula=formula)  # type: ignore[arg-type]
    use = Use(pseudo, tuple(inputs), certain=certain)
    pseudo.first_use = use
    apply_once(it, use)
    return Tensor(formula([tensor.shape for tensor in inputs]) if formula is not None else None, use)


def arguments(args: Args) -> dict[str, Given]:
    """The arguments of an operation by name, those by position by their number."""
    return {**{str(at): given for at, given in enumerate(args.positional)}, **args.keywords}


def tensors_in(call: Call) -> list[Tensor]:
    """Every tensor among the arguments of a call."""
    return [tensor for value in call.args.values() for tensor in tensors(value)]


def method(it: Interpreter, call: Call) -> Tensor:
    """A method of a tensor."""
    assert isinstance(call.owner, Tensor)
    return operation(it, call.node, (call.owner,))


def called(it: Interpreter, call: Call) -> None:
    """`f(x)`, where `f` is what `K.function` made of tensors: nobody knows what it gives."""


def attribute(it: Interpreter, owner: Tensor, name: str) -> Abstract:
    return shape_value(owner.shape) if name == "shape" else Method(owner, name)


def operator(it: Interpreter, call: Call) -> Tensor | None:
    """`a + b` and its kin, element by element, and `a @ b`."""
    if call.name in _COMPARISONS:
        return None
    values = [given.value for given in call.args.positional]
    symbol = call.name

    def formula(shapes: Sequence[Shape | None]) -> Shape | None:
        given = _all_plain(values, shapes)
        if given is None:
            return None
        return operation_shape("matmul", given, {}) if symbol == "@" else broadcast(given)

    found = [value for value in values if isinstance(value, Tensor)]
    return operation(it, call.node, found, formula=formula)


_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def subscript(it: Interpreter, subscript: Subscript) -> Tensor:
    """`x[:, -1, :]`."""
    assert isinstance(subscript.owner, Tensor)
    keys = [_key(part) for part in subscript.parts]
    written = "" if UNKNOWN in keys else ", ".join(map(_written, keys))
    given = {"key": Given(Known(written, "computed"))} if written else {}
    return operation(
        it, subscript.node, [subscript.owner], formula=lambda shapes: sliced(shapes[0], keys), given=given
    )


def _written(key: object) -> str:
    """A key as one would write it: `-1`, `:`, `1:`, `...`."""
    if key is Ellipsis:
        return "..."
    if not isinstance(key, slice):
        return str(key)
    start, stop, step = ("" if bound is None else str(bound) for bound in (key.start, key.stop, key.step))
    return f"{start}:{stop}" + (f":{step}" if step else "")


def _key(part: Part) -> object:
    if isinstance(part.node, cst.Index):
        return Ellipsis if isinstance(part.node.value, cst.Ellipsis) else _bound(part.index)
    bounds = [_bound(bound) if bound is not None else None for bound in part.bounds]
    if UNKNOWN in bounds or bounds[2] == 0:
        return UNKNOWN
    return slice(*bounds)


def _bound(given: Abstract | None) -> object:
    try:
        value = constant(given) if given is not None else UNKNOWN
    except LookupError:
        return UNKNOWN
    return value if value is None or isinstance(value, int) else UNKNOWN


_MAX_ARGUMENT = 1_000  # elements of a list that is an argument, those of lists in it included


def _all_plain(values: Sequence[Abstract], shapes: Sequence[Shape | None]) -> list[object] | None:
    """Arguments as the formulas take them; None where they are more than any operation has."""
    following, left = iter(shapes), count(_MAX_ARGUMENT, -1)
    try:
        return [_plain(value, following, left) for value in values]
    except OverflowError:
        return None


def _plain(value: Abstract, shapes: Iterator[Shape | None], left: Iterator[int], depth: int = 0) -> object:
    """An argument as the formulas take it; tensors have the next of the shapes."""
    if next(left) <= 0:
        raise OverflowError
    if isinstance(value, Tensor):
        return TensorShape(next(shapes, None))
    if isinstance(value, Items) and not value.open and not value.spoiled and depth < 4:
        return tuple(_plain(item, shapes, left, depth + 1) for item in value.items)
    try:
        return constant(value)
    except LookupError:
        return UNKNOWN
