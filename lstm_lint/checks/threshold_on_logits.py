"""LL474: what a model with logits predicts is compared with 0.5, as if it were a probability."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.heads import Head, heads
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, compared, is_moved_only, made_at, predicted_by
from lstm_lint.script import Comparison, Compile, Configured, Known, Model, Script

_BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
_ACCURACY = frozenset({"accuracy", "acc", "binary_accuracy"})
# Metrics with a threshold of 0.5 where the program gives none, and its argument.
_THRESHOLDS = {
    "BinaryAccuracy": "threshold", "Precision": "thresholds", "Recall": "thresholds",
    "TruePositives": "thresholds", "TrueNegatives": "thresholds", "FalsePositives": "thresholds",
    "FalseNegatives": "thresholds",
}  # fmt: skip
_GREATER = frozenset({">", ">=", "greater", "greater_equal"})
_HALF = 0.5


@check("threshold-on-logits", needs="in_force|comparisons")
def threshold_on_logits(script: Script) -> Iterator[Problem]:
    yield from each_place_once((*_metrics(script), *_decisions(script)))


def _metrics(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for compiled in model.in_force if model.recurrent and _gives_logits(model) else ():
            held = compiled.metrics.value if isinstance(compiled.metrics, Known) else ()
            for metric in held if isinstance(held, (list, tuple)) else (held,):
                written = _by_half(metric)
                if written is not None:
                    name, instead = written
                    message = f"{name} calls a logit above 0.5 class 1, but that is a probability of 0.62; {instead}"
                    yield Problem(message, compiled.span("metrics"), model=model.name)


def _by_half(metric: object) -> tuple[str, str] | None:
    """A metric that compares with 0.5, as a reader would call it, and what to write."""
    if isinstance(metric, str) and metric in _ACCURACY:
        return f"metric '{metric}'", "write BinaryAccuracy(threshold=0)"
    if not isinstance(metric, Configured) or metric.cls not in _THRESHOLDS:
        return None
    argument = _THRESHOLDS[metric.cls]
    threshold = metric[argument]
    default = not metric.given(argument) or threshold == Known(_HALF)
    return (f"`{metric.cls}`", f"write {argument}=0") if default else None


def _decisions(script: Script) -> Iterator[Problem]:
    message = "the model predicts logits: 0.5 is a probability of 0.62; compare with 0, or take the sigmoid"
    for one in compared(script, _GREATER, partial(_halves_logits, script)):
        yield Problem(message, one.place.span, related=made_at(script, one.place, one.first))


def _halves_logits(script: Script, one: Comparison) -> bool:
    made = after_prediction(one.first)
    if one.number != _HALF or made is None or not is_moved_only(made[1]):
        return False
    models = [model for model, _ in predicted_by(script, made[0])]
    return bool(models) and all(map(_gives_logits, models))


def _gives_logits(model: Model) -> bool:
    """Whether its one head has no activation, and every loss reads what it gives as logits of yes and no."""
    found: tuple[Head, ...] = heads(model)
    linear = len(found) == len(model.heads) == 1 and found[0].activation == "linear"
    return linear and bool(model.in_force) and all(map(_reads_logits, model.in_force))


def _reads_logits(compiled: Compile) -> bool:
    loss = compiled.loss.value if isinstance(compiled.loss, Known) else None
    binary = loss_of(compiled) in _BINARY and isinstance(loss, Configured)
    return binary and isinstance(loss, Configured) and loss["from_logits"] == Known(True)
