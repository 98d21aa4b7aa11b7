"""Random stacks of layers as programs, of which Keras refuses many to build; what it and the linter say of each.

A program is a line an object: a Sequential, or tensors that layers, merges, operations and functions of TensorFlow make
of each other, and one step on zeros at the end: what some layers do not take shows there alone.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = "import keras\nimport tensorflow as tf\nfrom keras import layers, ops\n\n"


@dataclass(frozen=True)
class Case:
    """`raised`: the number of the line and what Keras says; None where the program runs."""

    seed: int
    text: str
    raised: tuple[int, str] | None
    errors: tuple[Finding, ...]

    @property
    def wrong(self) -> bool:
        return bool(self.errors) and self.raised is None

    @property
    def missed(self) -> bool:
        return not self.errors and self.raised is not None


def cases(seeds: Iterable[int]) -> list[Case]:
    return [_case(seed) for seed in seeds]


def _case(seed: int) -> Case:
    text = HEAD + program(Random(f"stack {seed}"))
    found = lint(from_bytes(text.encode(), "stack.py"), Settings(keras="3"))
    return Case(seed, text, _raised(text), tuple(one for one in found if one.severity is Severity.ERROR))


def _raised(text: str) -> tuple[int, str] | None:
    import keras

    keras.utils.clear_session(free_memory=False)
    space: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                exec(line, space)  # our own text, never a user's
            except Exception as error:
                return number, f"{type(error).__name__}: {error}"
    return None


def summary(made: list[Case]) -> str:
    refused = [case for case in made if case.raised is not None]
    found = sum(bool(case.errors) for case in refused)
    wrong = sum(case.wrong for case in made)
    return (
        f"{len(made)} programs, {len(refused)} refused, {found} of them found, {wrong} called wrong that run"
    )


# --- programs ------------------------------------------------------------------------------------------------


def program(r: Random) -> str:
    return "\n".join(_sequential(r) if r.random() < 0.5 else _functional(r)) + "\n"


def _sequential(r: Random) -> list[str]:
    lines = [f"model = keras.Sequential([keras.Input({_shape(r)})])"]
    lines += [f"model.add({_layer(r)})" for _ in range(r.choice([1, 1, 2, 3]))]
    return [*lines, "model(ops.zeros((2, *model.input_shape[1:])))"]


def _functional(r: Random) -> list[str]:
    names = ["a", "b"]
    shape = _shape(r)
    lines = [
        f"a = keras.Input({shape})",
        f"b = keras.Input({shape if r.random() < 0.5 else _shape(r)})",
        f"shared = layers.{r.choice(['Dense(4)', 'Conv1D(4, 1)', 'LSTM(4, return_sequences=True)'])}",
        f"inner = keras.Sequential([keras.Input({shape}), {_layer(r, 0)}])",
    ]
    for at in range(r.choice([1, 1, 2, 3])):
        name = f"t{at}"
        lines.append(f"{name} = {_made(r, names)}")
        names.append(name)
    lines.append(f"model = keras.Model([a, b], {names[-1]})")
    lines.append("model([ops.zeros((2, *one.shape[1:])) for one in (a, b)])")
    if r.random() < 0.3:
        left = ", ".join(f"s{at}" for at in range(r.randint(2, 4)))
        lines.append(
            f"{left} = {_recurrent(r, ', return_state=True' if r.random() < 0.8 else '')}({r.choice(names)})"
        )
    return lines


def _made(r: Random, names: list[str]) -> str:
    one, other = r.choice(names), r.choice(names)
    axis = r.choice([-1, -1, 1, 1, 2, 3])
    kinds = [
        *[f"{_layer(r)}({one})"] * 6,
        f"shared({one})",
        f"inner({one})",
        f"layers.{r.choice(['Add', 'Multiply', 'Average', 'Maximum'])}()([{one}, {other}])",
        f"layers.Concatenate(axis={axis})([{one}, {other}])",
        f"layers.Dot(axes={r.choice([1, 2, -1])})([{one}, {other}])",
        f"layers.Add()({one})",
        f"layers.Dense(3)([{one}, {other}])",
        f"{one} {r.choice('+-*')} {other}",
        f"{one}[:, {r.choice(['-1', '0', ':2', '5'])}{r.choice(['', '', ', :', ', 0'])}]",
        f"ops.mean({one}, axis={axis})",
        f"ops.concatenate([{one}, {other}], axis={axis})",
        f"ops.matmul({one}, {other})",
        f"ops.transpose({one}, {r.choice(['(0, 2, 1)', '(0, 1)', '(0, 1, 3, 2)'])})",
        f"ops.expand_dims({one}, axis={r.choice([-1, 1, 4])})",
        f"ops.squeeze({one}, axis={axis})",
        f"ops.stack([{one}, {other}], axis={r.choice([1, 2])})",
        f"tf.{r.choice(['exp', 'reduce_mean', 'nn.softmax', 'math.square'])}({one})",
    ]
    return r.choice(kinds)


def _shape(r: Random) -> str:
    rank = r.choice([1, 2, 2, 2, 2, 3, 3, 4])
    return str(tuple(r.choice([2, 4, 6, 8, 12]) for _ in range(rank)))


def _recurrent(r: Random, more: str = "") -> str:
    keeps = r.choice(["", ", return_sequences=True", ", return_sequences=True"])
    layer = f"layers.{r.choice(['LSTM', 'GRU', 'SimpleRNN'])}({r.choice([2, 4])}{keeps}{more})"
    return f"layers.Bidirectional({layer})" if r.random() < 0.25 else layer


def _layer(r: Random, wrapped: float = 0.2) -> str:
    kinds = [
        *[_recurrent(r)] * 4,
        f"layers.Dense({r.choice([4, 6, 12])})",
        "layers.Dropout(0.1)",
        "layers.Flatten()",
        "layers.RepeatVector(3)",
        f"layers.Reshape({r.choice(['(4, 6)', '(-1, 4)', '(2, -1)', '(12,)', '(3, 4, -1)', '(-1, 5)'])})",
        f"layers.Permute({r.choice(['(2, 1)', '(2, 1)', '(1, 3, 2)', '(2,)'])})",
        f"layers.BatchNormalization(axis={r.choice([-1, -1, 1, 2])})",
        f"layers.GroupNormalization({r.choice([1, 2, 4])})",
        f"layers.{r.choice(['SpatialDropout1D(0.1)', 'GlobalMaxPooling1D()', 'GlobalAveragePooling2D()'])}",
        f"layers.{r.choice(['UpSampling1D(2)', 'ZeroPadding1D(1)', 'UpSampling2D(2)'])}",
        f"layers.Cropping1D({r.choice([1, 2, 3])})",
        f"layers.ConvLSTM1D(2, {r.choice([1, 3, 5])}, padding='{r.choice(['same', 'valid'])}')",
        *[_window(r)] * 3,
    ]
    layer = r.choice(kinds)
    if "Bidirectional" not in layer and r.random() < wrapped:
        return f"layers.TimeDistributed({layer})"
    return layer


def _window(r: Random) -> str:
    rank, padding = r.choice([1, 1, 1, 2]), r.choice(["valid", "same"])
    size = r.choice([1, 2, 3, 5, 9])
    name = r.choice(["Conv", "Conv", "SeparableConv", "MaxPooling", "AveragePooling", "Transpose"])
    if name == "Transpose":
        return f"layers.Conv{rank}DTranspose(4, {size}, padding='{padding}')"
    if name.endswith("Pooling"):
        return f"layers.{name}{rank}D({size}, padding='{padding}')"
    more = r.choice(["", "", f", strides={r.choice([1, 2])}, dilation_rate={r.choice([1, 2])}"])
    groups = r.choice(["", "", ", groups=2"]) if name == "Conv" else ""
    return f"layers.{name}{rank}D(4, {size}, padding='{padding}'{more}{groups})"
