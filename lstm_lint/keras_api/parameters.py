"""Numbers of parameters of Keras layers, trainable or not, as `layer.count_params()` gives them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from lstm_lint.keras_api.dims import (
    UNKNOWN,
    Arguments,
    Dim,
    Inputs,
    LayerSpec,
    NotDeterminable,
    Shape,
    as_dim,
    give_up,
    known_shape,
    need,
    single,
)
from lstm_lint.keras_api.layers import traits

Formula = Callable[[Arguments, Inputs], int]


def count_parameters(cls: str, arguments: Mapping[str, object], inputs: Inputs) -> int | None:
    """None where the class is not known, or the arguments or inputs do not determine it."""
    if traits(cls).weights is False:
        return 0
    formula = _FORMULAS.get(cls)
    if formula is None:
        return None
    try:
        return formula(Arguments(arguments), inputs)
    except NotDeterminable:
        return None


def _features(inputs: Inputs, ndim: int | None = None) -> int:
    return need(known_shape(inputs[0] if inputs else None, ndim)[-1])


def _bias(arguments: Arguments, size: int) -> int:
    return size if arguments.flag("use_bias", True) else 0


# --- recurrent ----------------------------------------------------------------------------------------------


def _lstm(arguments: Arguments, inputs: Inputs) -> int:
    """4 (u (u + f) + u) for f features and u units: rnn/lstm.py, LSTMCell.build."""
    return _gates(4, arguments, _features(inputs), 1)


def _gru(arguments: Arguments, inputs: Inputs) -> int:
    """3 (u (u + f) + 2 u); one bias less with reset_after=False: rnn/gru.py, GRUCell.build."""
    biases = 2 if arguments.flag("use_bias", True) and arguments.flag("reset_after", True) else 1
    return _gates(3, arguments, _features(inputs), biases)


def _simple_rnn(arguments: Arguments, inputs: Inputs) -> int:
    """u (u + f) + u: rnn/simple_rnn.py, SimpleRNNCell.build."""
    return _gates(1, arguments, _features(inputs), 1)


def _cudnn(gates: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> int:
        """Two biases a gate, always: layers/cudnn_recurrent.py of Keras 2.3."""
        units = arguments.number("units")
        return gates * (units * (units + _features(inputs)) + 2 * units)

    return formula


def _gates(gates: int, arguments: Arguments, features: int, biases: int) -> int:
    units = arguments.number("units")
    return gates * (units * (units + features) + _bias(arguments, biases * units))


def _rnn(arguments: Arguments, inputs: Inputs) -> int:
    """The sum over the cells, each fed by the one before: rnn/stacked_rnn_cells.py."""
    given = arguments.known("cell")
    if isinstance(given, LayerSpec) and given.cls == "StackedRNNCells":
        given = given.arguments.get("cells")
    return _chain(given, known_shape(inputs[0] if inputs else None, 3))


def _stacked_cells(arguments: Arguments, inputs: Inputs) -> int:
    return _chain(arguments.known("cells"), known_shape(inputs[0] if inputs else None, 2))


def _chain(cells: object, shape: Shape) -> int:
    count = 0
    for cell in cells if isinstance(cells, (list, tuple)) else [cells]:
        if not isinstance(cell, LayerSpec):
            give_up("a cell is not known")
        found = cell.once(count_parameters, [shape])
        count += found if found is not None else give_up("a cell")
        shape = (*shape[:-1], Arguments(cell.arguments).dim("units"))
    return count


def _conv_lstm(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> int:
        """4 (k c f + k f f + f) for a kernel of k cells, c channels and f filters: rnn/conv_lstm.py."""
        shape = known_shape(inputs[0] if inputs else None, rank + 3)
        channels = need(shape[-1 if arguments.channel_axis(rank + 2) != 1 else 2])
        filters = arguments.number("filters")
        kernel = math.prod(map(need, arguments.dims("kernel_size", rank)))
        return 4 * (kernel * filters * (channels + filters) + _bias(arguments, filters))

    return formula


def _bidirectional(arguments: Arguments, inputs: Inputs) -> int:
    """Twice the layer, or the layer and `backward_layer`: rnn/bidirectional.py."""
    forward = arguments.layer("layer")
    backward = forward if arguments.get("backward_layer") is None else arguments.layer("backward_layer")
    counts = [layer.once(count_parameters, inputs) for layer in (forward, backward)]
    return sum(count if count is not None else give_up("inner layer") for count in counts)


def _time_distributed(arguments: Arguments, inputs: Inputs) -> int:
    shape = single(inputs)
    layer = arguments.layer("layer")
    count = layer.once(count_parameters, [(*shape[:1], *shape[2:])])
    return count if count is not None and len(shape) > 2 else give_up("inner layer")


# --- core ---------------------------------------------------------------------------------------------------


def _dense(arguments: Arguments, inputs: Inputs) -> int:
    """f u + u: core/dense.py."""
    _without_lora(arguments)
    units = arguments.number("units")
    return units * _features(inputs) + _bias(arguments, units)


def _without_lora(arguments: Arguments) -> None:
    if arguments.known("lora_rank") is not None or arguments.known("quantization_config") is not None:
        give_up("lora or quantization adds weights")


def _embedding(arguments: Arguments, inputs: Inputs) -> int:
    """input_dim output_dim: core/embedding.py."""
    _without_lora(arguments)
    return arguments.number("input_dim") * arguments.number("output_dim")


def einsum_sizes(equation: object, output_shape: object, shape: Shape) -> dict[str, Dim]:
    """The size of every label of "abc,cd->abd": core/einsum_dense.py.

    None in `output_shape` takes the size from the input.
    """
    if not isinstance(equation, str) or "." in equation or equation.count(",") != 1 or "->" not in equation:
        give_up("equation")
    operands, _, output = equation.replace(" ", "").partition("->")
    given, weights = operands.split(",")
    wanted = output_shape if isinstance(output_shape, (tuple, list)) else (output_shape,)
    if len(given) != len(shape) or len(wanted) != len(output) - 1 or not set(weights) <= {*given, *output}:
        give_up("equation does not fit")
    sizes: dict[str, Dim] = dict(zip(given, shape, strict=True))
    for label, value in zip(output[1:], wanted, strict=True):
        if value is not None and label not in sizes:
            sizes[label] = as_dim(value)
    return sizes if set(output) <= set(sizes) else give_up("a label has no size")


def _einsum_dense(arguments: Arguments, inputs: Inputs) -> int:
    _without_lora(arguments)
    equation = arguments.known("equation")
    sizes = einsum_sizes(equation, arguments.known("output_shape", UNKNOWN), single(inputs))
    operands = str(equation).replace(" ", "").partition("->")[0]
    bias = arguments.known("bias_axes")
    count = math.prod(need(sizes[label]) for label in operands.split(",")[1])
    return count + (math.prod(need(sizes[label]) for label in str(bias)) if bias else 0)


def _prelu(arguments: Arguments, inputs: Inputs) -> int:
    """One slope for each entry of a sample, one along shared axes: activations/prelu.py."""
    shape = single(inputs)
    shared = arguments.known("shared_axes")
    axes = arguments.axes("shared_axes", len(shape), shared) if shared is not None else ()
    return math.prod(need(dim) for axis, dim in enumerate(shape) if axis > 0 and axis not in axes)


# --- normalization ------------------------------------------------------------------------------------------


def _along_axes(arguments: Arguments, inputs: Inputs) -> int:
    shape = single(inputs)
    return math.prod(need(shape[axis]) for axis in arguments.axes("axis", len(shape), -1))


def _scale_and_center(arguments: Arguments) -> int:
    return arguments.flag("scale", True) + arguments.flag("center", True)


def _batch_normalization(arguments: Arguments, inputs: Inputs) -> int:
    """Moving mean and variance, and gamma and beta where asked for: normalization/batch_normalization.py."""
    if arguments.flag("renorm", False):
        give_up("renorm adds weights")
    return _along_axes(arguments, inputs) * (2 + _scale_and_center(arguments))


def _layer_normalization(arguments: Arguments, inputs: Inputs) -> int:
    """gamma and beta; gamma alone with rms_scaling: normalization/layer_normalization.py."""
    rms = arguments.flag("rms_scaling", False)
    return _along_axes(arguments, inputs) * (1 if rms else _scale_and_center(arguments))


def _group_normalization(arguments: Arguments, inputs: Inputs) -> int:
    """gamma and beta along one axis: normalization/group_normalization.py."""
    return _along_axes(arguments, inputs) * _scale_and_center(arguments)


def _rms_normalization(arguments: Arguments, inputs: Inputs) -> int:
    """gamma: normalization/rms_normalization.py."""
    return _along_axes(arguments, inputs)


def _normalization(arguments: Arguments, inputs: Inputs) -> int:
    """Mean, variance and a count, unless mean and variance are given: preprocessing/normalization.py."""
    if arguments.known("mean") is not None:
        return 0
    shape = single(inputs)
    axis = arguments.known("axis", -1)
    kept = 1 if axis is None else math.prod(need(shape[a]) for a in arguments.axes("axis", len(shape), -1))
    return 2 * kept + 1


# --- convolution --------------------------------------------------------------------------------------------


def _channels_and_kernel(arguments: Arguments, inputs: Inputs, rank: int) -> tuple[int, int]:
    shape = single(inputs, rank + 2)
    channels = need(shape[arguments.channel_axis(rank + 2)])
    return channels, math.prod(map(need, arguments.dims("kernel_size", rank)))


def _conv(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> int:
        """k (c / groups) f + f: convolutional/base_conv.py."""
        _without_lora(arguments)
        channels, kernel = _channels_and_kernel(arguments, inputs, rank)
        filters, groups = arguments.number("filters"), arguments.number("groups", 1)
        if groups < 1 or channels % groups or filters % groups:
            give_up("groups do not divide the channels")
        return kernel * (channels // groups) * filters + _bias(arguments, filters)

    return formula


def _conv_transpose(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> int:
        """k c f + f: convolutional/base_conv_transpose.py."""
        channels, kernel = _channels_and_kernel(arguments, inputs, rank)
        filters = arguments.number("filters")
        return kernel * channels * filters + _bias(arguments, filters)

    return formula


def _separable_conv(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> int:
        """k c m + c m f + f for a depth multiplier m: convolutional/base_separable_conv.py."""
        channels, kernel = _channels_and_kernel(arguments, inputs, rank)
        filters, deep = arguments.number("filters"), channels * arguments.number("depth_multiplier", 1)
        return kernel * deep + deep * filters + _bias(arguments, filters)

    return formula


def _depthwise_conv(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> int:
        """k c m + c m: convolutional/base_depthwise_conv.py."""
        channels, kernel = _channels_and_kernel(arguments, inputs, rank)
        deep = channels * arguments.number("depth_multiplier", 1)
        return kernel * deep + _bias(arguments, deep)

    return formula


# --- attention ----------------------------------------------------------------------------------------------


def _attention(arguments: Arguments, inputs: Inputs) -> int:
    """A scale, and a weight for score_mode="concat": attention/attention.py."""
    return arguments.flag("use_scale", False) + (arguments.text("score_mode", "dot") == "concat")


def _additive_attention(arguments: Arguments, inputs: Inputs) -> int:
    """A scale for each feature of the query: attention/additive_attention.py."""
    return _features(inputs) if arguments.flag("use_scale", True) else 0


def _multi_head_attention(arguments: Arguments, inputs: Inputs) -> int:
    """Projections of query, key and value to the heads, and of the heads to the output.

    attention/multi_head_attention.py; the inputs are query, value[, key], of (batch, ..., features).
    """
    if len(inputs) not in (2, 3) or arguments.flag("use_gate", False):
        give_up("query, value and perhaps key")
    query, value, key = ([*inputs, inputs[1]] if len(inputs) == 2 else inputs)[:3]
    q, v, k = (need(known_shape(shape)[-1]) for shape in (query, value, key))
    heads, key_dim = arguments.number("num_heads"), arguments.number("key_dim")
    value_dim = arguments.get("value_dim") or key_dim
    values = need(as_dim(value_dim))
    given = arguments.known("output_shape")
    last = given if isinstance(given, (tuple, list)) else (given,)
    output = q if given is None else math.prod(need(as_dim(dim)) for dim in last)
    weights = heads * (key_dim * (q + k) + values * (v + output))
    return weights + _bias(arguments, heads * (2 * key_dim + values) + output)


def _group_query_attention(arguments: Arguments, inputs: Inputs) -> int:
    """Projections of the query, and its gate, to all heads, of key and value to some, and back to the query's features.

    attention/grouped_query_attention.py; the inputs are query, value[, key], of (batch, steps, features).
    """
    if len(inputs) not in (2, 3):
        give_up("query, value and perhaps key")
    query, value, key = ([*inputs, inputs[1]] if len(inputs) == 2 else inputs)[:3]
    q, v, k = (need(known_shape(shape, 3)[-1]) for shape in (query, value, key))
    size = arguments.number("head_dim")
    wide, narrow = (size * arguments.number(name) for name in ("num_query_heads", "num_key_value_heads"))
    projected = wide * (2 if arguments.flag("use_gate", False) else 1)
    weights = projected * q + narrow * (k + v) + wide * q
    return weights + _bias(arguments, projected + 2 * narrow + q)


# --- the table ----------------------------------------------------------------------------------------------

_FORMULAS: Final[dict[str, Formula]] = {
    "LSTM": _lstm,
    "LSTMCell": _lstm,
    "GRU": _gru,
    "GRUCell": _gru,
    "SimpleRNN": _simple_rnn,
    "SimpleRNNCell": _simple_rnn,
    "CuDNNLSTM": _cudnn(4),
    "CuDNNGRU": _cudnn(3),
    "RNN": _rnn,
    "StackedRNNCells": _stacked_cells,
    "Bidirectional": _bidirectional,
    "TimeDistributed": _time_distributed,
    "Dense": _dense,
    "EinsumDense": _einsum_dense,
    "Embedding": _embedding,
    "PReLU": _prelu,
    "BatchNormalization": _batch_normalization,
    "LayerNormalization": _layer_normalization,
    "GroupNormalization": _group_normalization,
    "RMSNormalization": _rms_normalization,
    "Normalization": _normalization,
    "Attention": _attention,
    "AdditiveAttention": _additive_attention,
    "MultiHeadAttention": _multi_head_attention,
    "GroupQueryAttention": _group_query_attention,
    **{f"ConvLSTM{rank}D": _conv_lstm(rank) for rank in (1, 2, 3)},
    **{f"Conv{rank}D": _conv(rank) for rank in (1, 2, 3)},
    **{f"Conv{rank}DTranspose": _conv_transpose(rank) for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": _separable_conv(rank) for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": _depthwise_conv(rank) for rank in (1, 2)},
}
