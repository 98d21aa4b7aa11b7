"""LL404: a crossentropy that expects probabilities gets raw scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.heads import Head, heads
from lstm_lint.notions.losses import crossentropy_on_probabilities
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.targets import no_probabilities
from lstm_lint.notions.training import is_left_aside
from lstm_lint.script import Layer, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

# Not softplus and exponential: categorical_crossentropy normalizes positive scores to probabilities.
_SCORES = frozenset({"linear", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "softsign"})
_OF_SIGNS = frozenset({"tanh", "softsign"})  # chosen, as a rule, for labels of -1 and 1


@check("crossentropy-without-activation", needs="recurrent in_force")
def crossentropy_without_activation(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        losses = {crossentropy_on_probabilities(compiled) for compiled in model.in_force} - {None}
        if not model.recurrent or not model.complete or len(model.heads) != 1 or len(losses) != 1:
            continue
        if no_probabilities(model) is not None:
            continue  # LL480: another loss is wanted, no activation
        loss = losses.pop() or ""
        wanted = "sigmoid" if loss == "binary_crossentropy" else "softmax"
        if wanted == "softmax" and _is_over_steps(last := model.heads[0]):
            sums = f"`{last.written('axis')}` makes the steps of a class sum to 1"
            problem = last.problem(f"{sums}, but {loss} reads classes; use axis=-1", at="axis", model=model)
            yield model, last, problem
        for head in heads(model):
            if head.units == 1 and wanted == "softmax":
                continue  # LL406: one unit is too few for this loss, whatever the activation
            if head.activation in _SCORES:
                given = head.activated.given("activation")
                scores = (
                    f"`{head.activated.written('activation')}` makes" if given else "the output layer makes"
                )
                use = f"{'end in' if given else 'use'} {wanted}"
                message = f"{scores} raw scores, but {loss} reads probabilities; {use}"
                if head.activation in _OF_SIGNS and wanted == "sigmoid":
                    gives = f"`{head.activation}` gives values from -1 to 1"
                    message = f"{gives}, but {loss} reads probabilities; use sigmoid, with labels 0 and 1"
                problem = head.activated.problem(
                    message,
                    at="activation",
                    severity=Severity.ADVICE if is_left_aside(script, model) else None,
                    fix=_fix(model, head, wanted),
                    model=model,
                )
                yield model, head.activated, problem


def _is_over_steps(layer: Layer) -> bool:
    """Whether it is a softmax along the steps of a sequence."""
    axis, shape = layer.known("axis"), layer.output_shape
    if layer.cls != "Softmax" or not isinstance(axis, int) or shape is None or len(shape) != 3:
        return False
    return axis in (1, -2)


def _fix(model: Model, head: Head, wanted: str) -> Fix | None:
    """None where the activation stands in another layer, or where softmax over the units would be no cure."""
    if head.activated is not head.dense or model.weights_loaded:
        return None
    if wanted == "softmax" and head.units in (None, 1):
        return None
    return head.dense.set_argument("activation", quoted(wanted, head.dense.argument("activation")))


@mends("crossentropy-without-activation")
def activation_of_loss(specification: Specification, defect: Defect) -> Specification | None:
    if defect.argument == "axis":
        return specification.changed(defect.node, axis=-1)
    return specification.changed(defect.node, activation=specification.activation_of_loss)
