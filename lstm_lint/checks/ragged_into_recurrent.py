"""LL152: a ragged input that reaches a recurrent layer, which Keras 3 cannot index."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Known, Layer, Model, Script, Series, Step


@check("ragged-into-recurrent", needs="recurrent ragged=|fits")
def ragged_into_recurrent(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        yield from _data(model)
        for entry in model.entries:
            reader = _recurrent_reader(model, entry) if entry["ragged"] == Known(True) else None
            if reader is not None:
                effect = "which Keras 3 cannot index: `fit` raises; pad and mask it"
                message = f"a ragged input reaches `{reader.title}`, {effect}"
                yield model, entry, entry.problem(message, at="ragged", model=model)


def _data(model: Model) -> Iterator[tuple[Model, Layer, Problem]]:
    """A RaggedTensor as x of a model of one input."""
    first = next((layer for layer in model.layers if not model.before(layer)), None)
    if first is None or len(model.entries) > 1 or first["ragged"] == Known(True):
        return
    for fit in model.fits:
        made = _ragged(fit.x)
        reader = _recurrent_reader(model, first) if made is not None else None
        if made is not None and reader is not None and made.place is not None:
            effect = "which Keras 3 cannot index: `fit` raises; write .to_tensor() and mask"
            message = f"this ragged tensor reaches `{reader.title}`, {effect}"
            yield model, first, Problem(message, made.place.span, model=model.name, layer=reader.name)
            return


def _ragged(series: Series | None) -> Step | None:
    """The step that made it ragged, where nothing padded it afterwards."""
    if series is None or series.kind != "array":
        return None
    for step in reversed(series.steps):
        if step.kind == "stack" and step.what.startswith(("ragged.", "RaggedTensor.")):
            return step
        if step.kind not in ("select", "split", "cast", "shuffle"):
            return None
    return None


def _recurrent_reader(model: Model, entry: Layer) -> Layer | None:
    """The first recurrent layer that it reaches through layers that work on each step and leave it ragged."""
    passed: set[int] = set()
    waiting = [entry]
    while waiting:
        layer = waiting.pop()
        if id(layer) in passed:
            continue
        passed.add(id(layer))
        if layer.is_recurrent and layer.traits.reads == 3:
            return layer
        entering = layer.traits.family == "entry"
        if entering or layer.cls == "Embedding" or (layer.traits.time == "steps" and not layer.custom):
            waiting.extend(model.after(layer))
    return None
