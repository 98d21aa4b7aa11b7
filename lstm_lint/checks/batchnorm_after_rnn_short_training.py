"""LL609: BatchNormalization behind a recurrent layer, trained too briefly for its moving statistics."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.ir.facts import once
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.training import planned_steps
from lstm_lint.script import Known, Layer, Model, Script

_PASSED = ("dropout", "noise", "activation")  # each value stays what it is
_SLOW = 0.99  # Keras' default


@check("batchnorm-after-rnn-short-training", needs="recurrent fits BatchNormalization")
def batchnorm_after_rnn_short_training(script: Script, *, enough_steps: int = 500) -> Iterator[Problem]:
    found: list[tuple[Model, Layer, Problem]] = []
    for model in script.models:
        steps = _steps(model)
        if steps is None or steps >= enough_steps:
            continue
        for layer in model.layers:
            if layer.cls != "BatchNormalization" or layer.custom or not _reads_recurrent(model, layer):
                continue
            if layer.number("momentum") != _SLOW or (
                layer.given("trainable") and layer["trainable"] != Known(True)
            ):
                continue
            problem = layer.problem(
                f"`momentum=0.99` needs about {enough_steps} updates, the training makes {steps:,}: "
                "predictions are off; write momentum=0.9",
                at="momentum",
                fix=layer.set_argument("momentum", "0.9", applicability="unsafe"),
                model=model,
            )
            found.append((model, layer, problem))
    yield from on_their_paths(script, found)


@once
def _steps(model: Model) -> int | None:
    """All updates that the program makes; None where it may be trained on elsewhere, or was before."""
    steps = [planned_steps(fit) for fit in model.fits]
    known = [count for count in steps if count is not None]
    if not steps or len(known) < len(steps) or model.weights_loaded or any(fit.in_loop for fit in model.fits):
        return None
    return sum(known)


def _reads_recurrent(model: Model, layer: Layer) -> bool:
    while len(before := model.before(layer)) == 1:
        layer = before[0]
        if layer.is_recurrent or layer.traits.family not in _PASSED:
            return layer.is_recurrent
    return False
