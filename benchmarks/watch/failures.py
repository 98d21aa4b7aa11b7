"""Trainings that fail, each by one fault in one architecture, and the code that has to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.evidence import tasks

ROWS = 640
Arrays = tuple[Any, Any]


@dataclass(frozen=True)
class Failure:
    """`codes`: any of them is right. `data` draws the task, `build` makes and compiles the model."""

    name: str
    codes: frozenset[str]
    data: Callable[[Any], Arrays]
    build: Callable[[Any], Any]
    arguments: Mapping[str, Any] = field(default_factory=dict)


def _quantity(rng: Any, steps: int = 30) -> Arrays:
    return tasks.weighted_sum(np, rng, ROWS, steps)


def _classes(rng: Any) -> Arrays:
    return tasks.three_classes(np, rng, ROWS)


def _two(rng: Any) -> Arrays:
    return tasks.two_classes(np, rng, ROWS)


def _first(rng: Any, steps: int) -> Arrays:
    """A class that the first step shows; noise after it."""
    y = rng.integers(0, 2, ROWS)
    x = rng.standard_normal((ROWS, steps, 4))
    x[:, 0] = abs(x[:, 0]) * np.resize([1, -1], 4) * (2 * y - 1)[:, None]
    return x.astype("float32"), y.astype("float32")[:, None]


def _padded(rng: Any, steps: int = 60) -> Arrays:
    return tasks.key_words(np, rng, ROWS, 200, steps, 10)


def _padded_numbers(rng: Any) -> Arrays:
    x, y = tasks.three_classes(np, rng, ROWS)
    padded = np.zeros((ROWS, 80, x.shape[-1]), "float32")
    padded[:, : x.shape[1] // 3] = x[:, : x.shape[1] // 3]
    return padded, y


STACKS: tuple[str, ...] = ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "stack")


def stack(keras: Any, which: str, units: int = 16, **arguments: Any) -> list[Any]:
    """The recurrent layers of an architecture; the last one returns its last step."""
    layers = keras.layers
    if which == "Bidirectional":
        return [layers.Bidirectional(layers.LSTM(units, **arguments))]
    if which == "stack":
        return [layers.LSTM(units, return_sequences=True, **arguments), layers.LSTM(units, **arguments)]
    return [getattr(layers, which)(units, **arguments)]


def model(
    keras: Any, which: str, *, shape: tuple[int, ...] = (30, 4), before: Callable[[Any], list[Any]] | None = None,
    between: Callable[[Any], list[Any]] | None = None, head: tuple[int, str | None] = (1, None), loss: Any = "mse",
    optimizer: Callable[[Any], Any] | None = None, units: int = 16, no_head: bool = False,
    arguments: Callable[[Any], Mapping[str, Any]] | None = None,
) -> Any:  # fmt: skip
    """A sequential model of that architecture, compiled."""
    given = dict(arguments(keras)) if arguments is not None else {}
    made = [keras.Input(shape), *(before(keras) if before else []), *stack(keras, which, units, **given)]
    made += between(keras) if between else []
    if not no_head:
        made.append(keras.layers.Dense(head[0], activation=head[1]))
    found = keras.Sequential(made)
    found.compile(optimizer=optimizer(keras) if optimizer is not None else "adam", loss=loss)
    return found


def failures() -> Iterator[Failure]:
    """All pairs of a failure and an architecture."""
    for which in STACKS:
        yield from _of_rates_and_scales(which)
    for which in ("LSTM", "Bidirectional", "stack"):
        yield _failure("relu over 100 steps", which, "LL203", lambda rng: _quantity(rng, 100), shape=(100, 4),
                       arguments=lambda keras: {"activation": "relu"},
                       optimizer=lambda keras: keras.optimizers.Adam(0.003), also=("LL551",))  # fmt: skip
    for which in ("LSTM", "GRU", "stack"):
        yield _failure("padding at the end", which, "LL301", _padded, shape=(60,), head=(4, "softmax"),
                       loss="sparse_categorical_crossentropy",
                       before=lambda keras: [keras.layers.Embedding(200, 16)])  # fmt: skip
    for which in ("LSTM", "GRU", "SimpleRNN", "stack"):
        yield _failure("three classes from a linear head", which, "LL404", _classes, head=(3, None),
                       loss="sparse_categorical_crossentropy")  # fmt: skip
    yield _failure("numbers padded at the end", "LSTM", "LL301", _padded_numbers, shape=(80, 4), head=(3, "softmax"),
                   loss="sparse_categorical_crossentropy")  # fmt: skip
    for which in ("LSTM", "GRU", "SimpleRNN"):
        yield _failure("weights of deviation 1", which, "LL209", _quantity, units=32, arguments=lambda keras: {
            "kernel_initializer": keras.initializers.RandomNormal(stddev=1.0),
            "recurrent_initializer": keras.initializers.RandomNormal(stddev=1.0)})  # fmt: skip
        yield _failure("all weights 1", which, "LL208", _quantity, arguments=lambda keras: {
            "kernel_initializer": "ones", "recurrent_initializer": "ones"})  # fmt: skip
        yield _failure("SGD at 1e6", which, "LL551", _quantity, also=("LL501",),
                       optimizer=lambda keras: keras.optimizers.SGD(1e6))  # fmt: skip
    for which in ("LSTM", "GRU"):
        yield from _of_heads(which)
    yield _failure(
        "a recurrent head", "LSTM", "LL114", lambda rng: _scaled(_quantity(rng), y=3), units=1, no_head=True
    )
    yield _failure("the first of 100 steps", "SimpleRNN", "LL206", lambda rng: _first(rng, 100), shape=(100, 4),
                   head=(1, "sigmoid"), loss="binary_crossentropy")  # fmt: skip
    yield _failure("no forget bias over 100 steps", "LSTM", "LL207", lambda rng: _first(rng, 100), shape=(100, 4),
                   head=(1, "sigmoid"), loss="binary_crossentropy",
                   arguments=lambda keras: {"unit_forget_bias": False})  # fmt: skip
    for which in ("LSTM", "GRU"):
        yield _failure("the first of 200 steps", which, "LL251", lambda rng: _first(rng, 200), shape=(200, 4),
                       head=(1, "sigmoid"), loss="binary_crossentropy")  # fmt: skip


def _of_rates_and_scales(which: str) -> Iterator[Failure]:
    yield _failure(
        "Adam at 0.5", which, "LL501", _quantity, optimizer=lambda keras: keras.optimizers.Adam(0.5)
    )
    yield _failure("Adam at 1e-7", which, "LL502", _classes, head=(3, "softmax"),
                   loss="sparse_categorical_crossentropy",
                   optimizer=lambda keras: keras.optimizers.Adam(1e-7))  # fmt: skip
    yield _failure("inputs in hundreds", which, "LL701", lambda rng: _scaled(_quantity(rng), x=100))
    yield _failure("targets in thousands", which, "LL702", lambda rng: _scaled(_quantity(rng), y=1000))


def _of_heads(which: str) -> Iterator[Failure]:
    yield _failure("a sigmoid head for -6 to 6", which, "LL403", lambda rng: _scaled(_quantity(rng), y=2),
                   head=(1, "sigmoid"))  # fmt: skip
    yield _failure(
        "softmax over one unit", which, "LL401", _two, head=(1, "softmax"), loss="binary_crossentropy"
    )
    yield _failure("an L2 penalty of 1", which, "LL603", _quantity, arguments=lambda keras: {
        "kernel_regularizer": keras.regularizers.L2(1.0),
        "recurrent_regularizer": keras.regularizers.L2(1.0)})  # fmt: skip
    yield _failure("a Dense layer that is off", which, "LL252", _quantity, between=lambda keras: [
        keras.layers.Dense(16, activation="relu", bias_initializer=keras.initializers.Constant(-20.0))])  # fmt: skip
    yield _failure("one NaN in the inputs", which, "LL708", _with_nan)
    yield _failure("three columns for one output", which, "LL104", _three_columns)


def _with_nan(rng: Any) -> Arrays:
    x, y = _quantity(rng)
    x[:, 3, 1] = np.where(rng.random(len(x)) < 0.2, np.nan, x[:, 3, 1])
    return x, y


def _three_columns(rng: Any) -> Arrays:
    x, y = _quantity(rng)
    return x, np.concatenate([y, -y, rng.standard_normal(y.shape).astype("float32")], 1)


def _scaled(data: Arrays, x: float = 1.0, y: float = 1.0) -> Arrays:
    return (data[0] * x).astype("float32"), (data[1] * y).astype("float32")


def _failure(
    name: str, which: str, code: str, data: Callable[[Any], Arrays], also: tuple[str, ...] = (), **given: Any
) -> Failure:
    return Failure(
        f"{name}, {which}", frozenset({code, *also}), data, lambda keras: model(keras, which, **given)
    )
