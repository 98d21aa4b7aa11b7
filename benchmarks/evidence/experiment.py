"""An experiment of a rule page, what its page states, and when a repetition agrees with that."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from lstm_lint.smoke.backend import Backend

SEEDS = (0, 1, 2)
TOLERANCE = 5.0  # times a ratio of losses: seeds and machines move it, and it stays on its side of `_HARM`
_HARM, _MILD, _NEAR = (
    2.0,
    1.3,
    2.5,
)  # below 2.5 a repetition may end on the other side of 2, but not below 1.3
_SHARE = 0.15  # of a share of right answers
_FIGURE = 1.5  # times a figure that hardly depends on the seed

Figures = tuple[float, float]  # as written and as fixed
Unit = Literal["loss", "share", "figure", "exactly", "equal"]


@dataclass(frozen=True)
class Experiment:
    """`measure` gives the figures of one seed; `stated` are those on the page, medians over seeds.

    `unit`: a loss, of which the ratio is compared; a share of right answers; another figure; 0 exactly, and not as
    fixed; or twice the same figure, bit for bit.
    """

    code: str
    setting: str
    measure: Callable[[Backend, int], Figures]
    stated: Figures
    unit: Unit = "loss"

    def agrees(self, seeds: list[Figures]) -> bool:
        written, fixed = median(seeds)
        if self.unit == "share":
            return abs(written - self.stated[0]) <= _SHARE and abs(fixed - self.stated[1]) <= _SHARE
        if self.unit == "figure":
            return all(
                1 / _FIGURE <= one / other <= _FIGURE for one, other in zip((written, fixed), self.stated)
            )
        if self.unit == "exactly":
            return all(one == 0.0 and other > 0.0 for one, other in seeds)
        if self.unit == "equal":
            return all(one == other for one, other in seeds)
        stated, ratio = self.stated[0] / self.stated[1], written / fixed
        if math.isinf(ratio):
            return stated >= _HARM
        least = _HARM if stated >= _NEAR else _MILD
        same_side = ratio >= least if stated >= _MILD else ratio < _HARM
        return same_side and stated / TOLERANCE <= ratio <= stated * TOLERANCE


def median(seeds: list[Figures]) -> Figures:
    """Of each arm over the seeds; a loss that is not a number is the largest."""
    written, fixed = (
        sorted(math.inf if math.isnan(value) else value for value in arm) for arm in zip(*seeds)
    )
    return written[len(seeds) // 2], fixed[len(seeds) // 2]
