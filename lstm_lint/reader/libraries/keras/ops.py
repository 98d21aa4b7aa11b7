"""Operations on tensors: operators, slices and functions, with the formulas of their shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from lstm_lint import nodes as cst
from lstm_lint.keras_api.dims import UNKNOWN, NotDeterminable, Refused, give_up
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
from lstm_lint.reader.libraries.keras.symbolic import note_method
from lstm_lint.script import Known, Misfit, Shape, Unknown

_MODULES = frozenset(
    {"keras.ops", "keras.backend", "keras.activations", "tensorflow", "tensorflow.math", "tensorflow.nn",
     "tensorflow.linalg"}
)  # fmt: skip


Determined = Callable[[Sequence["Shape | None"]], "Shape"]  # raises NotDeterminable


def of_function(path: str, args: Args) -> Determined | None:
    """The formula of a library function, by canonical path."""
    module, _, name = path.rpartition(".")
    if module not in _MODULES or not args.complete:
        return None

    def formula(shapes: Sequence[Shape | None]) -> Shape:
        found = _all_plain(args.values(), shapes)
        if found is None:
            give_up("too many arguments")
        count = len(args.positional)
        return operation_shape(name, found[:count], dict(zip(args.keywords, found[count:])))

    return formula


def operation(
    it: Interpreter,
    node: cst.CSTNode,
    inputs: Sequence[Tensor],
    certain: bool = True,
    formula: Determined | None = None,
    given: dict[str, Given] | None = None,
    title: str = "",
) -> Tensor:
    """Something done to tensors that is no layer; `formula` gives its shape. Not `certain`: it may hold layers.

    `given`: its arguments by name, those by position by their number. `title`: what a message calls it.
    """
    quiet = _quiet(formula) if formula is not None else None
    pseudo = Built("operation", "Operation", node, given or {}, custom=True, formula=quiet)  # type: ignore[arg-type]
    use = Use(pseudo, tuple(inputs), certain=certain)
    pseudo.first_use = use
    apply_once(it, use)
    return Tensor(_made(it, node, inputs, formula, title) if formula is not None else None, use)


def _quiet(formula: Determined) -> Formula:
    def known(shapes: Sequence[Shape | None]) -> Shape | None:
        try:
            return formula(shapes)
        except NotDeterminable:
            return None

    return known


def _made(
    it: Interpreter, node: cst.CSTNode, inputs: Sequence[Tensor], formula: Determined, title: str
) -> Shape | None:
    """The shape of the result; that the library raises is written down."""
    shapes = [tensor.shape for tensor in inputs]
    try:
        made = formula(shapes)
        first = shapes[0] if len(shapes) == 1 else None
        if title and made and first and first[0] is None and isinstance(made[0], int):
            it.record.refuse(node, "batch", title)  # of interest where a model returns it
        return made
    except Refused as refused:
        known = tuple(shape for shape in shapes if shape is not None)
        if title and len(known) == len(shapes):
            note_misfit(it, node, title, known, refused.refusal.why)
    except NotDeterminable:
        pass
    return None


def note_misfit(it: Interpreter, node: cst.CSTNode, title: str, shapes: tuple[Shape, ...], why: str) -> None:
    """Write down a call on shapes that it does not take."""
    it.record.misfits.setdefault(node, Misfit(it.place(node), title, shapes, why))


def arguments(args: Args) -> dict[str, Given]:
    """The arguments of an operation by name, those by position by their number."""
    return {**{str(at): given for at, given in enumerate(args.positional)}, **args.keywords}


def tensors_in(call: Call) -> list[Tensor]:
    """Every tensor among the arguments of a call."""
    return [tensor for value in call.args.values() for tensor in tensors(value)]


def method(it: Interpreter, call: Call) -> Tensor:
    """A method of a tensor."""
    assert isinstance(call.owner, Tensor)
    note_method(it, call, call.owner)
    return operation(it, call.node, (call.owner,))


def int_shape(it: Interpreter, call: Call) -> Abstract:
    """`K.int_shape(tensor)`: its shape as a tuple of numbers, which is no tensor."""
    given = call.args.at(0, "x")
    return (
        it.attribute(given, "shape")
        if isinstance(given, Tensor)
        else Unknown("the shape of what is not known")
    )


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

    def formula(shapes: Sequence[Shape | None]) -> Shape:
        given = _all_plain(values, shapes)
        if given is None:
            give_up("too many arguments")
        return operation_shape("matmul", given, {}) if symbol == "@" else broadcast(given)

    found = [value for value in values if isinstance(value, Tensor)]
    return operation(it, call.node, found, formula=formula, title=symbol)


_COMPARISONS = ("==", "!=", "<", "<=", ">", ">=", "in", "not in")


def subscript(it: Interpreter, subscript: Subscript) -> Tensor:
    """`x[:, -1, :]`."""
    assert isinstance(subscript.owner, Tensor)
    keys = [_key(part) for part in subscript.parts]
    written = "" if UNKNOWN in keys else ", ".join(map(_written, keys))
    given = {"key": Given(Known(written, "computed"))} if written else {}
    return operation(
        it,
        subscript.node,
        [subscript.owner],
        formula=lambda shapes: sliced(shapes[0], keys),
        given=given,
        title="[]",
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
