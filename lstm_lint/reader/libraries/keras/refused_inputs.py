"""What a layer or a model that is called does not take: too many tensors, another shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Built, Network, Use
from lstm_lint.reader.libraries.keras.ops import note_misfit
from lstm_lint.reader.libraries.keras.shapes import first_shape
from lstm_lint.script import Shape

if TYPE_CHECKING:
    from lstm_lint.nodes import CSTNode


def check_inputs(it: Interpreter, node: CSTNode, use: Use, alone: bool) -> None:
    """Write down an input that a model, or a layer that was used before, does not take. `alone`: it is in no list."""
    layer, given = use.layer, use.inputs[0].shape if len(use.inputs) == 1 else None
    if not use.certain:
        return
    if isinstance(layer, Built) and (why := _of_number(it, layer, use, alone)):
        shapes = tuple(tensor.shape for tensor in use.inputs if tensor.shape is not None)
        note_misfit(it, node, layer.cls, shapes, why)
        return
    if not given:
        return
    if isinstance(layer, Network):
        why = _of_model(layer, given)
        title = layer.name or "the model"
    else:
        why = _of_shared(it, layer, use, given)
        title = layer.cls
    if why:
        note_misfit(it, node, title, (given,), why)


def check_array(it: Interpreter, node: CSTNode, network: Network, array: Data) -> None:
    """Write down an array that a model which is called on it does not take."""
    shape, stated = array.shape, _stated(network)
    if array.kind != "array" or array.parts is not None or not shape or stated is None:
        return
    one = shape == stated[1:] and stated[-1] != 1
    why = "it is one sample without the batch axis" if one else _of_model(network, shape)
    if why:
        note_misfit(it, node, network.name or "the model", (shape,), why)


def _of_number(it: Interpreter, layer: Built, use: Use, alone: bool) -> str:
    """One tensor for a layer that puts several together, a list for one that reads a single tensor."""
    row = traits(layer.cls)
    if layer.custom or not it.target.at_least(3):
        return ""
    if row.family == "merge" and alone and len(use.inputs) == 1:
        return "it takes a list of tensors"
    single = row.family in ("dense", "convolution", "pooling", "recurrent") and row.reads is not None
    return f"it takes one tensor, not {len(use.inputs)}" if single and len(use.inputs) > 1 else ""


def _stated(network: Network) -> Shape | None:
    """The shape of the one input that a model states."""
    if network.kind == "functional" and network.complete and len(network.inputs) == 1:
        return network.inputs[0].shape
    if network.kind == "sequential" and network.input_shape is None and network.stack:
        first = network.stack[0]
        own = isinstance(first, Built) and not (
            first.cls == "Embedding" and "input_length" not in first.given
        )
        return first_shape(first) if own and isinstance(first, Built) else None
    return network.input_shape


def _of_model(network: Network, given: Shape) -> str:
    """Of models that state one input: an axis of 1 at the end is added or taken away, everything else must fit."""
    stated = _stated(network)
    if stated is None:
        return ""
    taken = f"it takes {_shown(stated)}"
    if len(stated) != len(given):
        longer, shorter = max(stated, given, key=len), min(stated, given, key=len)
        added = len(longer) == len(shorter) + 1 and longer[-1] in (1, None, "?")
        return "" if added else taken
    pairs = zip(stated[1:], given[1:], strict=True)
    return taken if any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in pairs) else ""


def _shown(shape: Shape) -> str:
    """A shape without its batch, as a program writes it."""
    return f"({shape[1]},)" if len(shape) == 2 else str(tuple(shape[1:])).replace("'", "")


def _of_shared(it: Interpreter, layer: Built, use: Use, given: Shape) -> str:
    """A kernel is as wide as what the layer was applied to first; a recurrent layer asks for that at the first step."""
    first = layer.first_use
    row, wide = traits(layer.cls), given[-1]
    by_width = row.family in ("dense", "convolution") and row.weights == "features"
    channels = layer.given.get("data_format")
    if first is None or first is use or layer.custom or not by_width or len(first.inputs) != 1 or channels:
        return ""
    before = first.inputs[0].shape
    same_run = first.home is it.control.home and it.record.uses.get(first, ...) is None
    if not before or not same_run or not isinstance(wide, int) or not isinstance(before[-1], int):
        return ""
    return (
        f"its weights are for {before[-1]} features, those of its first input" if before[-1] != wide else ""
    )
