"""Output shapes of convolution, pooling, cropping, padding and up-sampling layers."""

from __future__ import annotations

from lstm_lint.keras_api.dims import (
    Arguments,
    Dim,
    Formula,
    Inputs,
    Shape,
    Shapes,
    as_dim,
    combine,
    give_up,
    positive,
    product,
    refuse,
    single,
    total,
)


def convolve(arguments: Arguments, shape: Shape, channels: Dim) -> Shape:
    """backend/common: compute_conv_output_shape. "same" and "causal" divide by the stride, rounding up."""
    rank = len(shape)
    axes = arguments.spatial_axes(rank)
    kernel = arguments.dims("kernel_size", rank - 2)
    strides = arguments.dims("strides", rank - 2, 1)
    dilation = arguments.dims("dilation_rate", rank - 2, 1)
    padding = arguments.text("padding", "valid")
    result = list(shape)
    for n, axis in enumerate(axes):
        if padding == "valid":
            size = combine(
                lambda length, k, s, d: positive((length - d * (k - 1) - 1) // s + 1),
                shape[axis],
                kernel[n],
                strides[n],
                dilation[n],
            )
        else:
            size = combine(lambda length, s: (length - 1) // s + 1, shape[axis], strides[n])
        result[axis] = size
    result[arguments.channel_axis(rank)] = channels
    return tuple(result)


def _check_strides(arguments: Arguments, rank: int) -> None:
    """convolutional/base_conv.py: one of strides and dilation_rate is 1."""
    steps = [arguments.dims(name, rank, 1) for name in ("strides", "dilation_rate")]
    if all(any(isinstance(size, int) and size > 1 for size in sizes) for sizes in steps):
        refuse("strides above 1 cannot be combined with a dilation_rate above 1")


def conv(rank: int, *, separable: bool = False) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """convolutional/base_conv.py and base_separable_conv.py."""
        shape = single(inputs, rank + 2)
        channels, groups = shape[arguments.channel_axis(rank + 2)], arguments.get("groups", 1)
        if isinstance(channels, int) and isinstance(groups, int) and groups > 0 and channels % groups:
            refuse(f"{channels} channels cannot be divided into {groups} groups")
        if not separable:  # that takes both
            _check_strides(arguments, rank)
        return convolve(arguments, shape, arguments.dim("filters"))

    return formula


def depthwise_conv(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """depth_multiplier channels for every input channel: convolutional/base_depthwise_conv.py."""
        shape = single(inputs, rank + 2)
        channels = product([shape[arguments.channel_axis(rank + 2)], arguments.dim("depth_multiplier", 1)])
        return convolve(arguments, shape, channels)

    return formula


def conv_transpose(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """backend/common/backend_utils.py: _get_output_shape_given_tf_padding."""
        shape = single(inputs, rank + 2)
        kernel = arguments.dims("kernel_size", rank)
        strides = arguments.dims("strides", rank, 1)
        dilation = arguments.dims("dilation_rate", rank, 1)
        _check_strides(arguments, rank)
        same = arguments.text("padding", "valid") == "same"
        padded = arguments.known("output_padding")
        extra: Shape = (0,) * rank if padded is None else arguments.dims("output_padding", rank, least=0)

        def size(length: int, k: int, s: int, d: int, more: int) -> int:
            k = (k - 1) * d + 1
            if padded is None:
                return length * s if same else length * s + max(k - s, 0)
            return (length - 1) * s + k - (2 * (k // 2) if same else 0) + more

        result = list(shape)
        for n, axis in enumerate(arguments.spatial_axes(rank + 2)):
            result[axis] = combine(size, shape[axis], kernel[n], strides[n], dilation[n], extra[n])
        result[arguments.channel_axis(rank + 2)] = arguments.dim("filters")
        return tuple(result)

    return formula


def pooling(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """A convolution without weights whose stride is the pool: ops/operation_utils.py."""
        shape = single(inputs, rank + 2)
        pool = arguments.dims("pool_size", rank, 2)
        strides = arguments.get("strides")
        like_conv = {
            "kernel_size": pool,
            "strides": pool if strides is None else strides,
            "padding": arguments.get("padding", "valid"),
            "data_format": arguments.get("data_format"),
        }
        return convolve(Arguments(like_conv), shape, shape[arguments.channel_axis(rank + 2)])

    return formula


def global_pooling(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """(batch, channels), or ones in between with keepdims: pooling/base_global_pooling.py."""
        shape = single(inputs, rank + 2)
        axes = arguments.spatial_axes(rank + 2)
        if arguments.flag("keepdims", False):
            return tuple(1 if axis in axes else dim for axis, dim in enumerate(shape))
        return (shape[0], shape[arguments.channel_axis(rank + 2)])

    return formula


def _margins(arguments: Arguments, name: str, rank: int) -> list[tuple[Dim, Dim]]:
    """`1`, `(1, 2)` for one axis, `((1, 2), (3, 4))` for each: the sizes before and after."""
    value = arguments.known(name, 1)
    if isinstance(value, int):
        return [(value, value)] * rank
    if not isinstance(value, (tuple, list)):
        give_up(name)
    pairs = [value] if rank == 1 else value
    result = [
        (p, p) if isinstance(p, int) else tuple(p) if isinstance(p, (tuple, list)) else () for p in pairs
    ]
    if len(result) != rank or any(len(pair) != 2 for pair in result):
        give_up(name)
    return [(as_dim(pair[0]), as_dim(pair[1])) for pair in result]


def cropping(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """reshaping/cropping1d.py, cropping2d.py, cropping3d.py."""
        result = list(single(inputs, rank + 2))
        margins = _margins(arguments, "cropping", rank)
        for axis, (before, after) in zip(arguments.spatial_axes(rank + 2), margins, strict=True):
            result[axis] = combine(lambda n, a, b: positive(n - a - b), result[axis], before, after)
        return tuple(result)

    return formula


def zero_padding(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """reshaping/zero_padding1d.py, zero_padding2d.py, zero_padding3d.py."""
        result = list(single(inputs, rank + 2))
        margins = _margins(arguments, "padding", rank)
        for axis, pair in zip(arguments.spatial_axes(rank + 2), margins, strict=True):
            result[axis] = total([result[axis], *pair])
        return tuple(result)

    return formula


def up_sampling(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """reshaping/up_sampling1d.py, up_sampling2d.py, up_sampling3d.py."""
        result = list(single(inputs, rank + 2))
        sizes = arguments.dims("size", rank, 2)
        for axis, size in zip(arguments.spatial_axes(rank + 2), sizes, strict=True):
            result[axis] = product([result[axis], size])
        return tuple(result)

    return formula
