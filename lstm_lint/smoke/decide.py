"""The decision rule: paired runs of an arm as written and an arm as fixed, to one of three answers.

r is the held-out loss as written over that as fixed, each as a share of that of the best constant; g is the ratio of
the largest gradient norms. A pair speaks for the finding with r >= 2, with a loss that is not finite, or with g >= 10
and r >= 1.3: in 6,240 resampled triples of one configuration against itself, r >= 2 never occurred, r >= 1.3 in 0.22 %,
and g >= 10 in 0.13 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Answer = Literal["confirmed", "refuted", "inconclusive"]

SEEDS = (0, 1, 2)
MAJORITY = 2
STEPS, EXTENDED = 150, 400
LOOKS = (75, 150)  # updates after which a pair may be plain enough to end its training
LEARNED = 0.5  # of the loss of the best constant: an arm above it has not learned, and nothing can be said
_FLOOR = 0.05  # of the same: below, an arm has solved the task; at 0.02 softsign cells and LayerNorm were confirmed
_SOLVED = 0.03  # the same after 400 updates and more, where sound arms had up to 0.05 in one of three seeds
_LOSS, _WEAK_LOSS, _GRADIENT = 2.0, 1.3, 10.0
_PLAIN_LOSS, _NOTHING = 4.0, 0.8  # what learns at half the speed has 0.5 of the constant's loss by then


@dataclass(frozen=True)
class Run:
    """One training. Losses are held-out; `baseline` is that of the best constant prediction."""

    loss: float
    baseline: float
    largest_gradient: float
    finite: bool = True
    first_update: float = 0.0  # relative size of the first update
    displacement: float = 0.0  # median relative size of an update
    gates_saturated: float | None = None  # share before the first update, as that of the candidates
    candidates_saturated: float | None = None
    reach: float | None = None  # gradient norm at the first tenth of the time steps over that at the last

    @classmethod
    def of(
        cls, loss: float, baseline: float, *, finite: bool, norms: Sequence[float], updates: Sequence[float],
        saturated: tuple[float | None, float | None], reach: float | None,
    ) -> Run:  # fmt: skip
        """Of what an engine has seen: the gradient norms and relative sizes of the updates, in their order.

        `finite`: whether the weights still are. `saturated`: of gates and of candidates.
        """
        return cls(
            loss=loss,
            baseline=baseline,
            largest_gradient=max(norms) if finite else math.inf,
            finite=finite and math.isfinite(loss),
            first_update=updates[0],
            displacement=sorted(updates)[len(updates) // 2],
            gates_saturated=saturated[0],
            candidates_saturated=saturated[1],
            reach=reach,
        )

    @property
    def share(self) -> float:
        """The loss as a share of what the best constant has."""
        return self.loss / self.baseline if self.finite else math.inf

    @property
    def learned(self) -> bool:
        return self.share <= LEARNED


@dataclass(frozen=True)
class Pair:
    """The two arms of one seed."""

    written: Run
    fixed: Run

    @property
    def loss_ratio(self) -> float:
        if not self.written.finite:
            return math.inf
        fixed = max(self.fixed.loss / self.fixed.baseline, _FLOOR)
        return self.written.loss / self.written.baseline / fixed

    @property
    def gradient_ratio(self) -> float:
        return self.written.largest_gradient / max(self.fixed.largest_gradient, 1e-12)

    @property
    def tells(self) -> bool:
        """Whether the arm as fixed learns the task; else nothing can be said, unless the other one alone breaks."""
        return self.fixed.learned or (not self.written.finite and self.fixed.share <= _NOTHING)

    @property
    def speaks(self) -> bool:
        """Whether this pair shows harm."""
        worse = self.loss_ratio >= _WEAK_LOSS and self.gradient_ratio >= _GRADIENT
        return not self.written.finite or self.loss_ratio >= _LOSS or worse

    @property
    def plain(self) -> bool:
        """Whether harm is certain before the training is over: one arm has learned, the other nothing at all."""
        still = self.written.loss > _NOTHING * self.written.baseline and self.loss_ratio >= _PLAIN_LOSS
        return self.fixed.learned and (not self.written.finite or still)

    @property
    def excess(self) -> float:
        """How many times the loss of the arm as fixed the other one has, after a longer training."""
        return self.written.share / max(self.fixed.share, _SOLVED)

    @property
    def lasting(self) -> bool:
        """Whether this pair still shows harm where it has trained for longer."""
        return self.excess >= _LOSS

    @property
    def failing(self) -> bool:
        """Whether one arm has learned, and the other has not: two seeds of three are as good as three then."""
        lost = not self.written.finite or self.written.share > LEARNED
        return lost and self.excess >= _PLAIN_LOSS

    @property
    def close(self) -> bool:
        """Whether neither the loss nor the gradients differ by more than chance."""
        return self.loss_ratio < _WEAK_LOSS and self.gradient_ratio < _GRADIENT

    @property
    def silent(self) -> bool:
        """Whether this pair shows no harm at all."""
        apart = self.written.loss >= _WEAK_LOSS * self.fixed.loss  # both below the floor, and yet apart
        return self.written.finite and not apart and self.close


def decide(pairs: Sequence[Pair], seeds: int = len(SEEDS)) -> tuple[Answer, str] | None:
    """The answer as far as it stands after these seeds, with a reason where there is none; None: train on.

    A first pair that is plainly silent ends it at once, as all seeds have to agree.
    """
    for number, pair in enumerate(pairs):
        if not pair.tells:
            share = pair.fixed.loss / pair.fixed.baseline if pair.fixed.finite else math.inf
            return "inconclusive", f"as fixed the loss is still {share:.2f} of that of a constant"
        if number == 0 and pair.silent:
            return "refuted", ""
        if number == 0 and pair.close:  # and not silent
            return "inconclusive", "both have learned the task, as written less well"
    if len(pairs) < seeds:
        return None
    speaking = sum(pair.speaks for pair in pairs)
    if speaking == len(pairs):
        return "confirmed", ""
    if speaking:
        return "inconclusive", f"harm in {speaking} of {len(pairs)} seeds"
    ratio = sorted(pair.loss_ratio for pair in pairs)[len(pairs) // 2]
    return "inconclusive", f"harm too small to tell from chance: {ratio:.2g} times the loss"
