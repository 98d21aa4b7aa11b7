"""Stateful recurrent layers: which they are, the batch size that they are built for, and the data that they get."""

from __future__ import annotations

from lstm_lint.ir.facts import once
from lstm_lint.notions.input_shapes import declared_at
from lstm_lint.script import Fit, Known, Layer, Model, Series


@once
def stateful_layer(model: Model) -> Layer | None:
    """The first recurrent layer of a model that certainly carries its state from batch to batch."""
    return next((layer for layer in model.recurrent if layer["stateful"] == Known(True)), None)


def lacks_batch_size(model: Model, layer: Layer) -> bool:
    """Whether the program declares the model's input and leaves its batch size open.

    An input that is not declared takes its batch size from the first data.
    """
    shape = layer.input_shape
    declared = bool(model.entries) or (
        model.kind == "sequential" and bool(model.layers) and declared_at(model, model.layers[0]) is not None
    )
    return declared and shape is not None and shape[0] is None


def static_batch_size(layer: Layer) -> int | None:
    """The batch size that a layer is built for; None where it is open or not known."""
    shape = layer.input_shape
    if shape is None or layer.wrapped_by("TimeDistributed"):
        return None
    return shape[0] if isinstance(shape[0], int) else None


def arrays(call: Fit) -> bool:
    """Whether a call certainly gets arrays, which Keras cuts into batches itself: no dataset, no generator."""
    if call.x is not None and call.x.kind in ("dataset", "generator"):
        return False
    if call.x is not None and (call.x.most is not None or (call.x.kind == "array" and call.x.shape)):
        return True  # datasets and generators have no slices
    return call.argument("y").certain or (call.x is not None and call.x.certain and bool(call.x.steps))


def rows(series: Series | None, below: int = 0) -> int | None:
    """The number of samples of an array, where known; of one that has fewer than `below`, at most how many."""
    if series is None:
        return None
    fewer = series.most if series.most is not None and 0 < series.most < below else None
    return series.rows if series.rows is not None else fewer
