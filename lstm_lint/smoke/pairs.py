"""Paired micro-training in the child: seeds in turn, both arms at once, an early exit as soon as the answer stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import Any

from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.decide import EXTENDED, SEEDS, STEPS, Answer, Pair, Run, decide
from lstm_lint.smoke.specification import Specification, key
from lstm_lint.smoke.train import Arm, paired_data

Progress = Callable[[int, int, int], None]  # seed, step, of how many
DISPLACEMENT_STEPS = 50
_CONFIRMS, _REFUTES = (
    0.02,
    0.2,
)  # displacements of 0.007 to 0.038 learned less than 6 %, of 0.26 and more learned


class Trainer:
    """Holds the arms of a file and the runs they made: the arm as fixed is the same for most findings."""

    def __init__(self, backend: Backend, threads: int = 2) -> None:
        self.backend = backend
        self.pool = ThreadPoolExecutor(max(1, min(threads, 2)))
        self.arms: dict[str, Arm] = {}
        self.runs: dict[tuple[str, str, int, int], Run] = {}
        self.starting = Lock()

    def arm(self, specification: Specification) -> Arm:
        """The arm of a specification, built on first use."""
        name = key(specification)
        if name not in self.arms:
            self.arms[name] = Arm(self.backend, specification, self.starting)
        return self.arms[name]

    def pair(
        self, written: Specification, fixed: Specification, seed: int, steps: int, progress: Progress
    ) -> Pair:
        """One seed of both arms on the same data, whose targets have the shape and range of the arm as fixed."""
        arms = [self.arm(written), self.arm(fixed)]
        waiting = []
        for arm, specification in zip(arms, (written, fixed)):
            name = (key(specification), key(fixed), seed, steps)
            if name in self.runs:
                continue
            data = paired_data(self.backend, arms[1], replace(fixed, data=specification.data), seed)

            def report(done: int) -> None:
                progress(seed, done, steps)

            waiting.append((name, self.pool.submit(arm.run, seed, steps, *data, report)))
        for name, future in waiting:
            self.runs[name] = future.result()
        of_fixed = self.runs[key(fixed), key(fixed), seed, steps]
        return Pair(self.runs[key(written), key(fixed), seed, steps], of_fixed)


def compare(
    trainer: Trainer,
    written: Specification,
    fixed: Specification,
    deadline: float,
    progress: Progress,
    standstill: bool,
    slower: bool = False,
) -> dict[str, Any]:
    """The answer of paired training with its figures.

    `standstill`: LL504, as written nothing at all is learned. `slower`: LL503, which claims no more than that.
    """
    pairs: list[Pair] = []
    started = time.monotonic()
    steps = EXTENDED if fixed.data.stream or fixed.data.memory else STEPS  # what takes memory is learned late
    answer: Answer = "inconclusive"
    reason = ""
    for number, seed in enumerate(SEEDS):
        pair = trainer.pair(written, fixed, seed, steps, progress)
        if (
            number == 0
            and steps < EXTENDED
            and not pair.fixed.learned
            and _time_for(deadline, started, EXTENDED / STEPS)
        ):
            steps = EXTENDED
            pair = trainer.pair(written, fixed, seed, steps, progress)
        pairs.append(pair)
        found = decide(pairs)
        if found is not None and found[0] == "confirmed" and standstill:
            found = _stands_still(pairs)
        elif found is not None and found[0] == "confirmed" and steps == STEPS and not slower and _mild(pairs):
            late = trainer.pair(written, fixed, SEEDS[0], EXTENDED, progress)
            if not late.speaks:
                found = "inconclusive", f"slower, but no harm is left after {EXTENDED} steps"
        if found is not None:
            answer, reason = found
            break
        if not _time_for(deadline, started, 1 / len(pairs)):
            reason = f"the time was up after {len(pairs)} of {len(SEEDS)} seeds"
            break
    return {"answer": answer, "reason": reason, "steps": steps, **figures(pairs)}


def displace(trainer: Trainer, written: Specification, progress: Progress) -> dict[str, Any]:
    """LL502: how far the weights move over all updates that the script plans, from 50 of them.

    Never by loss: after 200 updates a sound rate of 0.0001 has not learned either.
    """
    if written.planned is None:
        return {"answer": "inconclusive", "reason": "how many updates are planned is not known"}
    moved: list[float] = []
    for seed in SEEDS:
        pair = trainer.pair(written, written, seed, DISPLACEMENT_STEPS, progress)
        moved.append(pair.written.displacement * written.planned)
    answer: Answer = "inconclusive"
    if all(one < _CONFIRMS for one in moved):
        answer = "confirmed"
    elif all(one > _REFUTES for one in moved):
        answer = "refuted"
    middle = sorted(moved)[1]
    seen = f"{written.planned} updates move the weights by {middle:.2g} of their size"
    reason = "" if answer != "inconclusive" else "between 0.02, where nothing is learned, and 0.2"
    return {"answer": answer, "reason": reason, "seen": seen, "steps": DISPLACEMENT_STEPS}


def figures(pairs: list[Pair]) -> dict[str, Any]:
    """Medians over the seeds, of both arms."""
    return {
        "seeds": len(pairs),
        "speaking": sum(pair.speaks for pair in pairs),
        "written": _medians([pair.written for pair in pairs]),
        "fixed": _medians([pair.fixed for pair in pairs]),
    }


def _medians(runs: list[Run]) -> dict[str, Any]:
    def middle(values: list[float]) -> float:
        return sorted(values)[len(values) // 2]

    return {
        "loss": middle([run.loss for run in runs]),
        "baseline": middle([run.baseline for run in runs]),
        "largest_gradient": middle([run.largest_gradient for run in runs]),
        "not_finite": sum(not run.finite for run in runs),
        "first_update": middle([run.first_update for run in runs]),
    }


def _mild(pairs: list[Pair]) -> bool:
    """Whether the arm as written learns, only less, as softsign cells: 2.7 times the loss at 150 steps."""
    return all(
        p.written.finite
        and p.loss_ratio < 4
        and p.gradient_ratio < 10
        and p.written.loss < 0.5 * p.written.baseline
        for p in pairs
    )


def _stands_still(pairs: list[Pair]) -> tuple[Answer, str]:
    still = [not p.written.finite or p.written.loss > 0.9 * p.written.baseline for p in pairs]
    if all(still):
        return "confirmed", ""
    return "inconclusive", "slower, but it learns"


def _time_for(deadline: float, started: float, more: float) -> bool:
    """Whether there is time for as much more as this multiple of what it took so far."""
    return time.monotonic() + (time.monotonic() - started) * more < deadline
