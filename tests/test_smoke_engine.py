"""The engine in NumPy: its gradients are those of Keras, and what it trains is the same however it is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from command_line import ROOT

pytest.importorskip("numpy")
sys.path.insert(0, str(ROOT))

from benchmarks.smoke.benign import bases
from lstm_lint.smoke.engine.arrays import Unsupported
from lstm_lint.smoke.engine.network import same_shape
from lstm_lint.smoke.engine.trainer import NumpyTrainer
from lstm_lint.smoke.specification import Node, Part, Specification

SHORT = bases()["regression over 5 steps"]


def _quiet(*_: Any) -> None:
    pass


def _changed(specification: Specification, identifier: str, **arguments: Any) -> Specification:
    changed = specification.changed(identifier, **arguments)
    assert changed is not None
    return changed


def test_gradients_and_updates_are_those_of_keras() -> None:
    """40 random models; `python -m benchmarks.smoke.gradients` takes 300."""
    pytest.importorskip("tensorflow")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.smoke.gradients", "--count", "40", "--seed", "16"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "40 random models, 0 above the limit" in done.stdout


def test_a_run_is_the_same_whatever_is_trained_beside_it() -> None:
    relu = _changed(SHORT, "rnn_0", activation="relu", dropout=0.2)
    together = NumpyTrainer().pair(relu, SHORT, 0, 8, _quiet)
    apart = NumpyTrainer()
    alone = apart.pair(SHORT, SHORT, 0, 8, _quiet)
    assert together.fixed == alone.fixed
    assert together.written == apart.pair(relu, SHORT, 0, 8, _quiet).written


def test_a_training_that_is_taken_up_again_goes_on_as_if_it_had_not_been_left() -> None:
    dropping = _changed(SHORT, "rnn_0", dropout=0.2, recurrent_dropout=0.2)
    parts, whole = NumpyTrainer(), NumpyTrainer()
    parts.pair(dropping, SHORT, 0, 5, _quiet)
    assert parts.pair(dropping, SHORT, 1, 12, _quiet) == whole.pair(dropping, SHORT, 1, 12, _quiet)


def test_fewer_updates_than_were_made_are_asked_for() -> None:
    trainer = NumpyTrainer()
    first = trainer.pair(SHORT, SHORT, 0, 4, _quiet)
    trainer.pair(SHORT, SHORT, 0, 9, _quiet)
    trainer.runs.clear()
    assert trainer.pair(SHORT, SHORT, 0, 4, _quiet) == first


def test_arms_of_one_shape_train_in_one_batch() -> None:
    assert same_shape(SHORT) == same_shape(_changed(SHORT, "rnn_0", activation="relu"))
    wide = _changed(SHORT, "rnn_0", units=8)
    assert same_shape(SHORT) != same_shape(wide)
    trainer = NumpyTrainer()
    trainer.pair(replace(SHORT, optimizer=Part("SGD", {"learning_rate": 0.1})), SHORT, 0, 2, _quiet)
    assert len({id(batch) for batch, _ in trainer.batches.values()}) == 1
    trainer.pair(wide, SHORT, 0, 2, _quiet)
    assert len({id(batch) for batch, _ in trainer.batches.values()}) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kernel_constraint": {"class": "MaxNorm", "arguments": {}}}, {"stateful": True}, {"time_major": True},
        {"activation": "soft_shrink"}, {"dropout": 20}, {"kernel_initializer": "mine"},
    ],
    ids=str,
)  # fmt: skip
def test_what_it_does_not_know_it_leaves_to_tensorflow(change: dict[str, Any]) -> None:
    with pytest.raises(Unsupported):
        NumpyTrainer().check(_changed(SHORT, "rnn_0", **change))


def test_layers_and_optimizers_that_it_does_not_know_are_refused() -> None:
    head = SHORT.nodes[-1]
    convolved = Node("conv", "Conv1D", {"filters": 4, "kernel_size": 3}, ("x",))
    nodes = (convolved, replace(SHORT.nodes[0], inputs=("conv",)), head)
    for one in (
        replace(SHORT, nodes=nodes),
        replace(SHORT, optimizer=Part("Adafactor")),
        replace(SHORT, optimizer=Part("Adam", {"clipnorm": 1.0, "clipvalue": 1.0})),
        replace(SHORT, losses=(Part("Poisson"),)),
    ):
        with pytest.raises(Unsupported):
            NumpyTrainer().check(one)


def test_a_run_that_is_not_finite_ends_and_the_others_go_on() -> None:
    wild = replace(SHORT, optimizer=Part("SGD", {"learning_rate": 1e30}))
    pair = NumpyTrainer().pair(wild, SHORT, 0, 6, _quiet)
    assert not pair.written.finite and pair.fixed.finite and pair.fixed.loss < 10
