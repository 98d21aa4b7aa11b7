"""Experiments with two arms as smoke training compares them: the held-out loss of the defect and of the fix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from benchmarks.evidence.experiment import Experiment, Figures
from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.pairs import Trainer
from lstm_lint.smoke.specification import Data, Input, Node, Part, Specification


@cache
def _trainer(backend: Backend) -> Trainer:
    return Trainer(backend)


def _model(timesteps: int = 20, cell: str = "LSTM", units: int = 32, **arguments: Any) -> Specification:
    """One recurrent layer and a linear head on a sum over time: the task `mean`."""
    layer = Node("rnn", cell, {"units": units, **arguments}, ("x",))
    head = Node("head", "Dense", {"units": 1}, ("rnn",))
    return Specification((layer, head), (Input("x", (timesteps, 4)),), ("head",), (Part("MeanSquaredError"),))


def _normal() -> dict[str, Any]:
    drawn = {"class": "RandomNormal", "arguments": {"stddev": 1.0}}
    return {"kernel_initializer": drawn, "recurrent_initializer": drawn}


def _with(specification: Specification, cls: str, **arguments: Any) -> Specification:
    return replace(specification, optimizer=Part(cls, arguments))


def experiments() -> Iterator[Experiment]:
    """The experiments of the pages, by code."""
    plain, long = _model(), _model(100)
    gru = _model(50, "GRU")
    loud = replace(plain, data=Data(scale=100.0))
    single = replace(_model(), inputs=(Input("x", (20, 1)),))
    layer, head = single.nodes
    dropped = replace(single, nodes=(replace(layer, arguments={"units": 32, "dropout": 0.5}), head))
    after = Node("dropout", "Dropout", {"rate": 0.5}, ("rnn",))
    moved = replace(single, nodes=(layer, after, replace(head, inputs=("dropout",))))
    schedule = {"class": "ExponentialDecay",
                "arguments": {"initial_learning_rate": 1e-3, "decay_steps": 1, "decay_rate": 0.9}}  # fmt: skip
    wide = {"class": "HeNormal", "arguments": {}}
    ones = {"kernel_initializer": "ones", "recurrent_initializer": "ones"}
    sgd = {"learning_rate": 0.01, "momentum": 0.9}
    relu_gates = _model(50, "GRU", recurrent_activation="relu")
    adadelta = _with(plain, "Adadelta", learning_rate=0.001)
    scheduled = _with(plain, "Adam", learning_rate=schedule)
    clipped = _with(long, "SGD", **sgd, global_clipnorm=1.0)
    tanh, sigmoid = _model(recurrent_activation="tanh"), _model(activation="sigmoid")
    he, normal = _model(kernel_initializer=wide), _model(**_normal())

    def one(
        code: str,
        setting: str,
        written: Specification,
        fixed: Specification,
        stated: Figures,
        steps: int = 150,
    ) -> Experiment:
        def measure(backend: Backend, seed: int) -> Figures:
            pair = _trainer(backend).pair(written, fixed, seed, steps, lambda *_: None)
            return pair.written.loss, pair.fixed.loss

        return Experiment(code, setting, measure, stated)

    yield one("LL201", "tanh gates, 20 steps", tanh, plain, (0.282, 0.0247))
    yield one("LL202", "relu gates of a GRU, 50 steps", relu_gates, gru, (0.96, 0.073))
    yield one("LL203", "relu cell, 20 steps", _model(activation="relu"), plain, (0.202, 0.0247))
    yield one("LL204", "sigmoid cell, 20 steps", sigmoid, plain, (0.86, 0.0247))
    yield one("LL208", "ones for the kernels", _model(**ones), plain, (1.01, 0.0261))
    yield one("LL209", "kernels from N(0, 1)", normal, plain, (1.11, 0.0261))
    yield one("LL210", "a He kernel", he, plain, (0.285, 0.0261))
    yield one("LL215", "dropout of one feature", dropped, moved, (0.248, 0.0114))
    yield one("LL501", "Adam(0.3)", _with(plain, "Adam", learning_rate=0.3), plain, (1.17, 0.0158), 200)
    yield one("LL503", "plain SGD", _with(plain, "SGD", learning_rate=0.01), plain, (0.083, 0.0158), 200)
    yield one("LL504", "Adadelta at 0.001", adadelta, plain, (1.05, 0.0158), 200)
    yield one(
        "LL505", "SGD, momentum 0.9, 100 steps", _with(long, "SGD", **sgd), clipped, (0.913, 0.248), 200
    )
    yield one("LL511", "ExponentialDecay(0.001, 1, 0.9)", scheduled, plain, (0.949, 0.0159), 200)
    yield one("LL602", "dropout of 0.8", _model(dropout=0.8), plain, (0.387, 0.016), 200)
    yield one("LL701", "inputs times 100", loud, plain, (1.08, 0.0158), 200)
