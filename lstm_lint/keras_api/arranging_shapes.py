"""Output shapes of layers that rearrange one input or put several together."""

from __future__ import annotations

from lstm_lint.keras_api.dims import (
    UNKNOWN,
    Arguments,
    Dim,
    Inputs,
    Shape,
    Shapes,
    as_dim,
    axis_of,
    combine,
    give_up,
    known_shape,
    need,
    product,
    refuse,
    single,
    total,
)


def shown(dims: Shape) -> str:
    """As a program writes it."""
    return str(tuple(dims))


def flatten(arguments: Arguments, inputs: Inputs) -> Shapes:
    """reshaping/flatten.py; free if one of the dimensions is free."""
    batch, *rest = single(inputs)
    if None in rest and "?" not in rest:
        return (batch, None)
    return (batch, product(rest))


def reshape(arguments: Arguments, inputs: Inputs) -> Shapes:
    """One -1 takes what is left, free where the input is: reshaping/reshape.py."""
    target = arguments.known("target_shape")
    shape = inputs[0] if inputs else None
    batch: Dim = shape[0] if shape else "?"
    if not isinstance(target, (tuple, list)):
        give_up("no target shape")
    wanted = [as_dim(dim) for dim in target]
    size = product(shape[1:]) if shape is not None else "?"
    others = product(dim for dim in wanted if dim != -1)
    if isinstance(size, int) and isinstance(others, int):
        whole = size % others == 0 if others and -1 in wanted else size == others
        if not whole:
            refuse(f"{size} numbers do not fit {shown(tuple(wanted))}")
    rest = combine(lambda n, m: n // m if m else give_up("zero size"), size, others) if -1 in wanted else 0
    return (batch, *(rest if dim == -1 else dim for dim in wanted))


def permute(arguments: Arguments, inputs: Inputs) -> Shapes:
    """reshaping/permute.py; `dims` count from 1."""
    dims = arguments.known("dims")
    if not isinstance(dims, (tuple, list)):
        give_up("no dims")
    order = [need(as_dim(dim)) for dim in dims]
    if sorted(order) != list(range(1, len(order) + 1)):
        refuse(f"`dims` must be the numbers 1 to {len(order)} in some order")
    shape = single(inputs, len(order) + 1)
    return (shape[0], *(shape[dim] for dim in order))


def repeat_vector(arguments: Arguments, inputs: Inputs) -> Shapes:
    """(batch, n, features): reshaping/repeat_vector.py."""
    batch, features = single(inputs, 2)
    return (batch, arguments.dim("n"), features)


def merge(arguments: Arguments, inputs: Inputs) -> Shapes:
    """Element by element with broadcasting, the batch kept apart: merging/base_merge.py."""
    shapes = [known_shape(shape) for shape in inputs]
    if not shapes:
        give_up("no inputs")
    rest = shapes[0][1:]
    for shape in shapes[1:]:
        rest = _broadcast(rest, shape[1:])
    batches = {shape[0] for shape in shapes} - {None}
    return (batches.pop() if len(batches) == 1 else "?" if batches else None, *rest)


def _broadcast(first: Shape, second: Shape) -> Shape:
    if len(first) < len(second):
        first, second = second, first
    if not second:
        return first
    split = len(first) - len(second)
    pairs = zip(first[split:], second, strict=True)
    return (*first[:split], *(_broadcast_dim(a, b) for a, b in pairs))


def _broadcast_dim(a: Dim, b: Dim) -> Dim:
    if a is None or b is None:
        return None
    if a == 1 or b == 1:
        return b if a == 1 else a
    if a == "?" or b == "?":
        return b if a == "?" else a  # it must fit: either equal, or 1
    return a if a == b else give_up(f"{a} against {b}")


def subtract(arguments: Arguments, inputs: Inputs) -> Shapes:
    return merge(arguments, inputs) if len(inputs) == 2 else refuse("it takes two tensors")


def concatenate(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The sum along the axis, all else equal: merging/concatenate.py."""
    shapes = [known_shape(shape) for shape in inputs]
    if not shapes or len({len(shape) for shape in shapes}) != 1:
        give_up("ranks differ")
    rank = len(shapes[0])
    axis = axis_of(need(as_dim(arguments.known("axis", -1))), rank)
    for other in range(rank):
        sizes = {shape[other] for shape in shapes if isinstance(shape[other], int)}
        if other != axis and len(sizes) > 1:
            give_up(f"axis {other} differs")
    result = list(shapes[0])
    result[axis] = total(shape[axis] for shape in shapes)
    return tuple(result)


def dot(arguments: Arguments, inputs: Inputs) -> Shapes:
    """Both shapes without the contracted axes and the second batch: merging/dot.py."""
    if len(inputs) != 2:
        give_up("two inputs")
    first, second = (list(known_shape(shape)) for shape in inputs)
    axes = arguments.known("axes", UNKNOWN)
    if isinstance(axes, int):
        axes = (axes, axes)
    if not isinstance(axes, (tuple, list)) or len(axes) != 2:
        give_up("axes")
    one = axis_of(need(as_dim(axes[0])), len(first))
    two = axis_of(need(as_dim(axes[1])), len(second))
    if (
        one == 0
        or two == 0
        or isinstance(first[one], int)
        and isinstance(second[two], int)
        and first[one] != second[two]
    ):
        give_up("axes do not fit")
    first.pop(one)
    second.pop(two)
    result = (*first, *second[1:])
    return result if len(result) > 1 else (*result, 1)


def attention(arguments: Arguments, inputs: Inputs) -> Shapes:
    """(..., Tq, dim of the value); inputs are query, value[, key]: attention/attention.py."""
    if len(inputs) not in (2, 3):
        refuse("it takes [query, value] or [query, value, key]")
    query, value = known_shape(inputs[0]), known_shape(inputs[1])
    return (*query[:-1], value[-1])


def multi_head_attention(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The query's shape, with `output_shape` at its end: attention/multi_head_attention.py."""
    query = known_shape(inputs[0] if inputs else None)
    given = arguments.known("output_shape")
    if given is None:
        return query
    last = given if isinstance(given, (tuple, list)) else (given,)
    return (*query[:-1], *map(as_dim, last))


def group_query_attention(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The query's shape, with as many features as the value has: attention/grouped_query_attention.py."""
    if len(inputs) not in (2, 3):
        give_up("query, value and perhaps key")
    query, value = known_shape(inputs[0], 3), known_shape(inputs[1], 3)
    if isinstance(query[-1], int) and isinstance(value[-1], int) and query[-1] != value[-1]:
        give_up(f"{query[-1]} features against {value[-1]}")
    return query
