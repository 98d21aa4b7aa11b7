"""LL181: the first step is taken of a sequence that was read forwards: it has seen one step of the input."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.operations import axis_of, function_of
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script

_FIRST = frozenset({":, 0", ":, 0, :", ":, 0, ...", ":, 0:1", ":, 0:1, :", ":, :1", ":, :1, :"})

_LAMBDA = re.compile(r"lambda (\w+)\s*:\s*\1\[(.*)\]")


@check("first-step-of-forward", needs="Lambda|Operation")
def first_step_of_forward(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers:
            reader = _reader(model, layer) if _takes_first(layer) else None
            if reader is not None:
                message = (
                    f"the first step of `{reader.title}` has read one step of the sequence; "
                    "take the last, or return_sequences=False"
                )
                yield model, layer, layer.problem(message, model=model)


def _takes_first(layer: Layer) -> bool:
    """`h[:, 0]`, `h[:, 0, :]`, `ops.take(h, 0, axis=1)`."""
    if layer.cls == "Lambda":
        place = layer.argument("function").place
        written = _LAMBDA.fullmatch(place.text) if place is not None else None
        return written is not None and written[2] in _FIRST
    function = function_of(layer)
    if function == "[]":
        return layer.known("key") in _FIRST
    return function in ("take", "gather") and layer.number("1") == 0 and axis_of(layer) == 1


def _reader(model: Model, layer: Layer) -> Layer | None:
    """The forward layer whose sequence goes into the slice and nothing else, where nothing below it mixes steps."""
    before = model.before(layer)
    while len(before) == 1 and len(model.after(before[0])) == 1 and before[0] not in model.heads:
        layer = before[0]
        if layer.is_recurrent:
            alone = layer.timesteps != 1 and all(map(_is_stepwise, (layer, *model.upstream(layer))))
            return layer if alone and layer.returns_sequences is True else None
        if not _is_stepwise(layer) or layer.traits.family == "entry":
            return None
        before = model.before(layer)
    return None


def _is_stepwise(layer: Layer) -> bool:
    """Whether each of its steps is made of the same step of its input, or of none after it.

    A layer that starts from a state has read whatever that was made of: an encoder's is the whole past.
    """
    if layer.is_recurrent:
        return not layer.is_wrapped and not layer.initial_state and layer["go_backwards"] == Known(False)
    known = not layer.custom and not layer.is_wrapped
    return known and (layer.traits.time == "steps" or layer.traits.family in ("entry", "embedding"))
