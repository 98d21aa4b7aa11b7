"""LL401: softmax over a single unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.heads import heads
from lstm_lint.notions.logged import metrics_named
from lstm_lint.notions.losses import REGRESSION, crossentropy_on_probabilities, loss_of
from lstm_lint.notions.operations import normalized_axis, size_along
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.notions.targets import fit_of_classes, is_continuous
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification


_ACCURACY = frozenset({"accuracy", "acc", "binary_accuracy"})


@check("softmax-single-unit", needs="recurrent")
def softmax_single_unit(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))
    yield from each_place_once(on_their_paths(script, _between(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not model.recurrent:
            continue
        for head in heads(model):
            if head.activation == "softmax" and head.units == 1:
                layer = head.activated
                fix = None
                if _is_binary(model) and layer.cls != "Softmax":
                    fix = layer.set_argument("activation", quoted("sigmoid", layer.argument("activation")))
                yield model, layer, layer.problem(_message(model), at="activation", fix=fix, model=model)


def _between(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    """Weights of an attention that is written by hand: a softmax over the one score of each step."""
    recurrent = [layer for model in script.models for layer in model.recurrent]
    if not recurrent or any(layer.timesteps == 1 for layer in recurrent):
        return  # a sequence of one step, LL109, has one weight, and that is 1
    for model in script.models:
        of_heads = {id(head.activated) for head in heads(model)} if model.recurrent else set()
        for layer in model.layers:
            axis = normalized_axis(model, layer) if id(layer) not in of_heads else None
            if axis is not None and size_along(layer, axis) == 1:
                message = "softmax over an axis of size 1 is always 1: all steps weigh the same; "
                message += (
                    "normalize over the steps, axis=1"
                    if len(layer.output_shape or ()) == 3
                    else "use another axis"
                )
                yield model, layer, layer.problem(message, at=_argument(layer), model=model)


def _argument(layer: Layer) -> str | None:
    return next((name for name in ("activation", "axis") if layer.argument(name).place is not None), None)


@once
def _message(model: Model) -> str:
    return f"softmax over 1 unit is always 1.0, whatever the input; {_instead(model)}"


def _instead(model: Model) -> str:
    """By the targets where they are known, else by the loss, which may be as wrong as the softmax."""
    classes = fit_of_classes(model)
    if classes is not None and classes[1] > 2:
        return f"give it {classes[1]} units, one per class"
    losses = {loss_of(compiled) for compiled in model.in_force}
    if any(is_continuous(fit.y) for fit in model.fits):
        return "remove the activation: y is a quantity"
    if losses & {"categorical_crossentropy", "sparse_categorical_crossentropy"}:
        return "use one unit per class, or sigmoid for labels 0 and 1"
    if losses <= REGRESSION and losses:
        if any(_ACCURACY & set(metrics_named(compiled)) for compiled in model.in_force):
            return "use sigmoid for labels 0 and 1, none for a quantity"
        return "for regression remove the activation"
    return "for labels 0 and 1 use sigmoid with binary_crossentropy"


@once
def _is_binary(model: Model) -> bool:
    losses = {crossentropy_on_probabilities(compiled) for compiled in model.in_force}
    return losses == {"binary_crossentropy"} and len(model.heads) == 1 and not model.weights_loaded


@mends("softmax-single-unit")
def sigmoid_or_nothing(specification: Specification, defect: Defect) -> Specification | None:
    wanted = specification.activation_of_loss
    return specification.changed(defect.node, activation="linear" if wanted == "linear" else "sigmoid")
