"""Attributes that a layer of Keras 3 does not have itself: its shapes, and the weights that its cell has."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Built

_SHAPES = ("input_shape", "output_shape")
_OF_CELLS = ("kernel", "recurrent_kernel", "bias")


def note_gone(it: Interpreter, node: cst.Attribute, owner: Built, name: str) -> None:
    """`lstm.kernel` and its like, which the cell of a recurrent layer has, and the layer inside a wrapper."""
    unsure = it.control.depth > it.control.endless or not it.target.at_least(3)
    if unsure or owner.kind != "layers" or owner.custom:
        return
    if name in _SHAPES:
        it.record.refuse(node.attr, "layer-shape", it.text(node.value), name)
    if name not in _OF_CELLS or name in owner.settings:
        return
    inside = None
    if isinstance(owner.wrapped, Built):
        both = owner.cls == "Bidirectional"
        inside = "forward_layer" if both else "layer" if owner.cls == "TimeDistributed" else None
    if owner.core.custom or (owner.core is not owner and inside is None):
        return
    recurrent = traits(owner.core.cls).family == "recurrent"
    if recurrent or inside is not None:
        way = ".".join(part for part in (inside, "cell" if recurrent else None, name) if part)
        it.record.refuse(node.attr, "cell-weights", it.text(node.value), owner.cls, name, way)
