"""LL705: a classifier that sees its classes one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions import labels
from lstm_lint.notions.losses import CROSSENTROPY, loss_of
from lstm_lint.notions.training import trained
from lstm_lint.script import Fit, Known, Model, Script, Split

# `keras.utils.text_dataset_from_directory` and its kin shuffle by default, files of all classes together.
_SHUFFLED = ("text_dataset_from_directory", "image_dataset_from_directory", "audio_dataset_from_directory")


@check("unshuffled-classification-data", needs="recurrent fits")
def unshuffled_classification_data(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        if fit.method != "fit" or fit.in_loop or not all(map(_is_stateless_classifier, models)):
            continue
        is_dataset = fit.x is not None and fit.x.kind == "dataset"
        if not (_comes_in_order(fit) if is_dataset else fit["shuffle"] == Known(False)):
            continue
        found = labels.runs(fit.y)
        if found is not None and labels.is_sorted(found):
            severity, why = Severity.WARNING, "y is sorted by class, so a batch holds one class"
        elif _has_random_order(fit):
            continue
        else:
            severity, why = Severity.ADVICE, "batches are the same each epoch, of one class if y is sorted"
        written = "the dataset is not shuffled" if is_dataset else "`shuffle=False`"
        remedy = "add `.shuffle(n)`" if is_dataset else "remove it"
        yield Problem(
            f"{written}: {why}; {remedy}",
            fit.span("x" if is_dataset else "shuffle"),
            severity,
            None if is_dataset else fit.remove_argument("shuffle"),
            models[0].name,
        )


@once
def _is_stateless_classifier(model: Model) -> bool:
    losses = [loss_of(compile) for compile in model.in_force]
    stateless = [
        layer["stateful"] == Known(False) for layer in model.recurrent if "stateful" in layer.arguments
    ]
    return bool(losses) and all(loss in CROSSENTROPY for loss in losses) and all(stateless)


def _comes_in_order(fit: Fit) -> bool:
    """Whether every step of a dataset was read and none shuffles it."""
    return fit.x is not None and fit.x.certain and fit.x.step("shuffle") is None


def _has_random_order(fit: Fit) -> bool:
    """Whether the rows were shuffled once before, by a split, or stand mixed in a published data set."""
    steps = [step for series in (fit.x, fit.y) if series is not None for step in series.steps]
    return any(
        step.kind in ("shuffle", "dataset", "synthetic")
        or step.what.endswith(_SHUFFLED)
        or (isinstance(step.detail, Split) and step.detail.shuffle is True)
        for step in steps
    )
