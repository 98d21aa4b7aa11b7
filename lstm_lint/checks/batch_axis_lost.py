"""LL175: a layer that sums over the samples of a batch, so that the model has no output for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.input_shapes import shown_with_batch
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Place, Script


@check("batch-axis-lost")
def batch_axis_lost(script: Script) -> Iterator[Problem]:
    places = [found.place for found in script.refused if found.kind == "batch"]
    yield from on_their_paths(script, _found(script, places))


def _found(script: Script, places: list[Place]) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        ends = [output.shape for output in model.outputs]
        if not model.complete or not any(shape and isinstance(shape[0], int) for shape in ends):
            continue
        for layer in model.layers:
            entering = [shape for shape in (*layer.entering, layer.input_shape) if shape]
            made = layer.output_shape
            if entering and made and all(shape[0] is None for shape in entering) and isinstance(made[0], int):
                gets, gives = shown_with_batch(entering[0]), shown_with_batch(made)
                message = (
                    f"`{layer.cls}` makes {gives} of {gets}: axis 0 is the batch, which is gone; write axis=1"
                )
                problem = layer.problem(message, model=model)
                own = places if layer.custom and len(places) == 1 else []
                yield model, layer, Problem(message, own[0].span, model=model.name) if own else problem
                break
