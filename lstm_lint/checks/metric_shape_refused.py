"""LL478: a metric that raises for the shapes of target and output, beside a loss that takes them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.loss_shapes import SPARSE, STRICT
from lstm_lint.keras_api.metric_shapes import COUNTS, F_SCORES, LARGEST, LARGEST_OF_OUTPUT, OF_IDS, refuses
from lstm_lint.notions.contracts import shown_of_n
from lstm_lint.notions.losses import CROSSENTROPY
from lstm_lint.notions.metric_targets import Measured, measured
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script

_OF_ROWS = F_SCORES | {"r2_score"}
_ONE_HOT = "make y one-hot, with categorical_crossentropy"


@check("metric-shape-refused", needs="recurrent in_force")
def metric_shape_refused(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):  # Keras 2 gave a target of one axis a second one
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for one in measured(script):
        if one.targets and all(refuses(one.metric, target, one.output) for target in one.targets):
            message = f"the metric {one.name} {_meets(one)}: `fit` raises; {_instead(one)}"
            yield Problem(message, one.span, model=one.model.name)


def _meets(one: Measured) -> str:
    if len(one.output) > 2 and one.metric in _OF_ROWS:
        return f"takes rows of two axes, the output is {shown_of_n(one.output)}"
    return f"compares y {shown_of_n(one.targets[0])} with the output {shown_of_n(one.output)}"


def _instead(one: Measured) -> str:
    if one.metric in _OF_ROWS:
        if len(one.output) > 2:
            return "compute it after predict"
        return _ONE_HOT if one.loss == SPARSE else "give y the shape of the output"
    if one.loss == SPARSE and one.metric in OF_IDS:
        return "write sparse_y_pred=False"
    if one.loss == SPARSE and one.metric in (*COUNTS, *LARGEST, "binary_accuracy"):
        return _ONE_HOT if one.metric in COUNTS else "write a sparse metric"
    if one.metric in LARGEST_OF_OUTPUT:
        return "write 'accuracy'"
    if one.metric in STRICT:
        return "give y the shape of the output"
    return "use a metric for classes" if one.loss in CROSSENTROPY else "give y the shape of the output"
