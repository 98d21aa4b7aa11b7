"""LL411: accuracy, the share of right classes, of a prediction that is a quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions.heads import heads
from lstm_lint.notions.logged import metrics_named
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.notions.targets import encoding, is_continuous
from lstm_lint.script import Compile, Known, Model, Script

_ACCURACY = ("accuracy", "acc")
_PROBABILITIES = frozenset({"softmax", "sigmoid", "hard_sigmoid"})


@check("accuracy-metric-on-regression", needs="recurrent in_force")
def accuracy_metric_on_regression(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for model in script.models:
        for compiled in model.in_force if model.recurrent and _predicts_quantities(model) else ():
            found, loss = _accuracy(compiled), loss_of(compiled)
            if found is not None and loss in REGRESSION and compiled.place.node not in reported:
                reported.add(compiled.place.node)
                better = "mse" if loss == "mean_absolute_error" else "mae"
                instead = f"remove '{found}'" if better in metrics_named(compiled) else f"write '{better}'"
                yield Problem(
                    f"metric '{found}' {_counts(model)}, which says nothing of a quantity; {instead}",
                    compiled.span("metrics"),
                    Severity.WARNING if _is_alone(compiled) and _is_shown(model) else Severity.ADVICE,
                    _fix(compiled, better),
                    model.name,
                )


def _counts(model: Model) -> str:
    """What Keras takes accuracy for, by the width of the output: `is_binary_or_sparse_categorical`."""
    units = {head.units for head in heads(model)}
    if units == {1}:
        return "rounds the prediction to 0 or 1 and compares that with y"
    if units and all(isinstance(width, int) and width > 1 for width in units):
        return "compares which of the outputs is the largest"
    return "counts classes that are predicted right"


def _accuracy(compiled: Compile) -> str | None:
    return next((name for name in metrics_named(compiled) if name in _ACCURACY), None)


def _is_alone(compiled: Compile) -> bool:
    """Whether no other metric is there to go by."""
    value = compiled.metrics
    listed = value.value if isinstance(value, Known) else None
    return len(listed) == 1 if isinstance(listed, (list, tuple)) else isinstance(listed, str)


def _is_shown(model: Model) -> bool:
    """Whether anybody may see the metric: not where every `fit` is quiet, and neither logs nor scores are asked for."""
    scored = any(call.method != "predict" for call in model.predictions)
    quiet = all(fit.method == "fit" and fit.known("verbose") == 0 and not fit.looked_up for fit in model.fits)
    return scored or not quiet or not model.fits


@once
def _predicts_quantities(model: Model) -> bool:
    """Not where the targets are labels, or where the head makes probabilities and the targets are not known."""
    if any(encoding(fit.y) is not None for fit in model.fits):
        return False
    found = list(heads(model))
    if (
        len(found) != len(model.heads)
        or any(head.activation in _PROBABILITIES for head in found)
        or not found
    ):
        return bool(model.fits) and all(is_continuous(fit.y) for fit in model.fits)
    return True


def _fix(compiled: Compile, better: str) -> Fix | None:
    """Unsafe: the name in the history and in the progress bar changes with the metric."""
    place = compiled.argument("metrics").place
    if place is None or better in place.text:
        return None
    text, count = re.subn(r"(['\"])acc(?:uracy)?\1", rf"\g<1>{better}\g<1>", place.text)
    if text[0] in "'\"":
        text = f"[{text}]"  # Keras 3 takes a list
    return compiled.set_argument("metrics", text, applicability="unsafe") if count == 1 else None
