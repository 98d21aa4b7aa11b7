"""The shape and parameter formulas: random cases for every class, and what holds without Keras.

test_keras_api_against_keras.py holds the same cases against the real layers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from lstm_lint.keras_api.shapes import UNKNOWN, LayerSpec, covered, infer, input_ndim

Arguments = dict[str, Any]
Shapes = list[tuple[Any, ...]]
Case = Callable[[Random], tuple[Arguments, Shapes]]


# --- random arguments and inputs --------------------------------------------------------------------------


def size(r: Random, low: int = 1, high: int = 7) -> int:
    return r.randint(low, high)


def batch(r: Random) -> int | None:
    return r.choice([None, None, 4])


def flag(r: Random) -> bool:
    return r.random() < 0.5


def space(r: Random, rank: int, low: int = 6, high: int = 12, free: float = 0.15) -> list[int | None]:
    return [None if r.random() < free else r.randint(low, high) for _ in range(rank)]


def per_axis(r: Random, rank: int, low: int, high: int) -> Any:
    if flag(r):
        return r.randint(low, high)
    return tuple(r.randint(low, high) for _ in range(rank))


def any_shape(r: Random, low: int = 2, high: int = 5, free: float = 0.0) -> tuple[Any, ...]:
    rank = r.randint(low, high)
    return (batch(r), *space(r, rank - 2, 1, 6, free), size(r)) if rank > 1 else (batch(r),)


def recurrent(*own: str) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments: Arguments = {
            "units": size(r),
            "use_bias": flag(r),
            "return_sequences": flag(r),
            "return_state": flag(r),
            "go_backwards": flag(r),
            "dropout": r.choice([0.0, 0.3]),
            **{name: flag(r) for name in own},
        }
        return arguments, [(batch(r), *space(r, 1, 1, 6), size(r))]

    return case


def cell_spec(r: Random) -> LayerSpec:
    cls = r.choice(["LSTMCell", "GRUCell", "SimpleRNNCell"])
    arguments: Arguments = {"units": size(r), "use_bias": flag(r)}
    if cls == "GRUCell":
        arguments["reset_after"] = flag(r)
    return LayerSpec(cls, arguments)


def cell(*own: str) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        return {"units": size(r), "use_bias": flag(r), **{n: flag(r) for n in own}}, [(2, size(r))]

    return case


def rnn(r: Random) -> tuple[Arguments, Shapes]:
    cells = [cell_spec(r) for _ in range(r.choice([1, 1, 2, 3]))]
    given: Any = cells[0]
    if len(cells) > 1:
        given = cells if flag(r) else LayerSpec("StackedRNNCells", {"cells": cells})
    state = flag(r) and len(cells) == 1
    arguments = {"cell": given, "return_sequences": flag(r), "return_state": state}
    return arguments, [(batch(r), *space(r, 1, 1, 6), size(r))]


def conv_lstm(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments, _ = conv_arguments(r, rank)
        arguments |= {"return_sequences": flag(r), "return_state": flag(r)}
        return arguments, [(batch(r), *space(r, 1, 1, 3), *space(r, rank, free=0), size(r, 1, 3))]

    return case


def bidirectional(r: Random) -> tuple[Arguments, Shapes]:
    cls = r.choice(["LSTM", "GRU", "SimpleRNN", "RNN"])
    if cls == "RNN":
        arguments, inputs = rnn(r)
    else:
        arguments, inputs = recurrent()(r)
    merge_mode = r.choice(["concat", "sum", "mul", "ave", None])
    result: Arguments = {"layer": LayerSpec(cls, arguments), "merge_mode": merge_mode}
    if flag(r) and cls != "RNN":
        backward = {**arguments, "go_backwards": not arguments["go_backwards"]}
        result["backward_layer"] = LayerSpec(cls, backward)
    return result, inputs


def time_distributed(r: Random) -> tuple[Arguments, Shapes]:
    cls = r.choice(["Dense", "Conv1D", "Flatten", "LSTM", "MaxPooling1D", "BatchNormalization", "Dropout"])
    arguments, inputs = CASES[cls](r)
    arguments.pop("return_state", None)
    shape = inputs[0]
    return {"layer": LayerSpec(cls, arguments)}, [(shape[0], size(r), *shape[1:])]


def dense(r: Random) -> tuple[Arguments, Shapes]:
    return {"units": size(r), "use_bias": flag(r)}, [any_shape(r, free=0.3)]


def einsum_dense(r: Random) -> tuple[Arguments, Shapes]:
    a, b, c, d = (size(r) for _ in range(4))
    equation, output, shape = r.choice(
        [
            ("ab,bc->ac", c, (None, b)),
            ("abc,cd->abd", (None, d), (None, b, c)),
            ("abc,cde->abde", (b, d, a), (None, b, c)),
            ("abc,bcd->ad", d, (4, b, c)),
        ]
    )
    bias = r.choice([None, equation[-1]])
    return {"equation": equation, "output_shape": output, "bias_axes": bias}, [shape]


def embedding(r: Random) -> tuple[Arguments, Shapes]:
    arguments = {"input_dim": size(r, 2, 50), "output_dim": size(r), "mask_zero": flag(r)}
    return arguments, [(batch(r), *space(r, r.randint(0, 2), 1, 6))]


def plain(low: int = 2, high: int = 5, **choices: list[Any]) -> Case:
    """A layer that keeps the shape, with arguments picked from lists."""

    def case(r: Random) -> tuple[Arguments, Shapes]:
        return {name: r.choice(values) for name, values in choices.items()}, [any_shape(r, low, high)]

    return case


def prelu(r: Random) -> tuple[Arguments, Shapes]:
    return {"shared_axes": r.choice([None, [1], 1, (1, 2)])}, [any_shape(r, 3, 4)]


def normalization(*own: str) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        shape = any_shape(r, 2, 4)
        axis = r.choice([-1, r.randint(1, len(shape) - 1)])
        return {"axis": axis, **{name: flag(r) for name in own}}, [shape]

    return case


def layer_normalization(r: Random) -> tuple[Arguments, Shapes]:
    arguments, inputs = normalization("center", "scale")(r)
    if len(inputs[0]) > 2 and flag(r):
        arguments["axis"] = [1, 2]
    return arguments, inputs


def group_normalization(r: Random) -> tuple[Arguments, Shapes]:
    groups = size(r, 1, 3)
    shape = (batch(r), *space(r, r.randint(1, 2), 2, 5, 0), groups * size(r, 1, 3))
    return {"groups": groups, "center": flag(r), "scale": flag(r)}, [shape]


def feature_normalization(r: Random) -> tuple[Arguments, Shapes]:
    arguments: Arguments = {"axis": r.choice([-1, None])}
    if flag(r):
        arguments |= {"axis": None, "mean": 1.0, "variance": 2.0}
    return arguments, [any_shape(r, 2, 4)]


def conv_arguments(r: Random, rank: int) -> tuple[Arguments, int]:
    filters = 2 * size(r, 1, 3)
    arguments: Arguments = {
        "filters": filters,
        "kernel_size": per_axis(r, rank, 1, 3),
        "padding": r.choice(["valid", "same"]),
        "use_bias": flag(r),
    }
    arguments[r.choice(["strides", "dilation_rate"])] = r.randint(1, 2)
    return arguments, filters


def conv(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments, _ = conv_arguments(r, rank)
        if rank == 1 and flag(r):
            arguments["padding"] = "causal"
        if flag(r):
            arguments["groups"] = 2
        return arguments, [(batch(r), *space(r, rank), 2 * size(r, 1, 3))]

    return case


def separable_conv(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments, _ = conv_arguments(r, rank)
        return {**arguments, "depth_multiplier": size(r, 1, 3)}, [(batch(r), *space(r, rank), size(r))]

    return case


def depthwise_conv(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments, inputs = separable_conv(rank)(r)
        del arguments["filters"]
        return arguments, inputs

    return case


def conv_transpose(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments, _ = conv_arguments(r, rank)
        if flag(r) and arguments.get("strides") == 2:
            arguments["output_padding"] = r.randint(0, 1)
        return arguments, [(batch(r), *space(r, rank, free=0), size(r))]

    return case


def pooling(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments: Arguments = {
            "pool_size": per_axis(r, rank, 1, 3),
            "strides": r.choice([None, per_axis(r, rank, 1, 3)]),
            "padding": r.choice(["valid", "same"]),
        }
        return arguments, channels_somewhere(r, rank, arguments)

    return case


def channels_somewhere(r: Random, rank: int, arguments: Arguments) -> Shapes:
    dims = space(r, rank)
    if r.random() < 0.3:
        arguments["data_format"] = "channels_first"
        return [(batch(r), size(r), *dims)]
    return [(batch(r), *dims, size(r))]


def global_pooling(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        arguments: Arguments = {"keepdims": flag(r)}
        return arguments, channels_somewhere(r, rank, arguments)

    return case


def reshape(r: Random) -> tuple[Arguments, Shapes]:
    a, b, c = (size(r) for _ in range(3))
    target = r.choice([(a, -1), (-1,), (a * b * c,), (c, b, a), (-1, 1), (a, b, c, 1), (-1, b)])
    first = None if -1 in target and r.random() < 0.2 else a
    return {"target_shape": target}, [(batch(r), first, b, c)]


def permute(r: Random) -> tuple[Arguments, Shapes]:
    shape = any_shape(r, 2, 5, free=0.2)
    dims = list(range(1, len(shape)))
    r.shuffle(dims)
    return {"dims": tuple(dims)}, [shape]


def margins(rank: int, name: str) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        def pair() -> Any:
            return (r.randint(0, 2), r.randint(0, 2))

        value: Any = r.randint(0, 2)
        if flag(r):
            value = pair() if rank == 1 else r.choice([tuple(pair() for _ in range(rank)), (1, 2, 1)[:rank]])
        return {name: value}, [(batch(r), *space(r, rank), size(r))]

    return case


def up_sampling(rank: int) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        given = r.randint(1, 3) if rank == 1 else per_axis(r, rank, 1, 3)
        return {"size": given}, [(batch(r), *space(r, rank, 2, 5), size(r))]

    return case


def merge(r: Random) -> tuple[Arguments, Shapes]:
    shape = any_shape(r, 2, 4, free=0.2)
    count = r.randint(2, 3)
    inputs = [(shape[0], *(1 if r.random() < 0.2 else dim for dim in shape[1:])) for _ in range(count)]
    return {}, inputs


def merge_two(r: Random) -> tuple[Arguments, Shapes]:
    return {}, merge(r)[1][:2]


def concatenate(r: Random) -> tuple[Arguments, Shapes]:
    shape = any_shape(r, 3, 4)
    axis = r.choice([-1, 1, len(shape) - 1])
    inputs = []
    for _ in range(r.randint(2, 3)):
        one = list(shape)
        one[axis] = size(r)
        inputs.append(tuple(one))
    return {"axis": axis}, inputs


def dot(r: Random) -> tuple[Arguments, Shapes]:
    common, a, b = size(r), size(r), size(r)
    choices: list[tuple[Arguments, Shapes]] = [
        ({"axes": 1}, [(None, common), (None, common)]),
        ({"axes": -1, "normalize": True}, [(None, a, common), (None, b, common)]),
        ({"axes": (2, 1)}, [(4, a, common), (4, common, b)]),
        ({"axes": [1, 2]}, [(None, common, a), (None, b, common)]),
    ]
    return r.choice(choices)


def attention(**choices: list[Any]) -> Case:
    def case(r: Random) -> tuple[Arguments, Shapes]:
        dim, query, value = size(r), size(r), size(r)
        inputs = [(None, query, dim), (None, value, dim)]
        if flag(r):
            inputs = [(None, query, dim), (None, value, size(r)), (None, value, dim)]
        return {name: r.choice(values) for name, values in choices.items()}, inputs

    return case


def multi_head_attention(r: Random) -> tuple[Arguments, Shapes]:
    query, value = size(r), size(r)
    inputs = [(None, query, size(r)), (None, value, size(r))]
    if flag(r):
        inputs.append((None, value, size(r)))
    arguments = {
        "num_heads": size(r, 1, 3),
        "key_dim": size(r),
        "value_dim": r.choice([None, size(r)]),
        "use_bias": flag(r),
        "output_shape": r.choice([None, size(r)]),
    }
    return arguments, inputs


def group_query_attention(r: Random) -> tuple[Arguments, Shapes]:
    features, value = size(r), size(r)
    inputs = [(batch(r), size(r), features), (None, value, features)]
    if flag(r):
        inputs.append((None, value, size(r)))
    narrow = size(r, 1, 3)
    arguments = {
        "head_dim": size(r),
        "num_query_heads": narrow * size(r, 1, 3),
        "num_key_value_heads": narrow,
        "use_bias": flag(r),
        "use_gate": flag(r),
    }
    return arguments, inputs


def text_vectorization(r: Random) -> tuple[Arguments, Shapes]:
    mode = r.choice(["int", "multi_hot", "count"])
    arguments: Arguments = {"output_mode": mode, "max_tokens": size(r, 5, 50)}
    if mode == "int":
        arguments["output_sequence_length"] = r.choice([None, size(r)])
    else:
        arguments["pad_to_max_tokens"] = True
    return arguments, [(batch(r),)]


def input_layer(r: Random) -> tuple[Arguments, Shapes]:
    shape = tuple(space(r, r.randint(0, 3)))
    if flag(r):
        return {"batch_shape": (batch(r), *shape)}, []
    return {"shape": shape, "batch_size": batch(r)}, []


CASES: dict[str, Case] = {
    "LSTM": recurrent("unit_forget_bias"),
    "GRU": recurrent("reset_after"),
    "SimpleRNN": recurrent(),
    "LSTMCell": cell("unit_forget_bias"),
    "GRUCell": cell("reset_after"),
    "SimpleRNNCell": cell(),
    "RNN": rnn,
    "Bidirectional": bidirectional,
    "TimeDistributed": time_distributed,
    "Dense": dense,
    "EinsumDense": einsum_dense,
    "Embedding": embedding,
    "Input": input_layer,
    "InputLayer": input_layer,
    "TextVectorization": text_vectorization,
    "Activation": plain(activation=["relu", "softmax", "tanh"]),
    "ActivityRegularization": plain(l1=[0.0, 0.1]),
    "AlphaDropout": plain(rate=[0.1, 0.5]),
    "Dropout": plain(rate=[0.1, 0.5]),
    "ELU": plain(alpha=[1.0]),
    "GaussianDropout": plain(rate=[0.1, 0.5]),
    "GaussianNoise": plain(stddev=[0.1, 0.5]),
    "Identity": plain(),
    "LeakyReLU": plain(negative_slope=[0.1]),
    "Masking": plain(3, 3, mask_value=[0.0]),
    "ReLU": plain(max_value=[None, 6.0]),
    "Rescaling": plain(scale=[0.5], offset=[0.0, 1.0]),
    "Softmax": plain(axis=[-1]),
    "UnitNormalization": plain(axis=[-1]),
    "PReLU": prelu,
    "BatchNormalization": normalization("center", "scale"),
    "LayerNormalization": layer_normalization,
    "GroupNormalization": group_normalization,
    "RMSNormalization": normalization(),
    "Normalization": feature_normalization,
    "Flatten": plain(1, 5),
    "Reshape": reshape,
    "Permute": permute,
    "RepeatVector": lambda r: ({"n": size(r)}, [(batch(r), size(r))]),
    "Concatenate": concatenate,
    "Subtract": merge_two,
    **dict.fromkeys(("Add", "Multiply", "Average", "Maximum", "Minimum"), merge),
    "Dot": dot,
    "Attention": attention(use_scale=[True, False], score_mode=["dot", "concat"]),
    "AdditiveAttention": attention(use_scale=[True, False]),
    "MultiHeadAttention": multi_head_attention,
    "GroupQueryAttention": group_query_attention,
    **{f"{name}{rank}D": pooling(rank) for name in ("MaxPooling", "AveragePooling") for rank in (1, 2, 3)},
    **{f"Global{kind}Pooling{n}D": global_pooling(n) for kind in ("Max", "Average") for n in (1, 2, 3)},
    **{f"SpatialDropout{n}D": plain(n + 2, n + 2, rate=[0.2]) for n in (1, 2, 3)},
    **{f"Conv{rank}D": conv(rank) for rank in (1, 2, 3)},
    **{f"ConvLSTM{rank}D": conv_lstm(rank) for rank in (1, 2, 3)},
    **{f"SeparableConv{rank}D": separable_conv(rank) for rank in (1, 2)},
    **{f"DepthwiseConv{rank}D": depthwise_conv(rank) for rank in (1, 2)},
    **{f"Conv{rank}DTranspose": conv_transpose(rank) for rank in (1, 2, 3)},
    **{f"Cropping{rank}D": margins(rank, "cropping") for rank in (1, 2, 3)},
    **{f"ZeroPadding{rank}D": margins(rank, "padding") for rank in (1, 2, 3)},
    **{f"UpSampling{rank}D": up_sampling(rank) for rank in (1, 2, 3)},
}
NOT_IN_KERAS_3 = {"CuDNNLSTM", "CuDNNGRU", "ThresholdedReLU"}


# --- known results ----------------------------------------------------------------------------------------


def test_every_formula_has_a_case() -> None:
    assert set(CASES) == covered() - NOT_IN_KERAS_3


@pytest.mark.parametrize(
    ("cls", "arguments", "inputs", "shape", "count"),
    [
        ("LSTM", {"units": 64}, [(None, 100, 3)], (None, 64), 17_408),
        ("LSTM", {"units": 64, "return_sequences": True}, [(None, 100, 3)], (None, 100, 64), 17_408),
        ("GRU", {"units": 32}, [(None, None, 8)], (None, 32), 4_032),
        ("GRU", {"units": 32, "reset_after": False}, [(None, None, 8)], (None, 32), 3_936),
        ("CuDNNLSTM", {"units": 64}, [(None, 100, 3)], (None, 64), 17_664),
        ("CuDNNGRU", {"units": 32, "return_sequences": True}, [(None, 9, 8)], (None, 9, 32), 4_032),
        ("Dense", {"units": 1}, [(None, 100, 64)], (None, 100, 1), 65),
        ("Embedding", {"input_dim": 10_000, "output_dim": 128}, [(None, 80)], (None, 80, 128), 1_280_000),
        ("Bidirectional", {"layer": LayerSpec("LSTM", {"units": 8})}, [(None, 5, 4)], (None, 16), 832),
        ("ThresholdedReLU", {}, [(None, 5)], (None, 5), 0),
    ],
)
def test_known_models(cls: str, arguments: Arguments, inputs: Shapes, shape: Any, count: int) -> None:
    assert infer(cls, arguments, inputs) == (shape, count)


def test_a_state_comes_with_the_output() -> None:
    shape, _ = infer("LSTM", {"units": 8, "return_state": True}, [(None, 5, 4)])
    assert shape == ((None, 8), (None, 8), (None, 8))


@pytest.mark.parametrize(
    ("cls", "arguments", "inputs", "shape", "count"),
    [
        ("LSTM", {"units": UNKNOWN}, [(None, 5, 4)], (None, "?"), None),
        ("LSTM", {"units": 8, "return_sequences": UNKNOWN}, [(None, 5, 4)], None, 416),
        ("LSTM", {"units": 8, "return_sequences": True}, [None], ("?", "?", 8), None),
        ("LSTM", {"units": 8, "dropout": UNKNOWN}, [(None, 5, 4)], (None, 8), 416),
        ("Dense", {"units": 8, "use_bias": UNKNOWN}, [(None, 4)], (None, 8), None),
        ("Dense", {"units": 8}, [None], None, None),
        ("Conv1D", {"filters": 4, "kernel_size": UNKNOWN}, [(None, 9, 2)], (None, "?", 4), None),
        ("Conv1D", {"filters": 4, "kernel_size": 3}, [(None, "?", 2)], (None, "?", 4), 28),
        ("Flatten", {}, [(None, "?", 3)], (None, "?"), 0),
        ("Flatten", {}, [(None, None, 3)], (None, None), 0),
        ("Reshape", {"target_shape": (UNKNOWN, 3)}, [(None, 6)], (None, "?", 3), 0),
        ("Bidirectional", {"layer": UNKNOWN}, [(None, 5, 4)], None, None),
        ("Transformer", {}, [(None, 5, 4)], None, None),
        ("Lambda", {}, [(None, 5, 4)], None, 0),
    ],
)
def test_what_is_unknown_stays_unknown(
    cls: str, arguments: Arguments, inputs: Any, shape: Any, count: int | None
) -> None:
    assert infer(cls, arguments, inputs) == (shape, count)


@pytest.mark.parametrize(
    ("cls", "ndim"),
    [
        ("LSTM", 3),
        ("RepeatVector", 2),
        ("Conv1D", 3),
        ("ConvLSTM2D", 5),
        ("TimeDistributed", (3, None)),
        ("Dense", (2, None)),
        ("Dropout", None),
    ],
)
def test_required_input_ranks(cls: str, ndim: Any) -> None:
    assert input_ndim(cls) == ndim


# --- less knowledge never gives another answer ------------------------------------------------------------


def weakened(arguments: Arguments, inputs: Shapes) -> Iterator[tuple[Arguments, Any]]:
    """The same layer with one argument, one dimension or one input shape unknown."""
    for name in arguments:
        yield {**arguments, name: UNKNOWN}, inputs
    for number, shape in enumerate(inputs):
        yield arguments, [*inputs[:number], None, *inputs[number + 1 :]]
        for axis in range(len(shape)):
            changed = (*shape[:axis], "?", *shape[axis + 1 :])
            yield arguments, [*inputs[:number], changed, *inputs[number + 1 :]]


def agrees(partial: Any, full: Any) -> bool:
    if partial is None or partial == "?":
        return True
    if isinstance(partial, tuple) and isinstance(full, tuple):
        # a dimension of None is a statement ("free"), unlike a shape of None
        return len(partial) == len(full) and all(
            a == b or a == "?" or (isinstance(a, tuple) and agrees(a, b))
            for a, b in zip(partial, full, strict=True)
        )
    return bool(partial == full)


@pytest.mark.parametrize("cls", sorted(CASES))
def test_less_knowledge_gives_no_other_answer(cls: str) -> None:
    random = Random(cls)
    for _ in range(60):
        arguments, inputs = CASES[cls](random)
        shape, count = infer(cls, arguments, inputs)
        if shape is None:
            continue
        for fewer, changed in weakened(arguments, inputs):
            partial, partial_count = infer(cls, fewer, changed)
            assert agrees(partial, shape), (fewer, changed, partial, shape)
            assert partial_count in (None, count), (fewer, changed)


@pytest.mark.parametrize("cls", sorted(covered()))
def test_nonsense_is_answered_with_none_and_no_error(cls: str) -> None:
    random = Random(cls)
    nonsense: list[Any] = [
        None,
        -1,
        0,
        2.5,
        "x",
        (),
        (1, 2, 3, 4, 5, 6),
        [None],
        {"a": 1},
        object(),
        UNKNOWN,
        True,
    ]
    names = sorted({name for case in CASES.values() for name in case(random)[0]} | {"cells", "data_format"})
    for _ in range(300):
        arguments = {name: random.choice(nonsense) for name in random.sample(names, 8)}
        inputs: list[Any] = [random.choice([None, (), (None,), (0, 0, 0), (None, 5, 4), ("?", None, 3, 3)])]
        infer(cls, arguments, inputs * random.choice([0, 1, 2, 4]))
