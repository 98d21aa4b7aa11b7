"""LL671: a loss that hangs on the model through an operation without a gradient alone."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script


@check("gradient-cut-off")
def gradient_cut_off(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from each_place_once(
            Problem(
                f"{cut.what} cuts the loss off from the weights: every gradient is None; use functions with a gradient",
                cut.place.span,
            )
            for cut in script.cuts
        )
