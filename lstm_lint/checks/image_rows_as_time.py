"""LL180: the rows of an image of a line of text become the time steps that CTC reads it by."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script, Shape

# Families of layers that may bring the axes into another order.
_TURNS = frozenset({"reshaping", "code", "repeating"})
_HIGHEST = (
    96  # rows; lines of text are scaled to 32 or 64, a spectrogram of steps by frequencies has more steps
)


@check("image-rows-as-time", needs="recurrent family:reshaping")
def image_rows_as_time(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not model.recurrent or not _is_read_by_ctc(script, model):
            continue
        for layer in model.layers:
            image = _image(model, layer) if _keeps_rows(layer) else None
            if image is not None and layer.output_shape is not None:
                height, width = image
                steps = layer.output_shape[1]
                message = f"the {steps} steps are rows of the {height} x {width} image: a line of text is read along "
                message += "the width; Permute((2, 1, 3)) first"
                yield model, layer, layer.problem(message, model=model)


def _is_read_by_ctc(script: Script, model: Model) -> bool:
    """Whether its loss is CTC, or a layer of the program works that out, `ctc_batch_cost`."""
    by_loss = any(loss_of(compiled) == "ctc" for compiled in model.in_force)
    return by_loss or any(one.path.endswith(".ctc_batch_cost") for one in script.names)


def _keeps_rows(layer: Layer) -> bool:
    """Whether it makes a step of each row: (rows, columns, channels) -> (rows, columns * channels)."""
    before, after = layer.input_shape, layer.output_shape
    if (
        layer.traits.family != "reshaping"
        or before is None
        or after is None
        or len(before) != 4
        or len(after) != 3
    ):
        return False
    rows, columns, channels = before[1:]
    known = isinstance(rows, int) and isinstance(columns, int) and isinstance(channels, int)
    return known and rows != columns and after[1:] == (rows, columns * channels)  # type: ignore[operator]


def _image(model: Model, layer: Layer) -> tuple[int, int] | None:
    """Height and width of the image that it came from, where its shape is that of a line of text."""
    above = model.upstream(layer)
    if any(
        one.traits.family in _TURNS or one.custom or one.cls == "Operation" or one.wrappers for one in above
    ):
        return None
    entries = [one for one in above if not model.before(one)]
    shape: Shape = (entries[0].output_shape or ()) if len(entries) == 1 else ()
    if len(shape) != 4 or not isinstance(shape[1], int) or not isinstance(shape[2], int):
        return None
    return (shape[1], shape[2]) if shape[1] <= min(shape[2] // 2, _HIGHEST) else None
