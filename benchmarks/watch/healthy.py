"""Trainings that nothing is wrong with: the Good blocks of the rule pages, and ordinary examples written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.evidence import tasks
from benchmarks.watch.failures import STACKS, model
from lstm_lint.lint import outcome, script_of
from lstm_lint.rulebook.rule_page import directory, read_rules
from lstm_lint.settings.settings import Settings
from lstm_lint.smoke import synthetic
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.build import Refused, build, loss_of, optimizer_of
from lstm_lint.smoke.rebuild import NotRebuilt, rebuild
from lstm_lint.smoke.shrink import shrink
from lstm_lint.smoke.specification import Data, Specification, key
from lstm_lint.testing import Block, read

ROWS = 640
_FINE_TUNING = 1e-4  # rates below train what is trained already


@dataclass(frozen=True)
class Healthy:
    """`data` draws x and y for a model that `build` has made and compiled."""

    name: str
    data: Callable[[Any], tuple[Any, Any]]
    build: Callable[[Any], Any]


def of_pages(most: int) -> Iterator[Healthy]:
    """Models of Good blocks as they are compiled there, small, on well-formed data of the kind that they take."""
    done: set[str] = set()
    for rule in read_rules(directory()):
        for block in read(rule.page).blocks("Good"):
            if block.keras != "3" or len(done) >= most or _warned(block):
                continue
            for found in script_of(block.source, Settings(keras="3")).models:
                made = _specified(found)
                if made is None or key(made) in done or not found.compiles:
                    continue
                done.add(key(made))
                yield Healthy(f"{block}: {found.name}", _data_of(made), _build_of(made))


def _warned(block: Block) -> bool:
    """Whether the linter warns of it, what its comments silence included."""
    every = Settings(keras="3", ignore_suppressions=True)
    return any(one.severity.value != "advice" for one in outcome(block.source, every).findings)


def _specified(found: Any) -> Specification | None:
    try:
        made = shrink(rebuild(found).specification, 16, 30)
    except NotRebuilt:
        return None
    rate = made.optimizer.arguments.get("learning_rate", 0.001)
    recurrent = any(node.cls in ("LSTM", "GRU", "SimpleRNN") for node in made.nodes)
    rigid = (
        any(node.arguments.get("stateful") for node in made.nodes) or len(made.inputs) + len(made.outputs) > 2
    )
    if not recurrent or rigid or isinstance(rate, (int, float)) and rate < _FINE_TUNING:
        return None
    return replace(made, data=Data())


def _data_of(made: Specification) -> Callable[[Any], tuple[Any, Any]]:
    def data(built: Any) -> tuple[Any, Any]:
        shapes = [tuple(int(dim) for dim in one.shape[1:]) for one in built.outputs]
        train, _ = synthetic.make(np, made, shapes, 0)
        return train.inputs[0][:ROWS], train.targets[0][:ROWS]

    return data


def _build_of(made: Specification) -> Callable[[Any], Any]:
    def built(keras: Any) -> Any:
        backend = Backend(keras, None, np)
        found = build(backend, made)
        found.compile(optimizer_of(backend, made.optimizer), loss_of(backend, made.losses[0]))
        return found

    return built


REFUSED = (Refused, ValueError, TypeError, KeyError, NotImplementedError)


def by_hand() -> Iterator[Healthy]:
    """What tutorials and papers train: series, texts with and without masks, other optimizers."""
    rates: dict[str, Callable[[Any], Any]] = {
        "Adam": lambda keras: keras.optimizers.Adam(),
        "Adam 0.01": lambda keras: keras.optimizers.Adam(0.01),
        "RMSprop": lambda keras: keras.optimizers.RMSprop(),
        "SGD with momentum": lambda keras: keras.optimizers.SGD(0.05, momentum=0.9, global_clipnorm=1.0),
        "Adam, cosine": lambda keras: keras.optimizers.Adam(
            keras.optimizers.schedules.CosineDecay(0.003, 400)
        ),
    }
    for which in STACKS:
        for name, optimizer in rates.items():
            yield _healthy(f"weighted sum by {name}, {which}", lambda rng: tasks.weighted_sum(np, rng, ROWS), which,
                           optimizer=optimizer)  # fmt: skip
        yield _healthy(f"three classes, {which}", lambda rng: tasks.three_classes(np, rng, ROWS), which,
                       head=(3, "softmax"), loss="sparse_categorical_crossentropy")  # fmt: skip
        yield _healthy(f"noisy classes with dropout, {which}", lambda rng: tasks.noisy_classes(np, rng, ROWS), which,
                       head=(3, "softmax"), loss="sparse_categorical_crossentropy",
                       between=lambda keras: [keras.layers.Dropout(0.5)])  # fmt: skip
        yield _healthy(f"masked words, {which}", lambda rng: tasks.key_words(np, rng, ROWS, 200, 40, 12), which,
                       shape=(40,), head=(4, "softmax"), loss="sparse_categorical_crossentropy",
                       before=lambda keras: [keras.layers.Embedding(200, 16, mask_zero=True)])  # fmt: skip
        yield _healthy(f"words without padding, {which}", lambda rng: tasks.key_words(np, rng, ROWS, 200, 40), which,
                       shape=(40,), head=(4, "softmax"), loss="sparse_categorical_crossentropy",
                       before=lambda keras: [keras.layers.Embedding(200, 16)])  # fmt: skip
        yield _healthy(f"a relu layer on top, {which}", lambda rng: tasks.bent_sum(np, rng, ROWS), which,
                       between=lambda keras: [keras.layers.Dense(32, activation="relu")])  # fmt: skip
        yield _healthy(f"values from 0 to 1 over 60 steps, {which}", _zero_to_one, which, shape=(60, 1))


def _zero_to_one(rng: Any) -> tuple[Any, Any]:
    """A noisy wave, scaled as MinMaxScaler does, and its next value."""
    series = np.sin(np.arange(ROWS + 61) / 7) + 0.2 * rng.standard_normal(ROWS + 61)
    series = ((series - series.min()) / (series.max() - series.min())).astype("float32")
    x = np.lib.stride_tricks.sliding_window_view(series, 60)[:ROWS, :, None]
    return np.ascontiguousarray(x), series[60 : 60 + ROWS, None]


def _healthy(name: str, data: Callable[[Any], tuple[Any, Any]], which: str, **given: Any) -> Healthy:
    def drawn(built: Any) -> tuple[Any, Any]:
        return data(np.random.default_rng(7))

    return Healthy(name, drawn, lambda keras: model(keras, which, **given))
