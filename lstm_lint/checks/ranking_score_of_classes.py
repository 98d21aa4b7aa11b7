"""LL799: a score that ranks rows by how sure a model is gets classes, which say yes or no."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, compared, made_at
from lstm_lint.script import Cast, Comparison, Rounded, Script, Step

_RANKING = {
    "roc_auc_score": "one point of the curve",
    "roc_curve": "a curve of one point",
    "average_precision_score": "one point of the curve",
    "precision_recall_curve": "a curve of one point",
    "det_curve": "a curve of one point",
}
_ROUNDS = frozenset({"round", "around", "rint"})
_MOVES = frozenset({"select", "reshape", "stack", "cast"})


@check("ranking-score-of-classes", needs="comparisons")
def ranking_score_of_classes(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for one in compared(script, _RANKING, _gets_classes):
        message = (
            f"`{one.how}` gets classes, so it is {_RANKING[one.how]}; pass the probabilities of `predict`"
        )
        yield Problem(message, one.place.span, related=made_at(script, one.place, one.second))


def _gets_classes(one: Comparison) -> bool:
    """Whether the probabilities were turned into classes, and nothing else was done to them."""
    made = after_prediction(one.second)
    steps = made[1] if made is not None else ()
    return any(map(_decides, steps)) and all(step.kind in _MOVES or _decides(step) for step in steps)


def _decides(step: Step) -> bool:
    """`p > 0.5`, `np.round(p)`, `p.argmax(axis=1)`; rounded to decimals they are no classes."""
    if step.kind == "cast" and not isinstance(step.detail, (Cast, Rounded)):
        return step.what in _ROUNDS
    return step.kind == "class-ids" or step.what == "comparison"
