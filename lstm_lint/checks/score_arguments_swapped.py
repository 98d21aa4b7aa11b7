"""LL798: a score, loss or metric whose two arrays do not mean the same gets them in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, compared, made_at
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Comparison, Script

_RATIO = "it divides by the spread of the prediction"
_CLASSES = "precision and recall change places"
# Of these the two arrays do not change places without changing the number.
_WHAT = {
    "r2_score": _RATIO,
    "explained_variance_score": _RATIO,
    "mean_absolute_percentage_error": "it divides by the prediction",
    "classification_report": _CLASSES,
    "precision_recall_fscore_support": _CLASSES,
    "precision_score": "it is the recall",
    "recall_score": "it is the precision",
}


@check("score-arguments-swapped", needs="comparisons|slips:loss-order")
def score_arguments_swapped(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))
    yield from slips_of(script, "loss-order", _of_function)


def _of_function(name: str, first: str, second: str, what: str) -> str:
    """What to say of a loss or metric of the program."""
    return f"Keras gives a {what} the targets first, so `{first}` of `{name}` holds them; write ({second}, {first})"


def _found(script: Script) -> Iterator[Problem]:
    for one in compared(script, _WHAT, _is_swapped):
        message = f"`{one.how}` gets the prediction first: {_WHAT[one.how]}; write (y_true, y_pred)"
        yield Problem(message, one.place.span, related=made_at(script, one.place, one.first))


def _is_swapped(one: Comparison) -> bool:
    truth = one.second
    if after_prediction(one.first) is None or truth is None or after_prediction(truth) is not None:
        return False
    return truth.traced and all(step.kind != "unknown" for step in truth.steps)
