"""LL477: CTC of more labels than the output has time steps, or told of more steps than there are."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.contracts import losses_of, shown_of_n, trained_outputs
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Layer, Model, Script

_SHORTENS = ("pooling", "convolution")


@check("ctc-steps-too-few", needs="fits|in_force|refused")
def ctc_steps_too_few(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))
    yield from refusals(script, of_kind("ctc-steps", _told))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        yield from _without_steps(model, script.target)
        for one in trained_outputs(model):
            labels, steps = one.target.shape or (), one.shape
            if one.loss != "ctc" or len(labels) != 2 or len(steps) != 3 or one.target.step("pad"):
                continue  # CTC does not count labels that pad
            wanted, there = labels[1], steps[1]
            if isinstance(wanted, int) and isinstance(there, int) and wanted > there:
                layer = _last_that_shortens(model, one.head) or one.head
                message = (
                    f"CTC needs a time step for each of {wanted} labels, {there} are left: it cannot learn"
                )
                # Labels that are read may be wider than any sample needs.
                severity = None if one.target.step("synthetic") else Severity.WARNING
                yield model, layer, layer.problem(f"{message}; pool less", severity=severity, model=model)


def _without_steps(model: Model, target: KerasTarget) -> Iterator[tuple[Model, Layer, Problem]]:
    """An output without an axis of time."""
    losses = [losses_of(model, compiled) for compiled in model.in_force]
    shape = model.outputs[0].shape if len(model.outputs) == 1 and model.complete else None
    if losses != [("ctc",)] or shape is None or len(shape) != 2 or not target.at_least(3):
        return
    last = model.recurrent[-1] if model.recurrent else None
    last = last if last is not None and last.returns_sequences is False else None
    message = f"CTC reads a prediction for each time step, the output is {shown_of_n(shape)}: `fit` raises"
    if last is not None:
        full = f"{message}; write return_sequences=True"
        yield model, last, last.problem(full, at="return_sequences", model=model)
    else:
        yield model, model.outputs[0].layer, model.outputs[0].layer.problem(message, model=model)


def _last_that_shortens(model: Model, head: Layer) -> Layer | None:
    """The layer nearest to the output that leaves fewer steps than it gets."""
    return next((layer for layer in model.upstream(head) if layer.traits.family in _SHORTENS), None)


def _told(told: str, there: str) -> str:
    return f"CTC is told of {told} time steps, the output has {there}: it raises; count what the layers leave"
