"""What paired trainings do, checked in a process that starts TensorFlow itself: `smoke_trainings.py CLAIM`."""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from benchmarks.smoke.__main__ import drawn
from benchmarks.smoke.benign import benign
from lstm_lint.smoke.backend import load
from lstm_lint.smoke.decide import Pair
from lstm_lint.smoke.pairs import Trainer, compare
from lstm_lint.smoke.specification import Part

SHORT = [one for one in benign() if one.base == "regression over 5 steps"]


def sample_is_answered_right() -> None:
    trainer = Trainer(load())
    for one in drawn(SHORT, 2, 1):
        found = compare(trainer, one.written, one.fixed, time.monotonic() + 60, lambda *_: None, False)
        assert found["answer"] != "confirmed", one.name
    fixed = SHORT[0].fixed
    broken = replace(fixed, optimizer=Part("Adam", {"learning_rate": 1.0}))
    found = compare(trainer, broken, fixed, time.monotonic() + 60, lambda *_: None, False)
    assert found["answer"] == "confirmed" and found["speaking"] == 3, found


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


if __name__ == "__main__":
    globals()[sys.argv[1]]()
