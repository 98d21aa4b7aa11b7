"""LL169: a `Masking` layer that reads the vectors of an `Embedding`, of which none is all one number."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script


@check("masking-after-embedding", needs="Masking Embedding")
def masking_after_embedding(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers:
            before = model.before(layer)
            if layer.cls != "Masking" or layer.custom or len(before) != 1 or model.weights_loaded:
                continue
            embedding = before[0]
            # A matrix of the program may have a row of zeros.
            own = not any(embedding.given(name) for name in ("weights", "embeddings_initializer"))
            if embedding.cls == "Embedding" and not embedding.custom and embedding.complete and own:
                yield model, layer, layer.problem(_message(layer, embedding), model=model)


def _message(masking: Layer, embedding: Layer) -> str:
    value = masking.number("mask_value")
    why = (
        f"no vector of an id is all {value:g}"
        if value is not None
        else "no vector of an id is all one number"
    )
    if embedding.known("mask_zero") is True:
        return f"`Masking` replaces the mask of `Embedding` and masks nothing: {why}; remove it"
    return f"`Masking` after `Embedding` masks nothing: {why}; use mask_zero=True, if id 0 is the padding"
