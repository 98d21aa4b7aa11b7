"""What paired trainings do, checked in a process that starts TensorFlow itself: `smoke_trainings.py CLAIM...`.

Writes a line of JSON: for each claim why it does not hold, or nothing.
"""

from __future__ import annotations

import json
import sys
import traceback
from dataclasses import replace
from typing import Any

from benchmarks.smoke.__main__ import drawn
from benchmarks.smoke.benign import bases, benign
from lstm_lint.smoke import synthetic
from lstm_lint.smoke.backend import load
from lstm_lint.smoke.budget import Budget
from lstm_lint.smoke.compare import compare
from lstm_lint.smoke.decide import Pair
from lstm_lint.smoke.diagnose import ROWS, Cells, Heard, by_step, listening, recurrent
from lstm_lint.smoke.engine.batch import Batch
from lstm_lint.smoke.pairs import Trainer
from lstm_lint.smoke.specification import Part
from lstm_lint.smoke.train import Arm

SHORT = [one for one in benign() if one.base == "regression over 5 steps"]


def sample_is_answered_right() -> None:
    trainer = Trainer(load())
    for one in drawn(SHORT, 2, 1):
        found = compare(trainer, one.written, one.fixed, Budget(1e4), lambda *_: None)
        assert found.answer != "confirmed", one.name
    fixed = SHORT[0].fixed
    broken = replace(fixed, optimizer=Part("Adam", {"learning_rate": 1.0}))
    found = compare(trainer, broken, fixed, Budget(1e4), lambda *_: None)
    assert found.answer == "confirmed" and all(pair.speaks for pair in found.pairs), found


def numpy_trains_as_tensorflow_does() -> None:
    backend = load()
    sound = bases()
    for name in ("regression over 5 steps", "text classifier"):
        one = sound[name]
        arm = Arm(backend, one)
        task = synthetic.make(backend.np, one, arm.output_shapes, 0)
        batch = Batch([one], [0], [task], [one.losses])
        start = arm.start

        def same(seed: int, arm: Arm = arm, batch: Batch = batch, start: Any = start) -> None:
            start(seed)
            for variable, block in zip(arm.model.trainable_variables, batch.network.weights.blocks):
                variable.assign(block.returned(block.value[0]))

        arm.start = same  # type: ignore[method-assign]
        theirs = arm.run(0, 30, *task, lambda done: None)
        batch.advance(30, lambda done: None)
        ours = batch.results()[0, 0]
        assert abs(theirs.loss - ours.loss) < 1e-3 * theirs.loss, (name, theirs, ours)
        assert abs(theirs.largest_gradient - ours.largest_gradient) < 1e-3 * theirs.largest_gradient
        assert abs(theirs.displacement - ours.displacement) < 1e-3 * theirs.displacement
        assert abs((theirs.reach or 0.0) - (ours.reach or 0.0)) < 1e-3 * (theirs.reach or 1.0)


def taking_up_again_changes_nothing() -> None:
    backend = load()
    one = next(b for b in SHORT if b.change == "a dropout of 0.1")

    def pair(trainer: Trainer, steps: int, seed: int = 0) -> Pair:
        return trainer.pair(one.written, one.fixed, seed, steps, lambda *_: None)

    whole, parts = Trainer(backend), Trainer(backend)
    pair(parts, 20)
    other = pair(parts, 5, seed=1)
    assert other.written.loss != pair(parts, 50).written.loss
    assert pair(parts, 50) == pair(whole, 50)


def diagnosis_agrees_with_keras() -> None:
    backend = load()
    backend.seed(0)
    np, layers = backend.np, backend.keras.layers
    x = np.random.default_rng(0).standard_normal((ROWS, 9, 3)).astype("float32")
    x[:20, 5:] = 0.0  # to be masked
    for layer in (layers.LSTM(5), layers.GRU(5), layers.GRU(5, reset_after=False), layers.SimpleRNN(5),
                  layers.LSTM(5, go_backwards=True), layers.LSTM(5, implementation=1)):  # fmt: skip
        layer(x)
        layer.set_weights([2 * weight for weight in layer.get_weights()])
        for mask in (None, x.any(-1)):
            states, shares = Cells(backend, [layer]).walk(layer, Heard(x, mask))
            assert np.allclose(states[0], layer(x, mask=mask), atol=1e-6), type(layer).__name__
            assert ("gates" in shares) == (type(layer).__name__ != "SimpleRNN") and shares["candidates"] < 1

    lstm = layers.LSTM(4)
    lstm(x)
    kernel, recurrent_kernel, bias = lstm.get_weights()
    lstm.set_weights(
        [9 * kernel, 0 * recurrent_kernel, bias]
    )  # so that the gates are those of the inputs alone
    z = x @ (9 * kernel) + bias
    gates = 1 / (1 + np.exp(-z[:, :, [*range(8), *range(12, 16)]]))
    candidates = np.tanh(z[:, :, 8:12])
    _, shares = Cells(backend, [lstm]).walk(lstm, Heard(x))
    assert abs(shares["gates"] - ((gates < 0.02) | (gates > 0.98)).mean()) < 1e-3
    assert abs(shares["candidates"] - (abs(candidates) > 0.98).mean()) < 1e-3 and shares["candidates"] > 0.1

    entry = backend.keras.Input((9, 3))
    both = layers.Bidirectional(layers.LSTM(4, return_sequences=True))
    model = backend.keras.Sequential([entry, both, layers.GRU(4), layers.Dense(1)])
    constant = backend.tf.constant(x)
    with backend.tf.GradientTape() as tape, listening(recurrent(backend, model), tape) as heard:
        tape.watch(constant)
        loss = backend.tf.reduce_sum(model(constant))
    assert [len(heard), len(recurrent(backend, model))] == [2, 2]
    first = next(iter(heard.values())).sequence
    at_layer, at_input = tape.gradient(loss, [first, constant])
    assert np.allclose(by_step(backend, at_layer), np.sqrt((at_input.numpy() ** 2).sum((0, 2))), rtol=1e-4)
    gates, candidates = Cells(backend, recurrent(backend, model)).saturated(heard)
    assert gates == 0.0 and 0.0 <= candidates < 0.1


def failure(claim: str) -> str:
    try:
        globals()[claim]()
    except Exception:
        return traceback.format_exc()
    return ""


if __name__ == "__main__":
    print(json.dumps({claim: failure(claim) for claim in sys.argv[1:]}))
