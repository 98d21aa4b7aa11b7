"""Paired runs by TensorFlow: seeds in turn, both arms at once."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import Any

from lstm_lint.smoke.backend import Backend
from lstm_lint.smoke.budget import TENSORFLOW, TRACING, update
from lstm_lint.smoke.compare import Progress
from lstm_lint.smoke.decide import Pair, Run
from lstm_lint.smoke.specification import Specification, key
from lstm_lint.smoke.synthetic import Task
from lstm_lint.smoke.train import Arm, paired_data

_TASKS = 4  # kept at a time: of 2048 rows of 64 steps of 32 features each takes 17 MB


class Trainer:
    """Holds the arms of a file and the runs they made: the arm as fixed is the same for most findings.

    Several findings may be compared at the same time; as many arms train at once as there are threads.
    """

    name = "tensorflow"

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
                        return arm.run(
                            seed,
                            steps,
                            *task,
                            lambda done: progress(seed, done, steps),
                            name[1],
                            fixed.losses,
                        )

                    self.runs[name] = self.pool.submit(train)
                futures.append(self.runs[name])
        return Pair(*(future.result() for future in futures))

    def by_batch(self, written: Specification, seed: int) -> float:
        """The held-out loss of a trained arm with the statistics of the batch instead of moving averages."""
        arm = self.arm(written)
        _, held_out = self._task(arm, written, seed)
        return arm.by_batch(seed, key(written), held_out)

    def cost(self, written: Specification, fixed: Specification, seed: int, steps: int) -> float:
        """Estimated seconds until the pair of that seed has made so many updates."""
        total = 0.0
        for one in (written, fixed):
            if not self._traced(one):
                total += TRACING
            made = [
                upto
                for arm, of, number, upto in self.runs
                if (arm, of, number) == (key(one), key(fixed), seed)
            ]
            total += TENSORFLOW * update(one) * max(0, steps - max(made, default=0))
        return total

    def _traced(self, specification: Specification) -> bool:
        name = key(specification)
        return any(arm == name for arm, *_ in self.runs)

    def curves(self, written: Specification, fixed: Specification) -> dict[str, dict[str, Any]]:
        """What each arm recorded of its updates, by seed."""
        arms = {"written": self.arm(written), "fixed": self.arm(fixed)}
        return {name: {str(seed): curve for seed, curve in arm.curves.items()} for name, arm in arms.items()}
