"""LL719: a metric of scikit-learn gets predictions in a form that it refuses."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import each_place, made_at
from lstm_lint.notions.scores import refusal, wants_average
from lstm_lint.script import Script


@check("metric-refuses-prediction", needs="comparisons")
def metric_refuses_prediction(script: Script) -> Iterator[Problem]:
    found = []
    for readings in each_place(script.comparisons):
        reasons = [refusal(one) or wants_average(script, one) for one in readings]
        if all(reasons):
            one = readings[0]
            related = made_at(script, one.place, one.first, one.second)
            said = f"`{one.how}` {reasons[0]}"
            found.append(Problem(said, one.place.span, related=related, cause=reasons[0]))
    yield from each_place_once(found)
