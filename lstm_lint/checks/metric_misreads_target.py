"""LL479: a metric that runs, and counts something else than its name says."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.loss_shapes import SPARSE
from lstm_lint.keras_api.metric_shapes import F_SCORES, LARGEST, OF_IDS, refuses, takes_largest
from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import CROSSENTROPY
from lstm_lint.notions.metric_targets import Measured, measured
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script

_BETWEEN_0_AND_1 = ("sigmoid", "softmax")


@check("metric-misreads-target", needs="recurrent in_force")
def metric_misreads_target(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for one in measured(script):
        why = _why(one)
        raises = script.target.at_least(3) and any(refuses(one.metric, y, one.output) for y in one.targets)
        if why is not None and not (raises and one.is_read):
            yield Problem(f"{one.shown} {why}", one.span, model=one.model.name)


def _why(one: Measured) -> str | None:
    """What it counts, and what to write; None where it counts what it says."""
    units = one.output[-1]
    if takes_largest(one.metric, one.output) and one.loss in CROSSENTROPY:
        counts = "is always 1" if one.metric in LARGEST else "counts the labels that are 0"
        return f"takes the largest of one output, so it {counts}; write 'accuracy'"
    if one.metric in F_SCORES and len(one.output) == 2:
        if units == 1 and one.is_without("threshold"):
            return "calls the largest output of a row the class, and of one output it is always 1; write threshold=0.5"
        if one.loss == SPARSE and isinstance(units, int) and units > 1:
            return "wants one-hot rows and gets class ids; make y one-hot, with categorical_crossentropy"
    if one.metric in LARGEST and one.loss == SPARSE and isinstance(units, int) and units > 1:
        instead = "a sparse metric" if one.metric.startswith("top_k") else "'accuracy'"
        return f"takes the position of the largest entry of y for the class; write {instead}"
    if _gives_shares(one) and one.loss in CROSSENTROPY:
        if one.metric == "accuracy":
            return "counts outputs that equal y to the last digit; write 'accuracy' as a string"
        if one.metric in OF_IDS:
            instead = "write BinaryIoU" if units == 1 else "write OneHotMeanIoU"
            return f"cuts the decimals of a probability, so each prediction is class 0; {instead}"
    if one.metric == "binary_accuracy" and one.loss == "categorical_crossentropy" and _is_of_classes(one):
        return f"counts each of the {units} outputs, most of which are 0 for y too; write 'accuracy'"
    return None


def _gives_shares(one: Measured) -> bool:
    found = heads(one.model)
    return len(found) == 1 and found[0].activation in _BETWEEN_0_AND_1


def _is_of_classes(one: Measured) -> bool:
    found, units = heads(one.model), one.output[-1]
    return len(found) == 1 and found[0].activation == "softmax" and isinstance(units, int) and units > 2
