"""What Keras refuses to build by the shapes that meet, held against the installed Keras with random shapes."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

keras: Any = pytest.importorskip("keras", exc_type=ImportError)

from lstm_lint.keras_api.dims import Arguments, Shape  # noqa: E402
from lstm_lint.keras_api.refusals import (  # noqa: E402
    ELEMENTWISE,
    step_of_another_rank,
    too_short,
    unmergeable,
)
from lstm_lint.keras_api.shapes import LayerSpec, output_shape  # noqa: E402

pytestmark = pytest.mark.keras

CASES = 60  # of each class
MERGES = sorted({*ELEMENTWISE, "Concatenate", "Dot"})
WINDOWS = [
    *(
        f"{name}{rank}D"
        for name in ("Conv", "DepthwiseConv", "SeparableConv", "MaxPooling", "AveragePooling")
        for rank in (1, 2)
    ),
    "ConvLSTM1D",
]


def builds(cls: str, arguments: dict[str, Any], inputs: list[Shape], within: str | None = None) -> bool:
    """Whether Keras makes an output of symbolic inputs; nothing is computed."""
    layer = getattr(keras.layers, cls)(**arguments)
    if within is not None:
        layer = getattr(keras.layers, within)(layer)
    tensors = [keras.KerasTensor(shape) for shape in inputs]
    try:
        layer(tensors if len(tensors) > 1 else tensors[0])
    except (ValueError, IndexError):
        return False
    return True


def sizes(r: Random, rank: int) -> list[int | None]:
    return [r.choice([1, 3, 3, 3, 4, None]) for _ in range(rank)]


def merged(cls: str, r: Random) -> tuple[dict[str, Any], list[Shape]]:
    first = sizes(r, r.randint(1, 3))
    count = 2 if cls in ("Subtract", "Dot") else r.randint(2, 3)
    shapes: list[Shape] = [(None, *first)]
    for _ in range(count - 1):
        other = list(first) if r.random() < 0.7 else sizes(r, r.randint(1, 3))
        if r.random() < 0.6:
            other[r.randrange(len(other))] = r.choice([1, 3, 4, 5, None])
        shapes.append((None, *other))
    least = min(map(len, shapes))
    axis = r.choice([-1, r.randint(1, least - 1)])
    if cls == "Dot":
        pair = [r.randint(1, min(len(shape), 3) - 1) for shape in shapes]
        return {"axes": axis if r.random() < 0.5 else tuple(pair)}, shapes
    return {"axis": axis} if cls == "Concatenate" else {}, shapes


@pytest.mark.parametrize("cls", MERGES)
def test_inputs_that_do_not_fit_are_those_that_keras_refuses(cls: str) -> None:
    r = Random(cls)
    verdicts = []
    for _ in range(CASES):
        arguments, shapes = merged(cls, r)
        refused = unmergeable(cls, Arguments(arguments), shapes) is not None
        taken = builds(cls, arguments, shapes)
        assert not (refused and taken), (arguments, shapes)
        free = any(None in shape[1:] for shape in shapes)  # what Dot makes of None is not said
        assert refused or taken or (cls == "Dot" and (free or max(map(len, shapes)) > 2)), (arguments, shapes)
        verdicts.append(refused)
    assert CASES * 0.1 < sum(verdicts) < CASES * 0.9


@pytest.mark.parametrize("within", [None, "TimeDistributed"])
@pytest.mark.parametrize("cls", WINDOWS)
def test_a_window_that_is_too_long_is_what_keras_refuses(cls: str, within: str | None) -> None:
    r = Random(f"{cls}{within}")
    rank = int(cls[-2])
    pooled = "Pooling" in cls
    verdicts = []
    for _ in range(CASES // 3):
        axes = rank + 1 if cls.startswith("ConvLSTM") else rank
        step: Shape = (None, *(r.choice([None, 2, 3, 4, 6, 8]) for _ in range(axes)), 4)
        arguments: dict[str, Any] = {
            "pool_size" if pooled else "kernel_size": tuple(r.randint(1, 5) for _ in range(rank))
        }
        arguments["padding"] = r.choice(["valid", "valid", "valid", "same"])
        if not pooled and not cls.startswith("Depthwise"):
            arguments["filters"] = 2
        if not pooled and r.random() < 0.3:
            arguments["dilation_rate"] = 2
        elif r.random() < 0.5:
            arguments["strides"] = 2
        refused = too_short(cls, Arguments(arguments), step) is not None
        shape = step if within is None else (None, 3, *step[1:])
        taken = builds(cls, arguments, [shape], within)
        assert not (refused and taken), (arguments, shape)
        grows = cls.startswith("ConvLSTM") and (None in step[1:] or within is not None)  # it wants all sizes
        assert refused or taken or grows, (arguments, shape)
        verdicts.append(refused)
    assert 0 < sum(verdicts) < len(verdicts)


@pytest.mark.parametrize("cls", [*WINDOWS[:-1], "GlobalMaxPooling1D", "ZeroPadding1D", "Conv1DTranspose"])
@pytest.mark.parametrize("axes", [1, 2, 3])
def test_a_step_of_another_rank_is_what_keras_refuses(cls: str, axes: int) -> None:
    step: Shape = (None, *(8,) * axes)
    arguments: dict[str, Any] = {}
    if "Conv" in cls:
        arguments = {"kernel_size": 1} if cls.startswith("Depthwise") else {"kernel_size": 1, "filters": 2}
    refused = step_of_another_rank(cls, step) is not None
    if refused:
        assert not builds(cls, arguments, [(None, 3, *step[1:])], "TimeDistributed")
        assert (
            output_shape("TimeDistributed", {"layer": LayerSpec(cls, arguments)}, [(None, 3, *step[1:])])
            is None
        )
    elif "Pooling" not in cls and "Padding" not in cls and "Transpose" not in cls:
        assert builds(cls, arguments, [(None, 3, *step[1:])], "TimeDistributed")


@pytest.mark.parametrize("given", [("e",), ("d",), ("e", "d"), ("e", "d", "more")])
def test_a_model_without_an_input_of_its_output_is_what_keras_refuses(given: tuple[str, ...]) -> None:
    tensors = {name: keras.Input((6, 2)) for name in ("e", "d", "more")}
    out = keras.layers.Add()([tensors["e"], tensors["d"]])
    inputs = [tensors[name] for name in given]
    if {"e", "d"} <= set(given):
        keras.Model(inputs, out)
        return
    with pytest.raises(ValueError, match="not connected|disconnected"):
        keras.Model(inputs, out)
