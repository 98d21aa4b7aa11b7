"""Paired micro-training in the child: seeds in turn, both arms at once, an early exit as soon as the answer stands."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import Any

from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.decide import EXTENDED, LOOKS, SEEDS, STEPS, Answer, Pair, Run, decide
from lstm_lint.smoke.specification import Specification, key
from lstm_lint.smoke.synthetic import BATCH, ROWS, Task
from lstm_lint.smoke.train import Arm, paired_data

Progress = Callable[[int, int, int], None]  # seed, step, of how many
DISPLACEMENT_STEPS = 50
_CONFIRMS, _REFUTES = (
    0.02,
    0.2,
)  # displacements of 0.007 to 0.038 learned less than 6 %, of 0.26 and more learned

_EPOCH = ROWS // BATCH  # updates that the synthetic data makes
_OFF, _HARMLESS = 3.0, 1.5  # after 200 updates at momentum 0.99 the loss in prediction was 7 times the other
_MOST_PLANNED = 500
_TASKS = 4  # kept at a time: of 2048 rows of 64 steps of 32 features each takes 17 MB


class Trainer:
    """Holds the arms of a file and the runs they made: the arm as fixed is the same for most findings.

    Several findings may be compared at the same time; as many arms train at once as there are threads.
    """

    def __init__(self, backend: Backend, threads: int = 2) -> None:
        self.backend = backend
        self.pool = ThreadPoolExecutor(max(1, min(threads, 2)))
        self.arms: dict[str, Arm] = {}
        self.runs: dict[tuple[str, str, int, int], Future[Run]] = {}
        self.tasks: dict[tuple[str, int], tuple[Task, Task]] = {}
        self.starting, self.asking = Lock(), Lock()

    def arm(self, specification: Specification) -> Arm:
        """The arm of a specification, built on first use."""
        name = key(specification)
        with self.asking:
            if name not in self.arms:
                self.arms[name] = Arm(self.backend, specification, self.starting)
            return self.arms[name]

    def _task(self, arm: Arm, specification: Specification, seed: int) -> tuple[Task, Task]:
        """The data of one seed, made once for both arms and for all looks; the last few are kept."""
        name = key(specification), seed
        found = self.tasks.get(name)
        if found is None:
            found = paired_data(self.backend, arm, specification, seed)
            with self.asking:
                while len(self.tasks) >= _TASKS:
                    self.tasks.pop(next(iter(self.tasks)))
                self.tasks[name] = found
        return found

    def pair(
        self, written: Specification, fixed: Specification, seed: int, steps: int, progress: Progress
    ) -> Pair:
        """One seed of both arms on the same data, whose targets have the shape and range of the arm as fixed.

        A pair that was trained before for fewer steps is trained on from there.
        """
        arms = [self.arm(written), self.arm(fixed)]
        futures = []
        for arm, specification in zip(arms, (written, fixed)):
            name = (key(specification), key(fixed), seed, steps)
            with self.asking:
                if name not in self.runs:
                    data = replace(fixed, data=specification.data)

                    def train(arm: Arm = arm, data: Specification = data, name: Any = name) -> Run:
                        task = self._task(arms[1], data, seed)
                        return arm.run(seed, steps, *task, lambda done: progress(seed, done, steps), name[1])

                    self.runs[name] = self.pool.submit(train)
                futures.append(self.runs[name])
        return Pair(*(future.result() for future in futures))


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

    `standstill`: as written nothing at all is learned. `slower`: no more than that is claimed.
    """
    pairs: list[Pair] = []
    started = time.monotonic()
    ends = (
        _EPOCH if written.data.ordered else 1
    )  # where order matters, a training ends with an epoch as `fit` does
    usual, extended = STEPS // ends * ends, EXTENDED // ends * ends
    steps = extended if fixed.data.stream or fixed.data.memory else usual  # what takes memory is learned late
    answer: Answer = "inconclusive"
    reason = ""

    def trained(seed: int) -> tuple[Pair, int]:
        """A pair trained to the end, or to where it is plain what it says, and for how many steps."""
        for look in () if standstill or ends > 1 else [look for look in LOOKS if look < steps]:
            early = trainer.pair(written, fixed, seed, look, progress)
            if early.plain:
                return early, look
        return trainer.pair(written, fixed, seed, steps, progress), steps

    longest = 0
    for number, seed in enumerate(SEEDS):
        pair, took = trained(seed)
        if (
            number == 0
            and steps < extended
            and not pair.fixed.learned
            and _time_for(deadline, started, extended / usual)
        ):
            steps = extended
            pair, took = trained(seed)
        pairs.append(pair)
        longest = max(longest, took)
        found = decide(pairs)
        if found is not None and found[0] == "confirmed" and standstill:
            found = _stands_still(pairs)
        elif found is not None and found[0] == "confirmed" and steps == usual and not slower and _mild(pairs):
            late = trainer.pair(written, fixed, SEEDS[0], extended, progress)
            if not late.speaks:
                found = "inconclusive", f"slower, but no harm is left after {extended} steps"
        if found is not None:
            answer, reason = found
            break
        if not _time_for(deadline, started, 1 / len(pairs)):
            reason = f"the time was up after {len(pairs)} of {len(SEEDS)} seeds"
            break
    return {"answer": answer, "reason": reason, "steps": longest, **figures(pairs)}


def displace(trainer: Trainer, written: Specification, progress: Progress) -> dict[str, Any]:
    """How far the weights move over all updates that the script plans, from 50 of them.

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


def by_statistics(trainer: Trainer, written: Specification, progress: Progress) -> dict[str, Any]:
    """The loss in prediction over that by the statistics of the batch, after the updates that are planned."""
    if written.planned is None:
        return {"answer": "inconclusive", "reason": "how many updates are planned is not known"}
    steps = max(5, min(written.planned, _MOST_PLANNED))
    arm, ratios, seen = trainer.arm(written), [], []
    for seed in SEEDS:
        run = trainer.pair(written, written, seed, steps, progress).written
        _, held_out = paired_data(trainer.backend, arm, written, seed)
        by_batch = arm.by_batch(seed, key(written), held_out)
        ratios.append(run.loss / max(by_batch, 1e-9))
        seen.append((run.loss, by_batch))
        if ratios[-1] < _HARMLESS:
            break
    loss, by_batch = sorted(seen)[len(seen) // 2]
    answer: Answer = "inconclusive"
    if len(ratios) == len(SEEDS) and min(ratios) >= _OFF:
        answer = "confirmed"
    elif max(ratios) < _HARMLESS:
        answer = "refuted"
    reason = "" if answer != "inconclusive" else f"less than {_OFF:g} times in one of the seeds"
    said = f"held-out loss {loss:.2g} in prediction, {by_batch:.2g} by the statistics of the batch"
    return {"answer": answer, "reason": reason, "seen": said, "steps": steps}


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

    def known(values: list[float | None]) -> float | None:
        found = [value for value in values if value is not None]
        return middle(found) if found else None

    return {
        "loss": middle([run.loss for run in runs]),
        "baseline": middle([run.baseline for run in runs]),
        "largest_gradient": middle([run.largest_gradient for run in runs]),
        "not_finite": sum(not run.finite for run in runs),
        "first_update": middle([run.first_update for run in runs]),
        "gates_saturated": known([run.gates_saturated for run in runs]),
        "candidates_saturated": known([run.candidates_saturated for run in runs]),
        "gradient_first_over_last": known([run.reach for run in runs]),
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
