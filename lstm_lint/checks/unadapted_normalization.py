"""LL732: a Normalization layer that is never adapted."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script


@check("unadapted-normalization", needs="recurrent fits Normalization")
def unadapted_normalization(script: Script) -> Iterator[Problem]:
    if not script.adapts:
        yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers if model.recurrent and model.fits and not model.weights_loaded else ():
            if (
                layer.cls == "Normalization"
                and not layer.custom
                and layer["mean"] == Known(None)
                and layer.complete
            ):
                message = "`Normalization` is never adapted: it leaves its input unchanged; call adapt(x_train) first"
                yield model, layer, layer.problem(message, model=model)
