"""Shapes of what is done to tensors between layers: operators, slices, `keras.ops`, `keras.backend` and `tf`.

They follow keras/src/ops/numpy.py (compute_output_spec of each operation) and operation_utils.py. Names are the last
part of the path, since the libraries agree on them: `keras.ops.mean`, `K.mean`, `tf.reduce_mean`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lstm_lint.ir.records import dataclass
from lstm_lint.keras_api.dims import (
    UNKNOWN,
    Dim,
    NotDeterminable,
    Shape,
    as_dim,
    axis_of,
    combine,
    give_up,
    listed,
    need,
    product,
    refuse,
    shape_dim,
    total,
)


@dataclass(frozen=True, slots=True)
class TensorShape:
    """A tensor among the arguments of an operation; its shape is None where it is not known."""

    shape: Shape | None


def operation_shape(name: str, positional: Sequence[object], keywords: Mapping[str, object]) -> Shape:
    """The shape of `name(*positional, **keywords)`: `TensorShape` for tensors, UNKNOWN for what was not read.

    Raises NotDeterminable; `Refused` where the library raises.
    """
    if name in _SAME:
        return _shape(positional[0]) if positional else give_up("no tensor")
    if name in _TOGETHER:
        return broadcast([*positional, *keywords.values()])
    formula = _FORMULAS.get(name)
    try:
        return formula(_Call(positional, keywords)) if formula is not None else give_up(name)
    except LookupError as error:
        raise NotDeterminable(name) from error


def broadcast(values: Sequence[object]) -> Shape:
    """The shape of numbers and tensors put together element by element: operation_utils.py, broadcast_shapes."""
    result: Shape = ()
    for value in values:
        if not isinstance(value, (int, float, str, bool, type(None))):
            result = _broadcast(result, _shape(value))
    return result


def sliced(shape: Shape | None, keys: Sequence[object]) -> Shape:
    """The shape of `x[keys]`: ints, slices of ints, None for a new axis, Ellipsis; keras/src/ops/numpy.py, GetItem."""
    if shape is None or keys.count(Ellipsis) > 1 or any(key is UNKNOWN for key in keys):
        give_up("not read")
    remaining, left = list(shape), [*keys, *([] if Ellipsis in keys else [Ellipsis])]
    result: list[Dim] = []
    for at, key in enumerate(left):
        if key is Ellipsis:
            kept = len(remaining) - sum(later is not None for later in left[at + 1 :])
            result.extend(remaining[:kept])
            del remaining[: max(kept, 0)]
        elif key is None:
            result.append(1)
        elif not remaining:
            taken = sum(one is not None and one is not Ellipsis for one in keys)
            refuse(f"it has {len(shape)} axes, {taken} are indexed")
        else:
            dim = remaining.pop(0)
            if isinstance(key, slice):
                result.append(combine(lambda length, key=key: len(range(*key.indices(length))), dim))
            elif not isinstance(key, int):
                give_up("no index")
            elif isinstance(dim, int) and not -dim <= key < dim:
                refuse(f"there is no index {key} on an axis of {dim}")
    return tuple(result)


def _shape(value: object) -> Shape:
    shape = value.shape if isinstance(value, TensorShape) else None
    return shape if shape is not None else give_up("a shape is not known")


def _broadcast(first: Shape, second: Shape) -> Shape:
    rank = max(len(first), len(second))
    pairs = zip((1,) * (rank - len(first)) + first, (1,) * (rank - len(second)) + second, strict=True)
    return tuple(_broadcast_dim(a, b) for a, b in pairs)


def _broadcast_dim(a: Dim, b: Dim) -> Dim:
    if a == 1 or b == 1:
        return b if a == 1 else a
    if isinstance(a, int) and isinstance(b, int):
        return a if a == b else refuse(f"axes of {a} and {b} do not match")
    if isinstance(a, int) or isinstance(b, int):
        return a if isinstance(a, int) else b  # whatever the other is, it must fit
    return "?" if "?" in (a, b) else None


class _Call:
    """The arguments of one operation, by name in any library or by position."""

    def __init__(self, positional: Sequence[object], keywords: Mapping[str, object]) -> None:
        self.positional = positional
        self.keywords = keywords

    def get(self, position: int, names: Sequence[str], default: object = UNKNOWN) -> object:
        for name in names:
            if name in self.keywords:
                return self._known(self.keywords[name])
        return self._known(self.positional[position] if position < len(self.positional) else default)

    @staticmethod
    def _known(value: object) -> object:
        return value if value is not UNKNOWN else give_up("an argument is not known")

    def tensor(self) -> Shape:
        return _shape(self.get(0, ("x", "input", "inputs", "input_tensor", "tensor", "a")))

    def tensors(self) -> list[Shape]:
        found = self.get(0, ("xs", "x", "values", "tensors", "arrays"))
        return [_shape(item) for item in found] if isinstance(found, (tuple, list)) else give_up("no list")

    def axes(self, rank: int, default: object = None) -> tuple[int, ...]:
        value = self.get(1, ("axis", "axes", "dim"), default)
        if value is None:
            return tuple(range(rank))
        values = value if isinstance(value, (tuple, list)) else (value,)
        return tuple(axis_of(need(as_dim(axis)), rank) for axis in values)


def _reduce(call: _Call) -> Shape:
    shape = call.tensor()
    axes = call.axes(len(shape))
    keep = call.get(2, ("keepdims", "keep_dims"), False)
    if keep:
        return tuple(1 if axis in axes else dim for axis, dim in enumerate(shape))
    return tuple(dim for axis, dim in enumerate(shape) if axis not in axes)


def _expand(call: _Call) -> Shape:
    shape = list(call.tensor())
    shape.insert(axis_of(need(as_dim(call.get(1, ("axis", "dim"), -1))), len(shape) + 1), 1)
    return tuple(shape)


def _squeeze(call: _Call) -> Shape:
    shape = call.tensor()
    if call.get(1, ("axis",), None) is None:
        return tuple(dim for dim in shape if dim != 1) if "?" not in shape else give_up("a size is not known")
    axes = call.axes(len(shape))
    if any(isinstance(shape[axis], int) and shape[axis] != 1 for axis in axes):
        refuse("the axis that it removes is not of size 1")
    return tuple(dim for axis, dim in enumerate(shape) if axis not in axes)


def _concatenate(call: _Call) -> Shape:
    shapes = call.tensors()
    axis = axis_of(need(as_dim(call.get(1, ("axis",)))), len(shapes[0]))
    if len({len(shape) for shape in shapes}) != 1:
        refuse("they have different numbers of axes")
    result: list[Dim] = []
    for at, dims in enumerate(zip(*shapes, strict=True)):
        sizes = {dim for dim in dims if isinstance(dim, int)}
        if at != axis and len(sizes) > 1:
            refuse(f"axis {at} differs ({listed(sizes)}), only axis {axis} may")
        result.append(total(dims) if at == axis else dims[0])
    return tuple(result)


def _stack(call: _Call) -> Shape:
    shapes = call.tensors()
    if len({len(shape) for shape in shapes}) != 1:
        refuse("they have different numbers of axes")
    axis = axis_of(need(as_dim(call.get(1, ("axis",), 0))), len(shapes[0]) + 1)
    for dims in zip(*shapes, strict=True):
        sizes = {dim for dim in dims if isinstance(dim, int)}
        if len(sizes) > 1:
            refuse(f"an axis has {listed(sizes)}")
    return (*shapes[0][:axis], len(shapes), *shapes[0][axis:])


def _reshape(call: _Call) -> Shape:
    target = call.get(1, ("newshape", "shape"))
    if not isinstance(target, (tuple, list)):
        give_up("no shape")
    wanted = [shape_dim(dim) for dim in target]
    others = product(dim for dim in wanted if dim != -1)
    rest = combine(lambda n, m: n // m if m else give_up("zero"), product(call.tensor()), others)
    return tuple(rest if dim == -1 else dim for dim in wanted)


def _transpose(call: _Call) -> Shape:
    shape = call.tensor()
    axes = call.get(1, ("axes", "perm", "pattern"), None)
    given = tuple(range(len(shape)))[::-1] if axes is None else axes
    if not isinstance(given, (tuple, list)):
        give_up("no axes")
    order = [need(as_dim(axis)) for axis in given]
    if len(order) != len(shape):
        refuse(f"it has {len(shape)} axes, {len(order)} are named")
    return (
        tuple(shape[axis] for axis in order) if sorted(order) == list(range(len(shape))) else give_up("axes")
    )


def _where(call: _Call) -> Shape:
    """Of a condition and two values; of a condition alone it is a list of places."""
    values = [call.get(at, names) for at, names in enumerate((("condition",), ("x1", "x"), ("x2", "y")))]
    return broadcast(values)


def _matmul(call: _Call) -> Shape:
    first, second = call.tensor(), _shape(call.get(1, ("x2", "b", "y")))
    if len(first) < 2 or len(second) < 2 or {"transpose_a", "transpose_b"} & set(call.keywords):
        give_up("vectors")
    inner = {dim for dim in (first[-1], second[-2]) if isinstance(dim, int)}
    if len(inner) > 1:
        refuse(f"the axes that it sums over have {listed(inner)}")
    return (*_broadcast(first[:-2], second[:-2]), first[-2], second[-1])


_SAME: Final = frozenset(
    {
        "abs", "absolute", "cast", "ceil", "clip", "clip_by_value", "cos", "cumsum", "dropout", "elu", "erf",
        "exp", "expm1", "flip", "floor", "gelu", "hard_sigmoid", "identity", "l2_normalize", "leaky_relu", "log",
        "log1p", "log_softmax", "logical_not", "nan_to_num", "negative", "normalize", "ones_like", "reciprocal",
        "relu", "relu6", "reverse", "roll", "round", "rsqrt", "selu", "sigmoid", "sign", "silu", "sin", "softmax",
        "softplus", "softsign", "sqrt", "square", "stop_gradient", "swish", "tanh", "zeros_like",
    }
)  # fmt: skip
_TOGETHER: Final = frozenset(
    {
        "add", "divide", "equal", "floor_divide", "greater", "greater_equal", "less", "less_equal", "logical_and",
        "logical_or", "maximum", "minimum", "mod", "multiply", "not_equal", "pow", "power", "subtract",
        "true_divide",
    }
)  # fmt: skip
_REDUCING: Final = (
    "mean", "sum", "max", "min", "prod", "std", "var", "any", "all", "amax", "amin", "logsumexp", "reduce_mean",
    "reduce_sum", "reduce_max", "reduce_min", "reduce_prod", "reduce_std", "reduce_variance", "reduce_any",
    "reduce_all", "reduce_logsumexp",
)  # fmt: skip
_FORMULAS: Final = {
    **dict.fromkeys(_REDUCING, _reduce),
    "expand_dims": _expand,
    "squeeze": _squeeze,
    "concat": _concatenate,
    "concatenate": _concatenate,  # with an axis: 0 in keras.ops, -1 in K, where it is not given
    "stack": _stack,
    "reshape": _reshape,
    "transpose": _transpose,
    "permute_dimensions": _transpose,
    "where": _where,
    "matmul": _matmul,
}
