"""LL707: class weights that Keras cannot use, or uses for something else."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.heads import heads
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.losses import loss_of
from lstm_lint.script import Fit, Known, Model, Script
from lstm_lint.training import trained


@check("class-weight-misuse")
def class_weight_misuse(script: Script) -> Iterator[Problem]:
    for fit, models in trained(script):
        if not fit.given("class_weight") or fit["class_weight"] == Known(None):
            continue
        message = _unusable(fit, script.target) or _misapplied(fit, models)
        if message is not None:
            yield Problem(message, fit.span("class_weight"), model=models[0].name)


def _unusable(fit: Fit, target: KerasTarget) -> str | None:
    """What is wrong with the weights themselves."""
    weights = fit.known("class_weight")
    if isinstance(weights, str):
        return f"`class_weight={weights!r}` is a string, and `fit` wants a dict: {{0: 1.0, 1: 5.0}}; it raises"
    if fit.class_weight is not None or isinstance(weights, (list, tuple)):
        return "`class_weight` is an array, and `fit` wants a dict by class: `dict(enumerate(weights))`; it raises"
    if isinstance(weights, dict):
        texts = [key for key in weights if isinstance(key, str)]
        if texts:
            return (
                f"the keys of `class_weight` are text ({texts[0]!r}): no class matches them; use ints, 0, 1, ..."
            )
    both = fit.given("sample_weight") and fit["sample_weight"] != Known(None)
    if both and target.at_least(3):
        return "`class_weight` together with `sample_weight` raises in Keras 3; multiply them into `sample_weight`"
    return None


def _misapplied(fit: Fit, models: tuple[Model, ...]) -> str | None:
    """What is wrong with the targets that the weights are for; on every path that leads to this fit."""
    if fit.y is not None and fit.y.certain and fit.y.shape is not None and len(fit.y.shape) > 2:
        return f"`class_weight` with targets of {len(fit.y.shape)} axes raises; give `sample_weight` of (samples, steps)"
    if all(map(_has_sequence_head, models)):
        return "`class_weight` needs one label a sample, and this model has one a step; give `sample_weight`"
    if all(map(_is_multi_label, models)):
        return "`class_weight` with a multi-label head counts only each row's largest label; weight the loss instead"
    return None


def _has_sequence_head(model: Model) -> bool:
    return len(model.heads) == 1 and all(
        head.output_shape is not None and len(head.output_shape) == 3 for head in model.heads
    )


def _is_multi_label(model: Model) -> bool:
    found = list(heads(model))
    return (
        len(found) == len(model.heads) == 1
        and found[0].activation == "sigmoid"
        and (found[0].units or 0) > 1
        and bool(model.compiles)
        and all(loss_of(compile) == "binary_crossentropy" for compile in model.compiles)
    )
