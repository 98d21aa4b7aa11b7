"""LL308: an Embedding looks fractions up."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.fractional import origin, source_of_fractions
from lstm_lint.notions.padded import fed
from lstm_lint.script import Layer, Model, Script, Series

_MOVES = frozenset({"select", "split", "shuffle", "cast"})
_VECTORS = frozenset({"to_categorical", "one_hot"})


def _instead(model: Model, reader: Layer, series: Series) -> str:
    """Without it a layer that reads a sequence gets rows of numbers, where these have no axis for the features.

    Vectors that are given are those of ids.
    """
    if reader.given("weights") or reader.given("embeddings_initializer"):
        return "give it ids"
    reads = any(layer.traits.reads == 3 for layer in model.after(reader))
    three = series.shape is not None and len(series.shape) == 3
    return "write `Reshape((-1, 1))` in its place" if reads and not three else "remove the Embedding"


def _is_one_hot(series: Series) -> bool:
    """Whether it certainly holds a row of 0s and one 1 for each id of a sequence."""
    made = [step for step in series.steps if step.kind not in _MOVES]
    last = made[-1] if made else None
    whole = series.shape is None or len(series.shape) == 3
    return last is not None and last.kind == "one-hot" and last.what.rpartition(".")[2] in _VECTORS and whole


@check("float-into-embedding", needs="fits Embedding")
def float_into_embedding(script: Script) -> Iterator[Problem]:
    seen: set[object] = set()
    for model in script.models:
        for _, series, reader in fed(model):
            if reader.cls == "Embedding" and _is_one_hot(series) and reader.place.node not in seen:
                seen.add(reader.place.node)
                message = "`Embedding` looks up ids, but x is one-hot: it reads the 0s and 1s; pass the ids"
                yield reader.problem(message, model=model)
            step = source_of_fractions(series) if reader.cls == "Embedding" else None
            if step is not None and reader.place.node not in seen:
                seen.add(reader.place.node)
                yield reader.problem(
                    f"`Embedding` looks up integers, but x is {origin(step)} and cut to integers; "
                    + _instead(model, reader, series),
                    model=model,
                )
