"""LL705: a classifier that sees its classes one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint import labels
from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.losses import CROSSENTROPY, loss_of
from lstm_lint.script import Fit, Known, Model, Script
from lstm_lint.training import trained


@check("unshuffled-classification-data")
def unshuffled_classification_data(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        if fit.method != "fit" or fit.in_loop or not all(map(_is_stateless_classifier, models)):
            continue
        is_dataset = fit.x is not None and fit.x.kind == "dataset"
        if is_dataset or fit["shuffle"] != Known(False) or not fit.given("shuffle"):
            if not is_dataset or not _comes_in_order(fit):
                continue
        found = labels.runs(fit.y)
        if found is not None and labels.is_sorted(found):
            severity, why = Severity.WARNING, "the labels are sorted by class: batches hold one class at a time"
        elif is_dataset:
            continue
        else:
            severity, why = Severity.ADVICE, "batches are the same in every epoch, one class at a time if sorted"
        written = "the dataset is never shuffled" if is_dataset else "`shuffle=False`"
        remedy = "add `.shuffle(n)` before `.batch`" if is_dataset else "leave it out"
        yield Problem(
            f"{written}: {why}; {remedy}",
            fit.span("x" if is_dataset else "shuffle"),
            severity,
            None if is_dataset else fit.remove_argument("shuffle"),
            models[0].name,
        )


def _is_stateless_classifier(model: Model) -> bool:
    losses = [loss_of(compile) for compile in model.compiles]
    return (
        bool(losses)
        and all(loss in CROSSENTROPY for loss in losses)
        and all(layer["stateful"] == Known(False) for layer in model.recurrent if "stateful" in layer.arguments)
    )


def _comes_in_order(fit: Fit) -> bool:
    """Whether a dataset is read and nothing shuffles it."""
    return fit.x is not None and fit.x.certain and fit.x.step("shuffle") is None
