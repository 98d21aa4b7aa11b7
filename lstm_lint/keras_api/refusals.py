"""What Keras refuses to build because of the shapes that meet: merges, windows, steps of another rank.

Each function gives None where Keras builds the layer, and where that is not certain. Tests hold them against the
installed Keras with random shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lstm_lint.keras_api.dims import Arguments, Dim, Inputs, NotDeterminable, Shape, listed
from lstm_lint.keras_api.layers import LAYERS, traits

ELEMENTWISE: Final = frozenset(name for name, row in LAYERS.items() if row.mask == "merges")
# With a kernel or a pool over 1, 2 or 3 axes; ConvLSTM convolves each of its steps.
_WINDOWS: Final = {
    f"{name}{rank}D": rank
    for name in ("Conv", "SeparableConv", "DepthwiseConv", "ConvLSTM", "MaxPooling", "AveragePooling")
    for rank in (1, 2, 3)
}


def unmergeable(cls: str, arguments: Arguments, inputs: Inputs) -> str | None:
    """Why a merge layer does not take inputs of these shapes, batch first.

    Follows merging/base_merge.py, concatenate.py and dot.py.
    """
    shapes = [shape for shape in inputs if shape is not None]
    if len(shapes) < 2:
        return None
    try:
        if cls == "Concatenate":
            return _concatenated(arguments.known("axis", -1), shapes)
        if cls == "Dot":
            return _multiplied(arguments.known("axes"), shapes) if len(shapes) == len(inputs) == 2 else None
    except NotDeterminable:
        return None
    return _broadcast(inputs) if cls in ELEMENTWISE else None


def _broadcast(inputs: Inputs) -> str | None:
    """Counted from the last axis, without the batch, sizes are equal, 1 or missing, each input against those before it.

    An axis that was free once takes any size after it: Keras leaves it to the data.
    """
    met: list[Dim] = [1] * max((len(shape) for shape in inputs if shape is not None), default=0)
    for shape in inputs:
        if shape is None:
            return None  # it may leave any axis free
        for back, dim in enumerate(reversed(shape[1:]), start=1):
            before = met[-back]
            if isinstance(before, int) and isinstance(dim, int) and before != dim and 1 not in (before, dim):
                ends = "last axis" if back == 1 else f"axis {-back}"
                return f"the {ends} has {listed({before, dim})}"
            if isinstance(before, int):
                met[-back] = dim if before == 1 or not isinstance(dim, int) else before
    return None


def _concatenated(axis: object, shapes: Sequence[Shape]) -> str | None:
    """As many axes, and equal sizes on each but the batch and the one that is joined; a size of 1 is not stretched."""
    ranks = {len(shape) for shape in shapes}
    if not isinstance(axis, int) or isinstance(axis, bool):
        return None
    if len(ranks) > 1:
        return f"they have {listed(ranks)} axes, the batch included"
    (rank,) = ranks
    if not -rank <= axis < rank:
        return None
    for other in set(range(1, rank)) - {axis % rank}:
        sizes = _sizes(shape[other] for shape in shapes)
        if len(sizes) > 1:
            return f"axis {other} has {listed(sizes)}, axis {axis % rank} is joined"
    return None


def _multiplied(axes: object, shapes: Sequence[Shape]) -> str | None:
    """The two axes that are summed over have one size."""
    pair = axes if isinstance(axes, (tuple, list)) else (axes, axes)
    if len(pair) != 2:
        return None
    found = []
    for axis, shape in zip(pair, shapes, strict=True):
        if not isinstance(axis, int) or isinstance(axis, bool) or not -len(shape) <= axis < len(shape):
            return None
        found.append(shape[axis] if axis % len(shape) else None)
    sizes = _sizes(found)
    return f"the axes that it sums over have {listed(sizes)}" if len(sizes) > 1 else None


def _sizes(dims: object) -> set[int]:
    return {dim for dim in dims if isinstance(dim, int)}  # type: ignore[attr-defined]


def too_short(cls: str, arguments: Arguments, shape: Shape) -> tuple[str, int, int] | None:
    """A window without padding that is longer than what it slides over: its argument, the length it spans, and that of
    the axis, where Keras says "Computed output size would be zero or negative" (ops/operation_utils.py)."""
    rank = _WINDOWS.get(cls)
    if rank is None or len(shape) != traits(cls).reads:
        return None
    step = (shape[0], *shape[2:]) if cls.startswith("ConvLSTM") else shape
    name, default = ("pool_size", 2) if "Pooling" in cls else ("kernel_size", None)
    try:
        if arguments.text("padding", "valid") != "valid":
            return None
        sizes = arguments.dims(name, rank, default)
        dilation = arguments.dims("dilation_rate", rank, 1) if name == "kernel_size" else (1,) * rank
        for axis, size, rate in zip(arguments.spatial_axes(rank + 2), sizes, dilation, strict=True):
            length = step[axis]
            if isinstance(size, int) and isinstance(rate, int) and isinstance(length, int):
                spanned = rate * (size - 1) + 1
                if spanned > length:
                    return name, spanned, length
    except NotDeterminable:
        pass
    return None


def step_of_another_rank(cls: str, shape: Shape) -> int | None:
    """The number of axes that a convolution in TimeDistributed reads, where a step has another number.

    TimeDistributed does not ask for the rank, the kernel does: a pooling, padding or transposed layer is built.
    """
    rank = _WINDOWS.get(cls)
    if rank is None or "Pooling" in cls:
        return None
    reads = rank + (3 if cls.startswith("ConvLSTM") else 2)
    return reads if len(shape) != reads else None
