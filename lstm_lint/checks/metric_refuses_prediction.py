"""LL719: a metric of scikit-learn gets predictions in a form that it refuses."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import each_place
from lstm_lint.notions.scores import refusal
from lstm_lint.script import Script


@check("metric-refuses-prediction")
def metric_refuses_prediction(script: Script) -> Iterator[Problem]:
    found = []
    for readings in each_place(script.comparisons):
        reasons = [refusal(one) for one in readings]
        if all(reasons):
            found.append(Problem(f"`{readings[0].how}` {reasons[0]}", readings[0].place.span))
    yield from each_place_once(found)
