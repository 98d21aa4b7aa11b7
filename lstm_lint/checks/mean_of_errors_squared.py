"""LL726: the mean of the errors is squared, instead of each of them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script

_MESSAGE = "this squares the mean error, in which errors above and below cancel; write np.mean((p - y) ** 2)"


@check("mean-of-errors-squared", needs="recurrent slips:mean-squared")
def mean_of_errors_squared(script: Script) -> Iterator[Problem]:
    recurrent = any(model.recurrent for model in script.models)
    slips = (slip for slip in script.slips if slip.kind == "mean-squared" and recurrent)
    yield from each_place_once(Problem(_MESSAGE, slip.place.span) for slip in slips)
