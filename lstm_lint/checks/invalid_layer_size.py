"""LL162: a size of a layer that is certainly no positive whole number."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.argument_roles import SIZES
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.sizes import wrong_size
from lstm_lint.script import Layer, Model, Script


@check("invalid-layer-size")
def invalid_layer_size(script: Script) -> Iterator[Problem]:
    if not script.target.at_least(3):
        return  # Keras 2 made a number of "8" and of 8.0 in a Dense, and took 0 in some layers
    held: list[tuple[Model, Layer, Problem]] = []
    for layer, model in script.layers():
        for name in SIZES.get(layer.cls, ()) if not layer.custom else ():
            found = wrong_size(layer, name, script.target)
            if found is None or (layer.is_recurrent and layer.known(name) == 0):  # ConvLSTM takes 0 filters
                continue
            message, text, severity = found
            fix = layer.set_argument(name, text, applicability="unsafe") if text else None
            problem = layer.problem(message, at=name, severity=severity, fix=fix, model=model)
            if model is None:
                yield problem
            else:
                held.append((model, layer, problem))
    yield from on_their_paths(script, held)
