"""The inputs of a rebuilt model: their shapes, stand-ins where a size is free, and which of them hold token ids."""

from __future__ import annotations

from lstm_lint.script import Dim, Layer, Model, Shape
from lstm_lint.smoke.specification import Input

TIMESTEPS = (
    30  # where the length is free: long enough for the measured harm of gates and cells, from 20 steps on
)
FEATURES = 4
VOCABULARY = 1000


def inputs_of(
    model: Model, ids: dict[int, str], notes: list[str]
) -> tuple[tuple[Input, ...], dict[int, str]]:
    """The inputs, and which of them the layers read that stand first without an `Input` before them."""
    if model.entries:
        starts = {} if model.kind != "sequential" else _first(model, ids[id(model.entries[0])])
        return tuple(
            _input(model, entry, ids[id(entry)], entry.output_shape, notes) for entry in model.entries
        ), starts
    first = [layer for layer in model.layers if not model.before(layer) and layer.cls != "InputLayer"]
    if len(first) != 1:
        return (), {}
    layer = first[0]
    shape = layer.input_shape
    if shape is None:
        shape = (None, None) if layer.cls == "Embedding" else (None, None, None)
    elif layer.wrapped_by("TimeDistributed"):
        shape = (shape[0], None, *shape[1:])  # that of one step
    return (_input(model, layer, "input", shape, notes),), {id(layer): "input"}


def _first(model: Model, entry: str) -> dict[int, str]:
    return {
        id(layer): entry for layer in model.layers if not model.before(layer) and layer.cls != "InputLayer"
    }


def _input(model: Model, entry: Layer, name: str, shape: Shape | None, notes: list[str]) -> Input:
    readers = model.after(entry) if entry.cls == "InputLayer" else (entry,)
    if entry.cls == "InputLayer" and model.kind == "sequential" and not readers:
        readers = model.layers[:1]
    embedding = next((reader for reader in readers if reader.cls == "Embedding"), None)
    dims = sizes(shape[1:] if shape is not None else (None, None), embedding is not None, notes)
    batch = shape[0] if shape is not None else None
    tokens = 0
    if embedding is not None:
        rows = embedding.known("input_dim")
        tokens = rows if isinstance(rows, int) and rows > 0 else VOCABULARY
    free = shape is None or len(shape) < 2 or not isinstance(shape[1], int)
    return Input(name, dims, tokens, batch if isinstance(batch, int) else None, free)


def sizes(dims: tuple[Dim, ...], tokens: bool, notes: list[str]) -> tuple[int | None, ...]:
    """The sizes of a sample, with a stand-in for each that is not known; `tokens`: the first is one of steps."""
    result: list[int | None] = []
    for axis, dim in enumerate(dims):
        if isinstance(dim, int):
            result.append(dim)
            continue
        time = axis == 0 and (tokens or len(dims) > 1)
        stand_in = TIMESTEPS if time else FEATURES
        notes.append(f"{stand_in} {'time steps' if time else 'features'}, which are free")
        result.append(stand_in)
    return tuple(result)
