"""LL103: one prediction per time step and one target per sample: the loss broadcasts, or raises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, mends
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions.contracts import Trained, is_step_by_step, may_have_one_step, trained_outputs
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script, Shape

if TYPE_CHECKING:
    from lstm_lint.smoke.specification import Defect, Specification


_BOTH = "the model predicts one value per time step, y has one per sample"


@check("sequence-output-for-scalar-target", needs="recurrent|fits")
def sequence_output_for_scalar_target(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        tail = _sequence_tail(model)
        broadcast = any(loss_of(compiled) in REGRESSION for compiled in model.in_force)
        met = _one_per_step(model) if script.target.at_least(3) else None
        output = (model.heads[0].output_shape if len(model.heads) == 1 else None) or ()
        fits = [fit for fit in model.fits if not may_have_one_step(model, fit, output)]
        certain = any(fit.y is not None and _one_per_sample(fit.y.shape) for fit in fits)
        if met is not None and not tail:
            message = f"{_BOTH}: {_effect(met)}; give y every step, or predict one value"
            yield model, met.head, met.head.problem(message, model=model)
        elif tail and (met is not None or (broadcast and certain)):
            last = tail[-1]
            plain = not any(layer.wrapped_by("TimeDistributed") for layer in tail)
            problem = last.problem(
                f"{_BOTH}: {_effect(met)}; {_remedy(model, plain)}",
                at="return_sequences",
                fix=last.set_argument("return_sequences", "False") if plain else None,
                model=model,
            )
            yield model, last, problem
        elif not tail or not broadcast:
            continue
        elif any(fit.y is not None and _may_be_one_per_sample(fit.y.shape) for fit in fits):
            last = tail[-1]
            problem = last.problem(
                "the model predicts one value per time step; if y has one each, use return_sequences=False",
                at="return_sequences",
                severity=Severity.ADVICE,
                model=model,
            )
            yield model, last, problem


def _one_per_step(model: Model) -> Trained | None:
    """The output that is trained step by step on one target a sample."""
    return next(
        (
            one
            for one in trained_outputs(model)
            if is_step_by_step(one.shape, one.target.shape or ()) and one.meeting in ("broadcast", "refused")
        ),
        None,
    )


def _effect(met: Trained | None) -> str:
    return "`fit` raises" if met is not None and met.meeting == "refused" else "the loss broadcasts it"


def _remedy(model: Model, plain: bool) -> str:
    """`TimeDistributed` needs the steps that `return_sequences=False` takes away."""
    if plain:
        return "write return_sequences=False"
    if any(layer.cls == "RepeatVector" for layer in model.layers):
        return "for an autoencoder write fit(x, x)"
    return "give y every step, or predict one value without TimeDistributed"


@once
def _sequence_tail(model: Model) -> list[Layer]:
    """The layers from a head of shape (batch, time, 1) back to the last recurrent layer."""
    if not model.complete or len(model.heads) != 1:
        return []
    layer = model.heads[0]
    shape = layer.output_shape
    if shape is None or len(shape) != 3 or shape[1] == 1 or shape[2] != 1:
        return []
    tail = [layer]
    while not layer.is_recurrent:
        before = model.before(layer)
        if layer.traits.time != "steps" or len(before) != 1 or model.after(before[0]) != (layer,):
            return []
        layer = before[0]
        if layer in tail:  # a shared layer that reads its own output
            return []
        tail.append(layer)
    return tail if layer.returns_sequences and not layer.wrapped_by("TimeDistributed") else []


def _one_per_sample(shape: Shape | None) -> bool:
    return shape is not None and (len(shape) == 1 or (len(shape) == 2 and shape[1] == 1))


def _may_be_one_per_sample(shape: Shape | None) -> bool:
    return shape is None or (len(shape) == 2 and shape[1] in ("?", None))


@mends("sequence-output-for-scalar-target")
def last_value_only(specification: Specification, defect: Defect) -> Specification | None:
    """Of the sequence the last value; wrappers that apply a layer to each step go as well."""
    node = specification.find(defect.node)
    while (
        node is not None and "return_sequences" not in node.arguments
    ):  # the head is blamed, or its recurrent layer
        node = specification.find(node.inputs[0])
    if node is None:
        return None
    changed = specification.changed(node.id, return_sequences=False)
    below = {node.id}
    for node in changed.nodes if changed is not None else ():
        if changed is not None and below & set(node.inputs):
            below.add(node.id)
            changed = changed.unwrapped(node.id, "TimeDistributed")
    return changed
