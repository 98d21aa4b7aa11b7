"""Output shapes of Keras layers: `infer` for a layer class, its arguments and its input shapes.

Each formula names the Keras source that it follows (keras/src/layers/...); tests hold all of them against
the installed Keras with random arguments. A shape that Keras would refuse is None, like one that is not
determinable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from lstm_lint.keras_api.arranging_shapes import (
    attention,
    concatenate,
    dot,
    flatten,
    group_query_attention,
    merge,
    multi_head_attention,
    permute,
    repeat_vector,
    reshape,
    subtract,
)
from lstm_lint.keras_api.dims import (
    UNKNOWN,
    Arguments,
    Dim,
    Formula,
    Inputs,
    LayerSpec,
    NotDeterminable,
    Refusal,
    Refused,
    Shape,
    Shapes,
    combine,
    give_up,
    known_shape,
    refuse,
    shape_dim,
    single,
)
from lstm_lint.keras_api.layers import LAYERS, traits
from lstm_lint.keras_api.parameters import count_parameters, einsum_sizes
from lstm_lint.keras_api.spatial_shapes import (
    conv,
    conv_transpose,
    convolve,
    cropping,
    depthwise_conv,
    global_pooling,
    pooling,
    up_sampling,
    zero_padding,
)

__all__ = ["UNKNOWN", "Dim", "LayerSpec", "Shape", "covered", "infer", "input_ndim", "output_shape"]


def infer(cls: str, arguments: Mapping[str, object], inputs: Inputs) -> tuple[Shapes | None, int | None]:
    """The output shape and the number of parameters, trainable or not, as `layer.count_params()` gives it.

    `arguments` are plain values with defaults filled in (a missing one has the default of Keras 3), UNKNOWN
    for one that could not be read. Wrappers take LayerSpec: `{"layer": LayerSpec("LSTM", {"units": 8})}`;
    RNN takes one LayerSpec or a list of them as "cell", StackedRNNCells a list as "cells". `inputs` holds one
    shape per tensor, batch first, None where unknown. With return_state, or with Bidirectional(
    merge_mode=None), the output is a tuple of shapes; states of stacked cells follow each other in it.
    """
    return output_shape(cls, arguments, inputs), count_parameters(cls, arguments, inputs)


def output_shape(cls: str, arguments: Mapping[str, object], inputs: Inputs) -> Shapes | None:
    found = _outcome(cls, arguments, inputs)
    return None if isinstance(found, NotDeterminable) else found


def refusal(cls: str, arguments: Mapping[str, object], inputs: Inputs) -> Refusal | None:
    """Why Keras raises where the layer is called on inputs of these shapes; None where it does not, or may not.

    Where no shape is known, nobody knows either how many tensors there are.
    """
    found = _outcome(cls, arguments, inputs) if any(shape is not None for shape in inputs) else None
    return found.refusal if isinstance(found, Refused) else None


def _outcome(cls: str, arguments: Mapping[str, object], inputs: Inputs) -> Shapes | NotDeterminable:
    formula = _FORMULAS.get(cls)
    if formula is None:
        return NotDeterminable(cls)
    try:
        return formula(Arguments(arguments), inputs)
    except NotDeterminable as error:
        return error.with_traceback(None)


def _inside(layer: LayerSpec, inputs: Inputs) -> Shapes:
    """What comes out of a layer in a wrapper."""
    found = layer.once(_outcome, inputs)
    if isinstance(found, NotDeterminable):
        raise found
    return found


def covered() -> frozenset[str]:
    """The layer classes that have a formula."""
    return frozenset(_FORMULAS)


def input_ndim(cls: str) -> int | tuple[int, None] | None:
    """The required rank of the input: 3, or (2, None) for "2 or more", or None where any will do."""
    return traits(cls).reads


# --- recurrent ----------------------------------------------------------------------------------------------


def _recurrent(states: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """(batch, [timesteps,] units) and states of (batch, units): rnn/rnn.py, compute_output_shape."""
        batch, timesteps, _ = _sequence(inputs)
        units = arguments.dim("units")
        _check_initial_state(inputs[1:], states, units)
        return _with_states(arguments, (batch,), timesteps, (units,), [(units,)] * states)

    return formula


def _check_initial_state(given: Inputs, states: int, units: Dim) -> None:
    """As many states as the layer has, each (batch, units)."""
    if given and len(given) != states:
        give_up(f"{len(given)} states for {states}")
    for state in given:
        if state is not None and (len(state) != 2 or _differ(state[1], units)):
            give_up(f"a state of {state} for {units} units")


def _differ(a: Dim, b: Dim) -> bool:
    return isinstance(a, int) and isinstance(b, int) and a != b


def _sequence(inputs: Inputs) -> Shape:
    """The sequence among the inputs of a recurrent layer; what follows is its initial state."""
    return known_shape(inputs[0] if inputs else None, 3)


def _with_states(
    arguments: Arguments, batch: Shape, timesteps: Dim, step: Shape, states: Sequence[Shape]
) -> Shapes:
    sequences = arguments.flag("return_sequences", False)
    output = (*batch, timesteps, *step) if sequences else (*batch, *step)
    if arguments.flag("return_state", False):
        return (output, *((*batch, *state) for state in states))
    return output


def _cells(arguments: Arguments) -> list[LayerSpec]:
    given = arguments.known("cell")
    if isinstance(given, LayerSpec) and given.cls == "StackedRNNCells":
        given = given.arguments.get("cells")
    cells = list(given) if isinstance(given, (list, tuple)) else [given]
    found = [cell for cell in cells if isinstance(cell, LayerSpec) and cell.cls in CELL_STATES]
    return found if cells and len(found) == len(cells) else give_up("a cell is not known")


CELL_STATES: Final = {name: row.states for name, row in LAYERS.items() if row.family == "cell"}


def _rnn(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The output of the last cell, and the states of all, one after the other: rnn/rnn.py, stacked_rnn_cells.py."""
    batch, timesteps, _ = _sequence(inputs)
    cells = _cells(arguments)
    sizes = [Arguments(cell.arguments).dim("units") for cell in cells]
    states = [(size,) for cell, size in zip(cells, sizes) for _ in range(CELL_STATES[cell.cls])]
    if inputs[1:] and len(inputs) - 1 != len(states):
        give_up(f"{len(inputs) - 1} states for {len(states)}")
    for given, (size,) in zip(inputs[1:], states):
        if given is not None and (len(given) != 2 or _differ(given[1], size)):
            give_up(f"a state of {given} for {size} units")
    return _with_states(arguments, (batch,), timesteps, (sizes[-1],), states)


def _cell(arguments: Arguments, inputs: Inputs) -> Shapes:
    """(batch, units): the output of one step."""
    return (known_shape(inputs[0] if inputs else None, 2)[0], arguments.dim("units"))


def _conv_lstm(rank: int) -> Formula:
    def formula(arguments: Arguments, inputs: Inputs) -> Shapes:
        """The convolved step with `filters` channels, for output and both states: rnn/conv_lstm.py."""
        shape = known_shape(inputs[0] if inputs else None, rank + 3)
        step = convolve(arguments, (shape[0], *shape[2:]), arguments.dim("filters"))[1:]
        return _with_states(arguments, shape[:1], shape[1], step, [step, step])

    return formula


def _bidirectional(arguments: Arguments, inputs: Inputs) -> Shapes:
    """concat doubles the last dimension, None gives both, the states of both follow: rnn/bidirectional.py."""
    layer = arguments.layer("layer")
    inner = Arguments(layer.arguments)
    half = len(inputs) // 2  # of the initial state, for the forward layer
    if len(inputs) > 1 and len(inputs) % 2 == 0:
        give_up("an initial state that does not halve")
    result = _inside(layer, inputs[: half + 1])
    states: tuple[Shape, ...] = ()
    if inner.flag("return_state", False):
        first, *rest = _several(result)
        states = (*rest, *rest)
    else:
        first = _one(result)
    backward = arguments.get("backward_layer")
    if isinstance(backward, LayerSpec):
        _check_backward(first, backward, inputs[:1])
    match arguments.known("merge_mode", "concat"):
        case "concat":
            merged: tuple[Shape, ...] = ((*first[:-1], combine(lambda n: 2 * n, first[-1])),)
        case "sum" | "mul" | "ave":
            merged = (first,)
        case None:
            merged = (first, first)
        case other:
            give_up(f"merge_mode={other!r}")
    return (*merged, *states) if states or len(merged) > 1 else merged[0]


def _check_backward(forward: Shape, layer: LayerSpec, inputs: Inputs) -> None:
    """Keras takes the forward layer's shape for both; where they differ, it fails in the first step."""
    result = _inside(layer, inputs)
    backward = _several(result)[0] if _several(result) else _one(result)
    if len(backward) != len(forward) or any(map(_differ, forward, backward)):
        give_up("the two directions have different shapes")


def _time_distributed(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The inner layer on (batch, ...) with the time axis put back: rnn/time_distributed.py."""
    shape = single(inputs)
    if len(shape) < 3:
        refuse("it needs a time axis", reads=3)
    layer = arguments.layer("layer")
    try:
        inner = _one(_inside(layer, [(shape[0], *shape[2:])]))
    except Refused as error:
        # The wrapper does not ask for the rank of a step, the kernel of a convolution does.
        kernel = traits(layer.cls).family == "convolution" and not layer.cls.endswith("Transpose")
        if error.refusal.reads is not None and not kernel:
            give_up("a step of another rank")
        raise
    return (inner[0], shape[1], *inner[1:])


def _one(shapes: Shapes) -> Shape:
    if any(isinstance(item, tuple) for item in shapes):
        give_up("several outputs")
    return shapes  # type: ignore[return-value]


def _several(shapes: Shapes) -> tuple[Shape, ...]:
    return tuple(item for item in shapes if isinstance(item, tuple))


# --- core, embedding, element-wise --------------------------------------------------------------------------


def _same(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The shape of the input."""
    return single(inputs)


def _same_with_ndim(ndim: int) -> Formula:
    return lambda arguments, inputs: single(inputs, ndim)


def _normalized(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The shape of the input, whose axes are those that `axis` names: normalization/batch_normalization.py and kin."""
    shape = single(inputs)
    arguments.axes("axis", len(shape), -1)
    return shape


def _in_groups(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The shape of the input, whose channels make whole groups: normalization/group_normalization.py."""
    shape = single(inputs)
    (axis,) = arguments.axes("axis", len(shape), -1)
    groups, channels = arguments.known("groups", 32), shape[axis]
    if isinstance(groups, int) and isinstance(channels, int) and groups > 0 and channels % groups:
        refuse(f"{channels} channels cannot be divided into {groups} groups")
    return shape


def _dense(arguments: Arguments, inputs: Inputs) -> Shapes:
    """(..., units): core/dense.py."""
    if inputs and inputs[0] is not None and len(inputs[0]) < 2:
        refuse("it reads two axes or more, the batch included")
    return (*single(inputs)[:-1], arguments.dim("units"))


def _einsum_dense(arguments: Arguments, inputs: Inputs) -> Shapes:
    """The first dimension, then `output_shape` as given; no ellipsis: core/einsum_dense.py."""
    shape = single(inputs)
    given = arguments.known("output_shape", UNKNOWN)
    einsum_sizes(arguments.known("equation"), given, shape)
    return (shape[0], *map(shape_dim, given if isinstance(given, (tuple, list)) else (given,)))


def _embedding(arguments: Arguments, inputs: Inputs) -> Shapes:
    """(..., output_dim): core/embedding.py."""
    return (*single(inputs), arguments.dim("output_dim"))


def _input(arguments: Arguments, inputs: Inputs) -> Shapes:
    """core/input_layer.py; `shape` is without the batch, `batch_shape` with it."""
    for name in ("batch_shape", "batch_input_shape"):
        given = arguments.known(name)
        if isinstance(given, (tuple, list)):
            return tuple(map(shape_dim, given))
    batch = arguments.get("batch_size")
    shape = arguments.known("shape", arguments.get("input_shape"))
    if isinstance(shape, int):
        shape = (shape,)
    if not isinstance(shape, (tuple, list)):
        give_up("no shape")
    return (shape_dim(batch), *map(shape_dim, shape))


def _text_vectorization(arguments: Arguments, inputs: Inputs) -> Shapes:
    """(batch, output_sequence_length) for "int", else the vocabulary: preprocessing/text_vectorization.py."""
    shape = known_shape(inputs[0] if inputs else None)
    if arguments.text("output_mode", "int") == "int":
        length = arguments.get("output_sequence_length")
        return (shape[0], shape_dim(length))
    if arguments.known("split", "whitespace") is None:
        give_up("not split")
    if arguments.flag("pad_to_max_tokens", False):
        return (*shape, shape_dim(arguments.get("max_tokens")))
    return (*shape, "?")  # the size of the vocabulary


# --- the table ----------------------------------------------------------------------------------------------

_FORMULAS: Final[dict[str, Formula]] = {
    **{
        name: _same if row.reads is None else _same_with_ndim(row.reads)
        for name, row in LAYERS.items()
        if row.shape == "same" and row.family != "entry" and not isinstance(row.reads, tuple)
    },
    "BatchNormalization": _normalized,
    "LayerNormalization": _normalized,
    "GroupNormalization": _in_groups,
    "LSTM": _recurrent(2),
    "CuDNNLSTM": _recurrent(2),
    "GRU": _recurrent(1),
    "CuDNNGRU": _recurrent(1),
    "SimpleRNN": _recurrent(1),
    "RNN": _rnn,
    "LSTMCell": _cell,
    "GRUCell": _cell,
    "SimpleRNNCell": _cell,
    "Bidirectional": _bidirectional,
    "TimeDistributed": _time_distributed,
    "Dense": _dense,
    "EinsumDense": _einsum_dense,
    "Embedding": _embedding,
    "InputLayer": _input,
    "Input": _input,
    "TextVectorization": _text_vectorization,
    "Flatten": flatten,
    "Reshape": reshape,
    "Permute": permute,
    "RepeatVector": repeat_vector,
    **{name: merge for name, row in LAYERS.items() if row.mask == "merges"},
    "Subtract": subtract,
    "Concatenate": concatenate,
    "Dot": dot,
    "Attention": attention,
    "AdditiveAttention": attention,
    "MultiHeadAttention": multi_head_attention,
    "GroupQueryAttention": group_query_attention,
    **{f"{name}{rank}D": pooling(rank) for name in ("MaxPooling", "AveragePooling") for rank in (1, 2, 3)},
    **{
        f"{name}{rank}D": global_pooling(rank)
        for name in ("GlobalMaxPooling", "GlobalAveragePooling")
        for rank in (1, 2, 3)
    },
    **{f"Conv{rank}D": conv(rank) for rank in (1, 2, 3)},
    **{f"ConvLSTM{rank}D": _conv_lstm(rank) for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": conv(rank, separable=True) for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": depthwise_conv(rank) for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": conv_transpose(rank) for rank in (1, 2, 3)},
    **{f"Cropping{rank}D": cropping(rank) for rank in (1, 2, 3)},
    **{f"ZeroPadding{rank}D": zero_padding(rank) for rank in (1, 2, 3)},
    **{f"UpSampling{rank}D": up_sampling(rank) for rank in (1, 2, 3)},
}
