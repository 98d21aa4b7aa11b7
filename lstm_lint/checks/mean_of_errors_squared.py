"""LL726: the mean of the errors is squared, instead of each of them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script

_MESSAGE = "this squares the mean error, in which errors above and below cancel; write np.mean((p - y) ** 2)"


@check("mean-of-errors-squared", needs="recurrent slips:mean-squared")
def mean_of_errors_squared(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from slips_of(script, "mean-squared", lambda: _MESSAGE)
