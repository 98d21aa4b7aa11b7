"""LL725: predictions of one pass over a dataset that shuffles, beside labels in another order."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import same_step
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import PAIRED, after_prediction, each_place, predicted_by
from lstm_lint.notions.scores import OF_CLASSES, OF_NUMBERS, OF_ONE_CLASS
from lstm_lint.script import Comparison, Fit, Script, Series, Shuffle, Step

_SCORES = (
    OF_CLASSES | OF_NUMBERS | OF_ONE_CLASS | PAIRED | {"roc_auc_score", "average_precision_score", "log_loss"}
)
_SAVED = frozenset({"cache", "snapshot"})  # of a dataset: from here on the order is the same in every pass


@check("labels-from-another-pass", needs="comparisons")
def labels_from_another_pass(script: Script) -> Iterator[Problem]:
    compared = [one for one in script.comparisons if one.how in _SCORES]
    found = (problem for readings in each_place(compared) for problem in _of_all(script, readings))
    yield from each_place_once(found)


def _of_all(script: Script, readings: list[Comparison]) -> list[Problem]:
    """The problem of a line, where every reading of it has one; it lies where the second pass is made."""
    problems = [
        _of_one(script, one, one.first, one.second) or _of_one(script, one, one.second, one.first)
        for one in readings
    ]
    found = [problem for problem in problems if problem is not None]
    return found[:1] if len(found) == len(problems) else []


def _of_one(
    script: Script, one: Comparison, truth: Series | None, predicted: Series | None
) -> Problem | None:
    made = after_prediction(predicted)
    if made is None or truth is None or after_prediction(truth) is not None:
        return None
    calls = predicted_by(script, made[0])
    messages = [_message(truth, call) for _, call in calls]
    said = messages[0] if messages and all(messages) else None
    if said is None:
        return None
    return Problem(said, calls[0][1].span("x"), related=(one.place.see("the two are compared here"),))


def _message(truth: Series, call: Fit) -> str | None:
    x = call.x
    shuffle = _shuffle(x) if x is not None and x.kind == "dataset" else None
    if shuffle is None or call.y is None or x is None:
        return None
    anew = not isinstance(shuffle.detail, Shuffle) or shuffle.detail.again
    named = call.argument("x").place
    what = f"`{named.text}`" if named is not None and len(named.text) < 30 else "the dataset"
    if any(same_step(step, shuffle) for step in truth.steps):
        if not anew or any(step.what in _SAVED for step in x.steps[x.steps.index(shuffle) :]):
            return None
        return f"{what} is shuffled again in every pass: labels and predictions differ in order; remove the shuffle"
    before = call.y.steps[: len(truth.steps)]
    whole = truth.certain and bool(truth.steps) and len(before) == len(truth.steps)
    if whole and all(map(same_step, before, truth.steps)):
        return f"{what} is shuffled, the labels beside its predictions are not: the orders differ; remove the shuffle"
    return None


def _shuffle(series: Series) -> Step | None:
    """The last step that brings the rows into another order."""
    return next((step for step in reversed(series.steps) if step.kind == "shuffle"), None)
