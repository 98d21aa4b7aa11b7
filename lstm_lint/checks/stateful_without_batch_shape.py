"""LL110: a stateful layer in a model whose batch size is not fixed."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.statefulness import lacks_batch_size, stateful_layer
from lstm_lint.script import Layer, Model, Script


@check("stateful-without-batch-shape", needs="recurrent.stateful=")
def stateful_without_batch_shape(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        layer = stateful_layer(model)
        if layer is None or model.kind == "subclassed" or not lacks_batch_size(model, layer):
            continue
        batch = next((int(size) for fit in model.fits if (size := fit.number("batch_size"))), None)
        advice = (
            f"write Input(batch_shape=({batch or 'batch'}, ...))"
            if script.target.at_least(3)
            else f"write batch_input_shape=({batch or 'batch'}, ...)"
        )
        problem = layer.problem(
            f"`stateful=True` needs a fixed batch size, but the input leaves it open; {advice}",
            at="stateful",
            fix=_fix(model, batch),
            model=model,
        )
        yield model, layer, problem


def _fix(model: Model, batch: int | None) -> Fix | None:
    """`Input(..., batch_size=n)` with the batch size of `fit`, where there is such an `Input`."""
    if batch is None or len(model.entries) != 1 or not model.entries[0].given("shape"):
        return None
    return model.entries[0].set_argument("batch_size", str(batch), applicability="unsafe")
