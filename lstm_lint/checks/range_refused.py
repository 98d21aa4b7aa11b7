"""LL662: a draw of a search that its library raises for."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import RefusedDraw, Script


@check("range-refused", needs="recurrent refused_draws")
def range_refused(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from each_place_once(map(_problem, script.refused_draws))


def _problem(draw: RefusedDraw) -> Problem:
    why, _, remedy = draw.why.partition("; ")
    message = f"`{draw.call}` {why}, so the search raises"
    severity = Severity.ERROR if draw.called else Severity.WARNING
    return Problem(f"{message}; {remedy}" if remedy else message, draw.place.span, severity)
