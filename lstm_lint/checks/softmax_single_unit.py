"""LL401: softmax over a single unit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.activations import activation_of, quoted
from lstm_lint.notions.heads import heads
from lstm_lint.notions.losses import REGRESSION, crossentropy_on_probabilities, loss_of
from lstm_lint.notions.operations import axis_of, function_of, size_along
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification


@check("softmax-single-unit")
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
            axis = _normalised(model, layer) if id(layer) not in of_heads else None
            if axis is not None and size_along(layer, axis) == 1:
                message = "softmax over an axis of size 1 is always 1: all steps weigh the same; "
                message += (
                    "normalise over the steps, axis=1"
                    if len(layer.output_shape or ()) == 3
                    else "use another axis"
                )
                yield model, layer, layer.problem(message, at=_argument(layer), model=model)


def _normalised(model: Model, layer: Layer) -> int | None:
    """The axis that a softmax between layers runs along, in whatever way it is written; None for anything else."""
    if layer.cls == "Softmax" and not layer.wrappers:
        axis = layer.known("axis")
        return axis if isinstance(axis, int) else None
    function = function_of(layer)
    if function in ("softmax", "softmax_v2", "log_softmax"):
        return axis_of(layer, -1)
    if function in ("/", "divide", "true_divide", "div", "div_no_nan"):
        return _divided(model, layer)
    one_by_one = layer.traits.family in ("dense", "convolution", "activation") and not layer.custom
    return -1 if one_by_one and activation_of(layer) == "softmax" else None


def _divided(model: Model, layer: Layer) -> int | None:
    """`e / sum(e, axis=axis, keepdims=True)` where `e` is an `exp`, computed once or twice."""
    for above, below in permutations(model.before(layer), 2):
        summed = model.before(below) if function_of(below) in ("sum", "reduce_sum") else ()
        if len(summed) != 1 or {function_of(above), function_of(summed[0])} != {"exp"}:
            continue
        same = summed == (above,) or model.before(summed[0]) == model.before(above)
        if same and above.output_shape == layer.output_shape:
            return axis_of(below)
    return None


def _argument(layer: Layer) -> str | None:
    return next((name for name in ("activation", "axis") if layer.argument(name).place is not None), None)


@once
def _message(model: Model) -> str:
    if any(loss_of(compiled) in REGRESSION for compiled in model.compiles):
        return "softmax over 1 unit is always 1.0, so nothing is learned; for regression drop the activation"
    return "softmax over 1 unit is always 1.0, whatever the input; use sigmoid with binary_crossentropy"


@once
def _is_binary(model: Model) -> bool:
    losses = {crossentropy_on_probabilities(compiled) for compiled in model.compiles}
    return losses == {"binary_crossentropy"} and len(model.heads) == 1 and not model.weights_loaded


@mends("softmax-single-unit")
def sigmoid_or_nothing(specification: Specification, defect: Defect) -> Specification | None:
    wanted = specification.activation_of_loss
    return specification.changed(defect.node, activation="linear" if wanted == "linear" else "sigmoid")
