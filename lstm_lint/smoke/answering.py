"""Answers the jobs of one file: which engine, in which order, and within which budget.

First what NumPy trains, the cheapest first; then, with TensorFlow, exact probes and what only Keras trains; at last the
long looks at what may yet pass. TensorFlow is not imported where nothing needs it.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lstm_lint.smoke import budget as budgets
from lstm_lint.smoke.budget import Budget
from lstm_lint.smoke.compare import Compared, Terms, Trainer, by_statistics, compare, displace, look_again
from lstm_lint.smoke.probes import TRAINING
from lstm_lint.smoke.shrink import widened
from lstm_lint.smoke.specification import Specification, from_json, train_alike

if TYPE_CHECKING:
    from lstm_lint.smoke.backend import Backend
    from lstm_lint.smoke.engine.trainer import NumpyTrainer

Say = Callable[..., None]  # an event with its fields
Found = dict[str, Any]
_TOLD_BY_TRAINING = ("zero-gradient", "gradient-norm")  # where the first gradient does not decide


@dataclass(frozen=True, eq=False)
class Asked:
    """One job as it came from the parent."""

    given: Mapping[str, Any]

    @property
    def id(self) -> int:
        return int(self.given["id"])

    @property
    def probe(self) -> str:
        return str(self.given["probe"])

    @property
    def trains(self) -> bool:
        return self.probe in TRAINING

    @cached_property
    def written(self) -> Specification:
        return from_json(self.given["written"])

    @cached_property
    def fixed(self) -> Specification | None:
        return from_json(self.given["fixed"]) if self.given["fixed"] is not None else None

    @property
    def terms(self) -> Terms:
        return Terms(self.probe == "standstill", bool(self.given["probing"].get("slower")))

    @property
    def cost(self) -> float:
        arms = [one for one in (self.written, self.fixed) if one is not None]
        return sum(budgets.update(one) for one in arms)


@dataclass
class Paused:
    """A comparison that a long look may change."""

    job: Asked
    trainer: Trainer
    made: Compared
    seconds: float


class Answers:
    """The jobs of one file. `load` gives TensorFlow, and raises what `missing` names."""

    def __init__(
        self, jobs: Sequence[Mapping[str, Any]], engine: str, seconds: float, say: Say,
        load: Callable[[], Backend], missing: tuple[type[Exception], ...], threads: int = 2,
    ) -> None:  # fmt: skip
        self.jobs = [Asked(job) for job in jobs]
        self.engine, self.say, self.load, self.missing, self.threads = engine, say, load, missing, threads
        self.budget = Budget(seconds)
        self.paused: list[Paused] = []
        self.ours: NumpyTrainer | None = None
        self.found: dict[int, dict[str, Found]] = {}  # by job and engine

    def run(self) -> Exception | None:
        """Says every answer. Returns what is missing where nothing could be answered without it."""
        left = self._in_numpy(sorted((job for job in self.jobs if job.trains), key=lambda job: job.cost))
        exact = [job for job in self.jobs if not job.trains]
        again = [job for job in self.jobs if job.trains and job not in left] if self.engine == "both" else []
        error = None
        if self.engine == "numpy":
            for job, why in [*((job, "an exact probe asks Keras itself") for job in exact), *left.items()]:
                self._say(job, _without(f"{why}; --engine tensorflow can"), 0.0)
        elif exact or left or again:
            error = self._in_tensorflow(exact, left, again)
        for paused in self.paused:
            self._look_again(paused)
        return error

    def _in_numpy(self, jobs: Sequence[Asked]) -> dict[Asked, str]:
        """Trains what NumPy can. Returns the others, each with what NumPy does not do."""
        if self.engine == "tensorflow":
            return dict.fromkeys(jobs, "")
        try:
            from lstm_lint.smoke.engine.arrays import Unsupported
            from lstm_lint.smoke.engine.trainer import NumpyTrainer
        except ImportError:
            return dict.fromkeys(jobs, "NumPy is not installed")
        self.ours = NumpyTrainer()
        left: dict[Asked, str] = {}
        for job in jobs:
            try:
                self.ours.check(job.written, job.fixed)
                self._attempt(job, lambda job: self._trained(job, self.ours), "numpy", Unsupported)  # type: ignore[arg-type]
            except Unsupported as error:
                left[job] = f"the engine in NumPy does not train {error}"
        return left

    def _in_tensorflow(
        self, exact: Sequence[Asked], left: Mapping[Asked, str], again: Sequence[Asked]
    ) -> Exception | None:
        try:
            backend = self.load()
        except self.missing as error:
            return error if self._unanswered(exact, left, error) else None
        from lstm_lint.smoke.pairs import Trainer as Theirs

        trainer = Theirs(backend, self.threads)
        self.budget.take(budgets.IMPORT)
        for job in exact:
            self._attempt(job, lambda job: self._exact(job, backend, trainer), "tensorflow")
        for job in (*left, *again):
            self._attempt(job, lambda job: self._trained(job, trainer), "tensorflow")
        return None

    def _unanswered(self, exact: Sequence[Asked], left: Mapping[Asked, str], error: Exception) -> bool:
        """Whether nothing at all is answered; else says what is missing for the others."""
        if not self.found:
            return True
        for job in (*exact, *left):
            self._say(job, _without(f"it takes TensorFlow: {INSTALL}"), 0.0)
        return False

    def _attempt(
        self,
        job: Asked,
        answer: Callable[[Asked], Found],
        engine: str,
        passed_on: type[Exception] | None = None,
    ) -> None:
        started = time.monotonic()
        self.say("start", job=job.id)
        try:
            found = answer(job)
        except Exception as error:
            if passed_on is not None and isinstance(error, passed_on):
                raise
            line = str(error).strip().partition("\n")[0][:160]
            found = _without(f"{type(error).__name__}: {line}")
            if os.environ.get("LSTM_LINT_SMOKE_TRACE"):
                traceback.print_exc()
        self._note(job, {"engine": engine, **found}, time.monotonic() - started)

    def _note(self, job: Asked, found: Found, seconds: float) -> None:
        both = self.found.setdefault(job.id, {})
        both[found["engine"]] = found
        self._say(job, agreed(both) if len(both) > 1 else found, seconds)

    def _say(self, job: Asked, found: Found, seconds: float) -> None:
        self.say("answer", job=job.id, seconds=seconds, processor=time.process_time(), **found)

    def _exact(self, job: Asked, backend: Backend, trainer: Trainer) -> Found:
        from lstm_lint.smoke import exact
        from lstm_lint.smoke.question import Question

        self.budget.take(budgets.EXACT)
        backend.keras.utils.set_random_seed(0)
        given = job.given
        question = Question(
            backend,
            job.written,
            job.fixed,
            given["node"],
            given["argument"],
            given["detail"],
            given["probing"],
        )
        seen = exact.PROBES[job.probe](question)
        undecided = seen.answer == "inconclusive" and not seen.reason and job.fixed is not None
        if job.probe in _TOLD_BY_TRAINING and undecided:
            return self._trained(job, self._best(job, trainer))
        found = {"answer": seen.answer, "reason": seen.reason, "seen": seen.written, "seen_fixed": seen.fixed}
        installed = str(backend.keras.__version__)
        if seen.answer == "refuted" and (target := _other_than(installed, given["keras"])):
            reason = f"the script is for {target}, and Keras {installed} answered"
            found |= {"answer": "inconclusive", "reason": reason}
        return found

    def _best(self, job: Asked, trainer: Trainer) -> Trainer:
        """NumPy where it can."""
        if self.ours is not None:
            from lstm_lint.smoke.engine.arrays import Unsupported

            try:
                self.ours.check(job.written, job.fixed)
                return self.ours
            except Unsupported:
                pass
        return trainer

    def _trained(self, job: Asked, trainer: Trainer) -> Found:
        progress = self._progress(job)
        if job.probe == "displacement":
            return displace(trainer, job.written, progress)
        if job.probe == "batch-statistics":
            return by_statistics(trainer, job.written, progress)
        if job.fixed is None:
            return _without("no fix is known to compare with")
        if train_alike(job.written, job.fixed):
            return _without("both arms are the same model: what the fix changes is not part of it")
        started = time.monotonic()
        part = self.budget.part(budgets.JOB)
        made = compare(trainer, job.written, job.fixed, part, progress, job.terms)
        if made.pairs and not made.pairs[0].fixed.learned and (arms := widened(job.written, job.fixed)):
            made = compare(trainer, *arms, part, progress, job.terms)
        self.budget.give_back(part)
        if made.open:
            self.paused.append(Paused(job, trainer, made, time.monotonic() - started))
        return self._with_curves(job, trainer, made)

    def _progress(self, job: Asked) -> Callable[[int, int, int], None]:
        def progress(seed: int, step: int, steps: int) -> None:
            self.say("progress", job=job.id, seed=seed, step=step, steps=steps, left=self.budget.left)

        return progress

    def _look_again(self, paused: Paused) -> None:
        job, trainer = paused.job, paused.trainer
        started = time.monotonic()
        part = self.budget.part(budgets.JOB)
        look_again(trainer, paused.made, part, self._progress(job))
        self.budget.give_back(part)
        found = self._with_curves(job, trainer, paused.made)
        self._note(job, found, paused.seconds + time.monotonic() - started)

    def _with_curves(self, job: Asked, trainer: Any, made: Compared) -> Found:
        found = made.found(trainer.name)
        if extra := [one for one in made.written.stand_ins if one not in job.written.stand_ins]:
            found["stand_ins"] = extra
        if job.given["curves"] and made.pairs:
            found["curves"] = trainer.curves(made.written, made.fixed)
        return found


INSTALL = "pip install 'lstm-lint[smoke]'"


def agreed(by_engine: Mapping[str, Found]) -> Found:
    """One answer of two engines: inconclusive, with both figures, where they differ."""
    ours, theirs = by_engine["numpy"], by_engine["tensorflow"]
    if ours["answer"] == theirs["answer"]:
        return {
            **ours,
            "engine": "both",
            "provisional": bool(ours.get("provisional") or theirs.get("provisional")),
        }
    said = "; ".join(f"{name} {_figured(found)}" for name, found in by_engine.items())
    return {**ours, "engine": "both", "answer": "inconclusive", "reason": f"the engines disagree: {said}"}


def _figured(found: Found) -> str:
    written, fixed = found.get("written"), found.get("fixed")
    if isinstance(written, Mapping) and isinstance(fixed, Mapping):
        shares = f"{written['share']:.2g} of a constant's loss as written, {fixed['share']:.2g} as fixed"
        return f"{found['answer']} ({shares})"
    return f"{found['answer']} ({found.get('seen') or found.get('reason', '')})"


def _other_than(installed: str, target: Any) -> str:
    """The Keras that a script is for, where that is certainly not the installed one."""
    if target is None:
        return ""
    low, high, title = target
    version = [int(part) for part in installed.split(".")[:2]]
    return "" if list(low) <= version <= list(high) else str(title)


def _without(reason: str) -> Found:
    return {"answer": "inconclusive", "reason": reason}
