"""LL672: everything that several classes are told apart by goes through a layer of one unit."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.heads import heads
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script

_PASSED = frozenset({"dropout", "noise", "penalty", "identity", "activation", "normalization"})


@check("one-unit-before-classes", needs="recurrent Dense")
def one_unit_before_classes(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for head in heads(model) if model.recurrent else ():
            narrow = _narrow(model, head.dense) if head.activation == "softmax" else None
            if narrow is not None and head.units is not None and head.units > 2:
                message = (
                    f"`{narrow.title}` of 1 unit: {head.units} classes are told apart by a single number; "
                    "give it more units, or delete it"
                )
                yield model, narrow, narrow.problem(message, at="units", model=model)


def _narrow(model: Model, layer: Layer) -> Layer | None:
    """The layer of one unit that all of the input of another one goes through."""
    while True:
        before = model.before(layer)
        if len(before) != 1:
            return None
        layer = before[0]
        if layer.custom or layer.is_wrapped or layer in model.heads:
            return None
        if layer.cls == "Dense" or layer.is_recurrent:
            flat = layer.output_shape is not None and len(layer.output_shape) == 2
            return layer if flat and layer.number("units") == 1 else None
        if layer.traits.family not in _PASSED:
            return None
