"""Paired runs in NumPy: the same questions as to TensorFlow, answered for all seeds at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lstm_lint.smoke import synthetic
from lstm_lint.smoke.budget import update
from lstm_lint.smoke.compare import Progress
from lstm_lint.smoke.decide import SEEDS, Pair, Run
from lstm_lint.smoke.engine.arrays import np
from lstm_lint.smoke.engine.batch import Batch, check
from lstm_lint.smoke.engine.network import Network, same_shape
from lstm_lint.smoke.measure import measured
from lstm_lint.smoke.specification import Specification, key
from lstm_lint.smoke.synthetic import Task

_Name = tuple[str, str]  # an arm, and the arm as fixed whose targets it has
_TASKS = 12  # kept at a time


class NumpyTrainer:
    """The arms of a file and the runs they made: the arm as fixed is the same for most findings."""

    name = "numpy"

    def __init__(self, seeds: Sequence[int] = SEEDS) -> None:
        self.seeds = tuple(seeds)
        self.batches: dict[_Name, tuple[Batch, int]] = {}
        self.runs: dict[tuple[_Name, int, int], Run] = {}
        self.tasks: dict[tuple[str, int], tuple[Task, Task]] = {}

    def check(self, *specifications: Specification | None) -> None:
        """Raises Unsupported where one of them is none for this engine."""
        for one in specifications:
            if one is not None:
                check(one)

    def pair(
        self, written: Specification, fixed: Specification, seed: int, steps: int, progress: Progress
    ) -> Pair:
        """One seed of both arms on the same data; all seeds are trained with it. Raises Unsupported."""
        names = [(key(one), key(_data(fixed, one))) for one in (written, fixed)]
        if any((name, seed, steps) not in self.runs for name in names):
            self._train(dict(zip(names, (written, fixed))), fixed, steps, progress)
        return Pair(*(self.runs[name, seed, steps] for name in names))

    def by_batch(self, written: Specification, seed: int) -> float:
        """The held-out loss of a trained arm with the statistics of the batch instead of moving averages."""
        batch, arm = self.batches[key(written), key(written)]
        number = batch.runs.index((arm, seed))
        targets = batch.tasks[number][1].targets
        return measured(batch.outputs(learning=True)[number], targets, written.losses)

    def cost(self, written: Specification, fixed: Specification, seed: int, steps: int) -> float:
        """Estimated seconds until the pair of that seed, and with it of all seeds, has made so many updates."""
        total = 0.0
        for one in (written, fixed):
            name = key(one), key(_data(fixed, one))
            if (name, seed, steps) not in self.runs:
                done = self.batches[name][0].done if name in self.batches else 0
                total += len(self.seeds) * update(one) * (steps - done if done <= steps else steps)
        return total

    def curves(self, written: Specification, fixed: Specification) -> dict[str, dict[str, Any]]:
        """Loss and gradient norm of each update, and the first gradient norm of each time step, by arm and seed."""
        found: dict[str, dict[str, Any]] = {}
        for title, one in (("written", written), ("fixed", fixed)):
            batch, arm = self.batches[key(one), key(_data(fixed, one))]
            found[title] = {
                str(seed): {"updates": course.curve, "by_step": course.by_step}
                for (of, seed), course in zip(batch.runs, batch.courses)
                if of == arm
            }
        return found

    def _train(
        self, arms: dict[_Name, Specification], fixed: Specification, steps: int, progress: Progress
    ) -> None:
        for name in arms:  # trained beyond what is asked for: from the start again
            if name in self.batches and self.batches[name][0].done > steps:
                del self.batches[name]
        fresh = {name: one for name, one in arms.items() if name not in self.batches}
        if len(fresh) == 2 and len({same_shape(one) for one in fresh.values()}) == 1:
            self._start(fresh, fixed)
        else:
            for name, one in fresh.items():
                self._start({name: one}, fixed)
        for batch in dict.fromkeys(self.batches[name][0] for name in arms):
            batch.advance(steps, lambda done: progress(0, done, steps))
            results = batch.results()
            for name, (of, arm) in self.batches.items():
                if of is batch:
                    for seed in self.seeds:
                        self.runs[name, seed, steps] = results[arm, seed]

    def _start(self, arms: dict[_Name, Specification], fixed: Specification) -> None:
        specifications = list(arms.values())
        tasks = [task for one in specifications for task in self._tasks(fixed, one, self.seeds)]
        batch = Batch(specifications, self.seeds, tasks, [fixed.losses] * len(specifications))
        for number, name in enumerate(arms):
            self.batches[name] = batch, number

    def _tasks(
        self, fixed: Specification, one: Specification, seeds: Sequence[int]
    ) -> list[tuple[Task, Task]]:
        """The data of each seed, whose targets have the shape and range of the arm as fixed."""
        data = _data(fixed, one)
        shapes = None
        found = []
        for seed in seeds:
            name = key(data), seed
            if name not in self.tasks:
                shapes = shapes or Network([fixed], 1).output_shapes
                while len(self.tasks) >= _TASKS:
                    self.tasks.pop(next(iter(self.tasks)))
                self.tasks[name] = synthetic.make(np, data, shapes, seed)
            found.append(self.tasks[name])
        return found


def _data(fixed: Specification, one: Specification) -> Specification:
    """What an arm is trained on: the task of the arm as fixed, with the data that the finding speaks of."""
    return replace(fixed, data=one.data)
