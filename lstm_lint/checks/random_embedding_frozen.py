"""LL673: an Embedding keeps the random vectors that it begins with, because `trainable=False` and nothing fills it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script, identifier

_RANDOM = frozenset(
    {
        "uniform",
        "normal",
        "random_uniform",
        "random_normal",
        "RandomUniform",
        "RandomNormal",
        "glorot_uniform",
    }
)


@check("random-embedding-frozen", needs="recurrent fits Embedding")
def random_embedding_frozen(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models if not script.adapts else ():
        if (
            not model.fits
            or not model.recurrent
            or model.weights_loaded
            or model.asked
            or _is_reservoir(model)
        ):
            continue
        for layer in model.layers:
            if layer.cls == "Embedding" and not layer.custom and _is_frozen(layer) and _is_random(layer):
                message = (
                    "`trainable=False` and no weights: words keep their random vectors; "
                    "pass pretrained ones, or delete trainable"
                )
                fix = layer.remove_argument("trainable", applicability="unsafe")
                yield model, layer, layer.problem(message, at="trainable", fix=fix, model=model)


def _is_reservoir(model: Model) -> bool:
    """Whether its recurrent layers are frozen too, so that random weights are the method."""
    return all(map(_is_frozen, model.recurrent))


def _is_frozen(layer: Layer) -> bool:
    return layer.given("trainable") and layer["trainable"] == Known(False)


def _is_random(layer: Layer) -> bool:
    """Whether nothing but chance fills it: no weights, and an initializer that draws."""
    if layer.given_weights or layer.given("weights") or layer.given("name"):
        return False
    initializer = layer["embeddings_initializer"]
    return not layer.given("embeddings_initializer") or identifier(initializer) in _RANDOM
