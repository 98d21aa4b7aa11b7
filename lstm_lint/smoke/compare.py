"""Paired micro-training, whichever engine trains: looks after 75 and 150 updates, and a long look where it may pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lstm_lint.smoke.budget import Budget
from lstm_lint.smoke.decide import EXTENDED, LEARNED, LOOKS, MAJORITY, SEEDS, STEPS, Answer, Pair, Run, decide
from lstm_lint.smoke.specification import Specification
from lstm_lint.smoke.synthetic import BATCH, ROWS

Progress = Callable[[int, int, int], None]  # seed, step, of how many
DISPLACEMENT_STEPS = 50
_CONFIRMS, _REFUTES = (
    0.02,
    0.2,
)  # displacements of 0.007 to 0.038 learned less than 6 %, of 0.26 and more learned
_EPOCH = ROWS // BATCH  # updates that the synthetic data makes
_OFF, _HARMLESS = 3.0, 1.5  # after 200 updates at momentum 0.99 the loss in prediction was 7 times the other
_MOST_PLANNED = 500
_STILL = 0.8  # of the constant's loss: more than that is next to nothing learned; Adam has under 0.1 by then
_FALLS = 0.9  # of the share at the look before: a loss that is above it falls no more
LONGEST = 2000  # updates; a training of more says how many of the planned ones were made


class Trainer(Protocol):
    """An engine that trains pairs of arms."""

    name: str

    def pair(
        self, written: Specification, fixed: Specification, seed: int, steps: int, progress: Progress
    ) -> Pair: ...

    def by_batch(self, written: Specification, seed: int) -> float: ...

    def cost(self, written: Specification, fixed: Specification, seed: int, steps: int) -> float:
        """Estimated seconds until the pair of that seed has made so many updates."""


@dataclass(frozen=True)
class Terms:
    """What a finding claims. `standstill`: nothing at all is learned. `slower`: no more than that is claimed."""

    standstill: bool = False
    slower: bool = False


@dataclass
class Compared:
    """The state of a comparison: its pairs at the last look, and whether a longer training may change the answer."""

    written: Specification
    fixed: Specification
    terms: Terms
    answer: Answer = "inconclusive"
    reason: str = ""
    steps: int = 0
    pairs: tuple[Pair, ...] = ()
    before: tuple[Pair, ...] = ()  # those of the look before
    first: tuple[Pair, ...] = ()  # those of the first look
    open: bool = False
    split: bool = False  # the first look was undecided: then harm has to grow, or one arm not to learn

    def found(self, engine: str) -> dict[str, Any]:
        """The answer with its figures."""
        return {
            "answer": self.answer, "reason": self.reason, "steps": self.steps, "engine": engine,
            "planned": self.written.planned, "provisional": self.open,
            "slower": self.terms.slower and self.answer == "confirmed", **figures(self.pairs),
        }  # fmt: skip


def compare(
    trainer: Trainer, written: Specification, fixed: Specification, budget: Budget, progress: Progress,
    terms: Terms = Terms(),
) -> Compared:  # fmt: skip
    """The answer after 150 updates, or after 400 where less tells nothing. `open` where it may yet change."""
    made = Compared(written, fixed, terms)
    ends = (
        _EPOCH if written.data.ordered else 1
    )  # where order matters, a training ends with an epoch as `fit` does
    usual, extended = STEPS // ends * ends, EXTENDED // ends * ends
    steps = extended if fixed.data.stream or fixed.data.memory else usual  # what takes memory is learned late
    pairs: list[Pair] = []
    looks = () if terms.standstill or ends > 1 else tuple(look for look in LOOKS if look < steps)

    def trained(seed: int, upto: int) -> Pair | None:
        """A pair trained to the end, or to where it is plain what it says; None where the budget ends."""
        for look in (*looks, upto):
            if not budget.take(trainer.cost(written, fixed, seed, look)):
                return None
            pair = trainer.pair(written, fixed, seed, look, progress)
            made.steps = max(made.steps, look)
            if (
                (pair.speaks and pair.fixed.learned)
                if terms.slower
                else (pair.plain and not terms.standstill)
            ):
                return pair
        return pair

    for number, seed in enumerate(SEEDS):
        pair = trained(seed, steps)
        if pair is not None and number == 0 and steps < extended and not pair.fixed.learned:
            steps = extended
            pair = trained(seed, steps) or pair
        if pair is None:
            made.reason = f"the budget was used up after {number} of {len(SEEDS)} seeds"
            break
        pairs.append(pair)
        made.pairs = tuple(pairs)
        answer = decide(pairs)
        if answer is not None and answer[0] == "confirmed" and terms.standstill:
            answer = _stands_still(made)
        if answer is not None:
            made.answer, made.reason = answer
            break
    lasts = ends == 1 and not fixed.data.stream and not terms.slower
    made.open = made.answer == "refuted" or (lasts and len(pairs) == len(SEEDS) and _may_change(made))
    made.split, made.first = made.answer == "inconclusive", made.pairs
    return made


def _may_change(made: Compared) -> bool:
    """Whether a longer training may change what three seeds say."""
    pairs = made.pairs
    if made.answer == "confirmed":
        return any(pair.written.finite for pair in pairs)
    if made.terms.standstill:
        return not any(pair.written.learned for pair in pairs)
    return sum(not pair.close for pair in pairs) >= MAJORITY and all(pair.tells for pair in pairs)


def look_again(trainer: Trainer, made: Compared, budget: Budget, progress: Progress) -> None:
    """Trains on to 400 updates and to the planned number, while the arm as written still falls.

    What one seed refutes, all have to refute, after 400 updates too. What is undecided after 150 updates is asked again
    as well: one of the seeds may have had luck, and what a penalty or a doubled activation costs shows late.
    """
    if made.answer == "refuted":
        _refuted_by_all(trainer, made, budget, progress)
        return
    for steps in _later(made):
        if not made.open:
            return
        pairs = _of_all_seeds(trainer, made, steps, budget, progress)
        if pairs is None:
            break  # what it says stays true of the updates that were made
        made.before, made.pairs, made.steps = made.pairs, pairs, steps
        made.answer, made.reason = _after_all(made)
        made.open = _may_change(made) and any(
            later.written.finite and later.written.share < _FALLS * earlier.written.share
            for earlier, later in zip(made.before, pairs)
        )
    made.open = False


def _after_all(made: Compared) -> tuple[Answer, str]:
    """The answer of all seeds after a longer training."""
    pairs = made.pairs
    if made.terms.standstill:
        return _stands_still(made)
    failing, lasting = sum(pair.failing for pair in pairs), sum(pair.lasting for pair in pairs)
    grown = all(later.excess > first.excess for first, later in zip(made.first, pairs))
    if failing >= MAJORITY or (lasting == len(pairs) and (grown or not made.split)):
        return "confirmed", ""
    if lasting:
        before = ", and no more than before" if lasting == len(pairs) else ""
        return "inconclusive", f"harm in {lasting} of {len(pairs)} seeds after {made.steps} updates{before}"
    return "inconclusive", f"slower, but no harm is left after {made.steps} updates"


def _refuted_by_all(trainer: Trainer, made: Compared, budget: Budget, progress: Progress) -> None:
    made.open = False
    ends = _EPOCH if made.written.data.ordered else 1
    for steps in dict.fromkeys((made.steps, max(made.steps, EXTENDED // ends * ends))):
        pairs = _of_all_seeds(trainer, made, steps, budget, progress)
        if pairs is None:
            made.answer, made.reason = (
                "inconclusive",
                f"no harm in {len(made.pairs)} of {len(SEEDS)} seeds so far",
            )
            return
        made.pairs, made.steps = pairs, steps
        if not all(pair.silent for pair in made.pairs):
            harmed = sum(not pair.close for pair in made.pairs)
            said = f"harm in {harmed} of {len(SEEDS)} seeds"
            made.answer, made.reason = "inconclusive", said if harmed else "both have learned the task"
            return


def _of_all_seeds(
    trainer: Trainer, made: Compared, steps: int, budget: Budget, progress: Progress
) -> tuple[Pair, ...] | None:
    """The pairs after so many updates; None where the budget ends. NumPy trains all seeds with the first."""
    pairs = []
    for seed in SEEDS:
        if not budget.take(trainer.cost(made.written, made.fixed, seed, steps)):
            return None
        pairs.append(trainer.pair(made.written, made.fixed, seed, steps, progress))
    return tuple(pairs)


def _later(made: Compared) -> list[int]:
    planned = made.written.planned or EXTENDED
    looks = [EXTENDED, min(planned, LONGEST)] if planned > EXTENDED else [EXTENDED]
    return [steps for steps in looks if steps > made.steps]


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
    return {
        "answer": answer,
        "reason": reason,
        "seen": seen,
        "steps": DISPLACEMENT_STEPS,
        "engine": trainer.name,
    }


def by_statistics(trainer: Trainer, written: Specification, progress: Progress) -> dict[str, Any]:
    """The loss in prediction over that by the statistics of the batch, after the updates that are planned."""
    if written.planned is None:
        return {"answer": "inconclusive", "reason": "how many updates are planned is not known"}
    steps = max(5, min(written.planned, _MOST_PLANNED))
    ratios, seen = [], []
    for seed in SEEDS:
        run = trainer.pair(written, written, seed, steps, progress).written
        by_batch = trainer.by_batch(written, seed)
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
    return {"answer": answer, "reason": reason, "seen": said, "steps": steps, "engine": trainer.name,
            "planned": written.planned}  # fmt: skip


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Medians over the seeds, of both arms."""
    if not pairs:
        return {}
    return {
        "seeds": len(pairs),
        "speaking": sum(pair.speaks or pair.lasting or pair.failing for pair in pairs),
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
        "share": middle([run.share for run in runs]),
        "baseline": middle([run.baseline for run in runs]),
        "largest_gradient": middle([run.largest_gradient for run in runs]),
        "not_finite": sum(not run.finite for run in runs),
        "first_update": middle([run.first_update for run in runs]),
        "gates_saturated": known([run.gates_saturated for run in runs]),
        "candidates_saturated": known([run.candidates_saturated for run in runs]),
        "gradient_first_over_last": known([run.reach for run in runs]),
    }


def _stands_still(made: Compared) -> tuple[Answer, str]:
    """Nothing is learned so far; at the end of the plan it is enough that the task is not learned."""
    planned = made.written.planned
    limit = LEARNED if planned is not None and made.steps >= planned else _STILL
    if all(not pair.written.finite or pair.written.share > limit for pair in made.pairs):
        return "confirmed", ""
    return "inconclusive", "slower, but it learns"
