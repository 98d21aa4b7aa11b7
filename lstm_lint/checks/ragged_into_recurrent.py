"""LL152: a ragged input that reaches a recurrent layer, which Keras 3 cannot index."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Known, Layer, Model, Script


@check("ragged-into-recurrent")
def ragged_into_recurrent(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for entry in model.entries:
            reader = _recurrent_reader(model, entry) if entry["ragged"] == Known(True) else None
            if reader is not None:
                effect = "which Keras 3 cannot index: `fit` raises; pad and mask it"
                message = f"a ragged input reaches `{reader.title}`, {effect}"
                yield model, entry, entry.problem(message, at="ragged", model=model)


def _recurrent_reader(model: Model, entry: Layer) -> Layer | None:
    """The first recurrent layer that it reaches through layers that work on each step and leave it ragged."""
    passed: set[int] = set()
    waiting = [*model.after(entry)]
    while waiting:
        layer = waiting.pop()
        if id(layer) in passed:
            continue
        passed.add(id(layer))
        if layer.is_recurrent and layer.traits.reads == 3:
            return layer
        if layer.cls == "Embedding" or (layer.traits.time == "steps" and not layer.custom):
            waiting.extend(model.after(layer))
    return None
