"""`python -m benchmarks.evidence LL203 [...]`: trains the experiment that a rule page names, measured against stated.

Without a code all of them are trained, which takes about ten minutes on two cores.

One number a rule: the held-out loss of the defect over that of the fix, or the exact outcome. Other seeds and another
machine move a loss ratio; it agrees while it is on the same side of 2 and within a factor of 5 of what is stated.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from typing import Any

from lstm_lint.smoke.backend import NoTensorFlow, load
from lstm_lint.smoke.pairs import Trainer, figures
from lstm_lint.smoke.specification import Data, Input, Node, Part, Specification

TOLERANCE = 5.0


@dataclass(frozen=True)
class Experiment:
    """Two arms of one model, and the losses that the page states for them."""

    code: str
    setting: str
    written: Specification
    fixed: Specification
    stated: tuple[float, float]
    steps: int = 150


def main(codes: list[str]) -> int:
    chosen = [one for one in experiments() if not codes or one.code in codes]
    unknown = sorted(set(codes) - {one.code for one in experiments()})
    if unknown:
        known = ", ".join(sorted({one.code for one in experiments()}))
        print(f"no experiment for {', '.join(unknown)}; there is one for {known}", file=sys.stderr)
        return 2
    try:
        _trainer()
    except NoTensorFlow as error:
        print(f"the experiments take TensorFlow (pip install 'lstm-lint[smoke]'): {error}", file=sys.stderr)
        return 2
    results = [show(one) for one in chosen]
    return int(not all(results))


def show(one: Experiment) -> bool:
    """Trains three seeds of both arms and prints measured against stated."""
    started = time.monotonic()
    pairs = [_trainer().pair(one.written, one.fixed, seed, one.steps, lambda *_: None) for seed in (0, 1, 2)]
    found = figures(pairs)
    written, fixed = found["written"]["loss"], found["fixed"]["loss"]
    stated = one.stated[0] / one.stated[1]
    ratio = written / fixed if not found["written"]["not_finite"] else float("inf")
    same_side = (ratio >= 2) == (stated >= 2)
    agrees = same_side and (ratio == float("inf") or stated / TOLERANCE <= ratio <= stated * TOLERANCE)
    print(
        f"{one.code} {one.setting}: measured {written:.3g} against {fixed:.3g}, {ratio:.2g} times; "
        f"stated {one.stated[0]:.3g} against {one.stated[1]:.3g}, {stated:.2g} times: "
        f"{'agrees' if agrees else 'DISAGREES'} (3 seeds, {one.steps} steps, {time.monotonic() - started:.0f} s)",
        flush=True,
    )
    return agrees


_TRAINERS: list[Trainer] = []


def _trainer() -> Trainer:
    if not _TRAINERS:
        _TRAINERS.append(Trainer(load()))
    return _TRAINERS[0]


def _model(timesteps: int = 20, cell: str = "LSTM", units: int = 32, **arguments: Any) -> Specification:
    """One recurrent layer and a linear head on a sum over time: the task `mean`."""
    layer = Node("rnn", cell, {"units": units, **arguments}, ("x",))
    head = Node("head", "Dense", {"units": 1}, ("rnn",))
    return Specification((layer, head), (Input("x", (timesteps, 4)),), ("head",), (Part("MeanSquaredError"),))


def _with(specification: Specification, cls: str, **arguments: Any) -> Specification:
    return replace(specification, optimizer=Part(cls, arguments))


def experiments() -> list[Experiment]:
    """The experiments of the pages, by code."""
    plain, long = _model(), _model(100)
    gru = _model(50, "GRU")
    loud = replace(plain, data=Data(scale=100.0))
    one = replace(_model(), inputs=(Input("x", (20, 1)),))
    dropped = replace(
        one, nodes=(replace(one.nodes[0], arguments={"units": 32, "dropout": 0.5}), one.nodes[1])
    )
    after = Node("dropout", "Dropout", {"rate": 0.5}, ("rnn",))
    moved = replace(one, nodes=(one.nodes[0], after, replace(one.nodes[1], inputs=("dropout",))))
    schedule = {"class": "ExponentialDecay",
                "arguments": {"initial_learning_rate": 1e-3, "decay_steps": 1, "decay_rate": 0.9}}  # fmt: skip
    wide = {"class": "HeNormal", "arguments": {}}
    ones = {"kernel_initializer": "ones", "recurrent_initializer": "ones"}
    sgd = {"learning_rate": 0.01, "momentum": 0.9}
    relu_gates = _model(50, "GRU", recurrent_activation="relu")
    adadelta = _with(plain, "Adadelta", learning_rate=0.001)
    scheduled = _with(plain, "Adam", learning_rate=schedule)
    clipped = _with(long, "SGD", **sgd, global_clipnorm=1.0)
    return [
        Experiment(
            "LL201", "tanh gates, 20 steps", _model(recurrent_activation="tanh"), plain, (0.282, 0.0247)
        ),
        Experiment("LL202", "relu gates of a GRU, 50 steps", relu_gates, gru, (0.96, 0.073)),
        Experiment("LL203", "relu cell, 20 steps", _model(activation="relu"), plain, (0.202, 0.0247)),
        Experiment("LL204", "sigmoid cell, 20 steps", _model(activation="sigmoid"), plain, (0.86, 0.0247)),
        Experiment("LL208", "ones for the kernels", _model(**ones), plain, (1.01, 0.0261)),
        Experiment("LL210", "a He kernel", _model(kernel_initializer=wide), plain, (0.285, 0.0261)),
        Experiment("LL215", "dropout of one feature", dropped, moved, (0.248, 0.0114)),
        Experiment("LL501", "Adam(0.3)", _with(plain, "Adam", learning_rate=0.3), plain, (1.17, 0.0158), 200),
        Experiment(
            "LL503", "plain SGD", _with(plain, "SGD", learning_rate=0.01), plain, (0.083, 0.0158), 200
        ),
        Experiment("LL504", "Adadelta at 0.001", adadelta, plain, (1.05, 0.0158), 200),
        Experiment(
            "LL505", "SGD, momentum 0.9, 100 steps", _with(long, "SGD", **sgd), clipped, (0.913, 0.248), 200
        ),
        Experiment("LL511", "ExponentialDecay(0.001, 1, 0.9)", scheduled, plain, (0.949, 0.0159), 200),
        Experiment("LL602", "dropout of 0.8", _model(dropout=0.8), plain, (0.387, 0.016), 200),
        Experiment("LL701", "inputs times 100", loud, plain, (1.08, 0.0158), 200),
    ]


if __name__ == "__main__":
    sys.exit(main([code.upper() for code in sys.argv[1:]]))
