"""LL372: a score of all steps of padded sequences, those that padding added among them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, each_place, predicted_by
from lstm_lint.notions.scores import OF_CLASSES
from lstm_lint.script import Comparison, Model, Pad, Place, Script, Selected, Series, Step

# A matrix of classes has a row for that of the padding, which the reader may leave out.
_SCORES = OF_CLASSES - {"confusion_matrix", "multilabel_confusion_matrix", "class_likelihood_ratios"}
_LEAVES_OUT = frozenset({"sample_weight", "labels"})  # arguments that may take the padding away


@check("score-counts-padding", needs="comparisons")
def score_counts_padding(script: Script) -> Iterator[Problem]:
    compared = [one for one in script.comparisons if one.how in _SCORES]
    yield from each_place_once(_found(script, compared))


def _found(script: Script, compared: list[Comparison]) -> Iterator[Problem]:
    for readings in each_place(compared):
        steps = [_padding(script, one) for one in readings]
        if None in steps or steps[0] is None:
            continue
        one, padded = readings[0], steps[0]
        place = _flattened(one.first, padded) or one.place
        added = f"counts the steps that `{padded.what}` added"
        message = f"`{one.how}` {added}, which are easy to get right; keep y[x != 0]"
        yield Problem(message, place.span, related=(one.place.see("the score is made here"),))


def _padding(script: Script, one: Comparison) -> Step | None:
    """What padded the truth, of which all steps are still there, beside a prediction for each step."""
    made, truth = after_prediction(one.second), one.first
    if made is None or truth is None or one.options & _LEAVES_OUT or after_prediction(truth) is not None:
        return None
    at = next((at for at in range(len(truth.steps) - 1, -1, -1) if truth.steps[at].kind == "pad"), None)
    if at is None or any(map(_picks, (*truth.steps[at + 1 :], *made[1]))):
        return None
    models = [model for model, _ in predicted_by(script, made[0])]
    step_by_step = all(model.recurrent and model.complete and _is_for_each_step(model) for model in models)
    return truth.steps[at] if models and step_by_step and isinstance(truth.steps[at].detail, Pad) else None


def _is_for_each_step(model: Model) -> bool:
    shapes = [head.output_shape for head in model.heads]
    return len(shapes) == 1 and shapes[0] is not None and len(shapes[0]) == 3


def _picks(step: Step) -> bool:
    """Whether it may leave the padded steps out."""
    picked = isinstance(step.detail, Selected) and (step.detail.picked or step.detail.strided)
    return picked or step.kind in ("unknown", "stack", "clean", "window")


def _flattened(truth: Series | None, padded: Step) -> Place | None:
    """Where the padded sequences become one long row of steps."""
    steps = truth.steps if truth is not None else ()
    after = steps[steps.index(padded) + 1 :]
    return next((step.place for step in reversed(after) if step.kind == "reshape"), None)
