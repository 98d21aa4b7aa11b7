"""LL114: the bounded output of a recurrent layer is used as the prediction itself."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.ir.records import dataclass
from lstm_lint.notions.activations import applied_by
from lstm_lint.notions.losses import crossentropy_on_probabilities
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.raw_sources import says_scaled, why_raw
from lstm_lint.notions.targets import is_continuous, reach
from lstm_lint.notions.training import is_regression
from lstm_lint.notions.trials import is_trial
from lstm_lint.script import Division, Known, Layer, Model, Script, Series

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification

_SURE = 0.5  # a probability that any other class stays below
_STANDARDIZED = frozenset({"StandardScaler", "RobustScaler", "PowerTransformer", "zscore"})


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """A recurrent layer with tanh that ends the model, but for an activation layer after it."""

    layer: Layer
    activation: str


@check("rnn-as-unbounded-head", needs="recurrent")
def rnn_as_unbounded_head(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        head = _head(model)
        if head is None or is_trial(model):
            continue
        problem = _problem(model, head) if model.in_force else _trained_elsewhere(model, head)
        if problem is not None:
            yield model, head.layer, problem


def _problem(model: Model, head: _Head) -> Problem | None:
    layer, severity, cure = head.layer, None, "put a Dense layer after it"
    floor = _lowest_crossentropy(model, head)
    losses = [crossentropy_on_probabilities(compiled) for compiled in model.in_force]
    if floor is not None:
        if any(is_continuous(fit.y) for fit in model.fits):
            return None  # probabilities, which may lie in the range that is left
        message = f"`{head.activation}` of a tanh output: the loss cannot fall below {floor:.2f}"
        cure = "put a Dense layer between them"
    elif head.activation == "linear" and any(losses):
        message = f"`{layer.title}` gives values in (-1, 1), the loss needs probabilities"
        cure = f"add Dense with {'sigmoid' if 'binary_crossentropy' in losses else 'softmax'}"
    elif is_regression(model) and head.activation in ("linear", "sigmoid"):
        severity = _severity(model, head)
        if severity is None:
            return None
        reach = "(-1, 1)" if head.activation == "linear" else "(0.27, 0.73)"
        message = f"the output of `{layer.title}` is always in {reach}"
    else:
        return None
    return layer.problem(f"{message}; {cure}", severity=severity, model=model)


def _trained_elsewhere(model: Model, head: _Head) -> Problem | None:
    """Of a model that other code gets and trains, with a loss that is not read: only many classes cannot be sure.

    What a softmax makes of values in (-1, 1) is at most 1 / (1 + (n - 1) / e^2), under half of it for 9 or more.
    """
    classes = head.layer.output_shape[-1] if head.layer.output_shape else None
    if head.activation != "softmax" or not isinstance(classes, int) or not model.asked:
        return None
    most = 1 / (1 + (classes - 1) * math.exp(-2))
    if most >= _SURE:
        return None
    message = (
        f"`softmax` of a tanh output: no class gets more than {most:.2f}; put a Dense layer between them"
    )
    return head.layer.problem(message, model=model)


@once
def _head(model: Model) -> _Head | None:
    if not model.complete or len(model.heads) != 1 or model.after(model.heads[0]):
        return None
    layer, applied = model.heads[0], "linear"
    if layer.traits.family == "activation":
        applied = applied_by(layer) or "unknown"
        before = model.before(layer)
        if len(before) != 1:
            return None
        layer = before[0]
    bounded = layer.is_recurrent and layer.traits.reads == 3 and applied_by(layer) == "tanh"
    return _Head(layer, applied) if bounded and _keeps_range(layer) else None


def _keeps_range(layer: Layer) -> bool:
    """Whether no wrapper adds outputs up, and no state comes out beside them."""
    if layer["return_state"] != Known(False):
        return False
    return all(
        wrapper.cls == "Bidirectional" and wrapper.known("merge_mode") in ("concat", "ave", "mul")
        for wrapper in layer.wrappers
    )


def _lowest_crossentropy(model: Model, head: _Head) -> float | None:
    """The least loss for inputs in (-1, 1): of sigmoid -log(1 / (1 + 1/e)), of softmax log(1 + (n - 1) / e^2)."""
    losses = {crossentropy_on_probabilities(compile) for compile in model.in_force}
    if head.activation == "sigmoid" and losses == {"binary_crossentropy"}:
        return math.log(1 + math.exp(-1))
    classes = head.layer.output_shape[-1] if head.layer.output_shape else None
    if (
        head.activation == "softmax"
        and losses <= {"categorical_crossentropy", "sparse_categorical_crossentropy"}
        and isinstance(classes, int)
        and classes > 1
    ):
        return math.log(1 + (classes - 1) * math.exp(-2))
    return None


def _severity(model: Model, head: _Head) -> Severity | None:
    """A warning where y is known to reach farther, nothing where it is known not to, else advice."""
    found = [_reaches_out(fit.y, head) for fit in model.fits] or [None]
    if True in found:
        return Severity.WARNING
    return Severity.ADVICE if None in found else None


def _reaches_out(y: Series | None, head: _Head) -> bool | None:
    if y is None:
        return None
    scaled = y.step("scale")
    if scaled is not None and isinstance(scaled.detail, Division):
        found = reach(y)  # scaled by hand: by the spread, the values go beyond 1
        return True if found is not None and found.high > 1.0 else None
    if scaled is not None:
        return True if scaled.what in _STANDARDIZED else None if head.activation == "sigmoid" else False
    if y.step("one-hot"):
        return False
    if not y.certain:
        return None
    if y.magnitude is not None:
        return y.magnitude > 1.0
    raw = not (y.step("arithmetic") or y.step("unknown")) and why_raw(y) is not None
    return True if raw and not says_scaled(y) else None


@mends("rnn-as-unbounded-head")
def dense_head(specification: Specification, defect: Defect) -> Specification | None:
    """A Dense layer of as many units behind the recurrent one, which becomes a hidden layer of 32.

    An Activation layer that follows stays, and takes the place of one in the Dense layer.
    """
    head = specification.find(defect.node)
    if head is None:
        return None
    units = head.arguments.get("units", 1)
    ends = head.id in specification.outputs and "Crossentropy" in specification.losses[0].cls
    activation = specification.activation_of_loss if ends else None
    if isinstance(units, int) and units < _HIDDEN:
        specification = specification.changed(head.id, units=_HIDDEN) or specification
    return specification.inserted(head.id, "dense_added", "Dense", units=units, activation=activation)


_HIDDEN = 32  # one unit that suffices as a head is a bottleneck behind which nothing is learned in seconds
