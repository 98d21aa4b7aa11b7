"""LL131: a layer that is made where a layer or model of the program is called."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Layer, Script


@check("layer-made-in-call", needs="made_in_call")
def layer_made_in_call(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    elsewhere = {layer.place.node for layer, _ in script.layers() if not layer.made_in_call}
    for layer, model in script.layers():
        if layer.made_in_call and layer.place.node not in elsewhere and _has_variables(layer, script.target):
            message = f"`{layer.title}` is made in `call`: new weights at every call; make it in `__init__`"
            if not layer.traits.weights:
                message = f"`{layer.title}` is made in `call`: Keras 3 refuses its seed there; make it in `__init__`"
            yield layer.problem(message, model=model)


def _has_variables(layer: Layer, target: KerasTarget) -> bool:
    """Whether the layer makes variables: weights, or the seed that dropout keeps since Keras 3."""
    if layer.traits.family == "cell":
        return False  # the layer around it is said
    seeded = layer.traits.family in ("dropout", "noise") and target.at_least(3) and layer.number("rate") != 0
    return bool(layer.traits.weights) or seeded
