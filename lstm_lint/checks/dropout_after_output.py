"""LL412: dropout or noise on the predictions themselves."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script

_NOISE = ("dropout", "noise")
_STRENGTH = {"GaussianNoise": "stddev"}
_PASSES_ON = (*_NOISE, "activation", "reshaping")


@check("dropout-after-output", needs="recurrent in_force family:dropout|family:noise")
def dropout_after_output(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        if not model.recurrent or not model.in_force or not model.complete:
            continue
        for head in model.heads:
            for layer in _noise_behind_dense(model, head):
                written = layer.written(_STRENGTH.get(layer.cls, "rate"))
                effect = "it adds noise to" if layer.cls == "GaussianNoise" else "it zeroes"
                message = f"`{layer.cls}({written})` after the output layer: {effect} predictions; delete it"
                yield model, layer, layer.problem(message, fix=layer.delete_call(), model=model)


def _noise_behind_dense(model: Model, layer: Layer) -> list[Layer]:
    """The active noise layers between the end of the model and its last Dense layer; none where there is none."""
    found: list[Layer] = []
    seen: set[int] = set()
    while layer.traits.family in _PASSES_ON and id(layer) not in seen and not model.after(layer)[1:]:
        seen.add(id(layer))
        if layer.traits.family in _NOISE:
            if layer.always_training or (layer.number(_STRENGTH.get(layer.cls, "rate")) or 0) <= 0:
                return []
            found.append(layer)
        before = model.before(layer)
        if len(before) != 1:
            return []
        layer = before[0]
    return found if layer.cls == "Dense" else []
