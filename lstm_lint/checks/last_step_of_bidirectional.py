"""LL132: the last step of a Bidirectional sequence, of which the backward half has read nothing but that step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.masks import Masks
from lstm_lint.notions.operations import axis_of, function_of
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script

_LAST = frozenset({":, -1", ":, -1, :", ":, -1, ...", ":, -1:", ":, -1:, :"})

_LAMBDA = re.compile(r"lambda (\w+)\s*:\s*\1\[(.*)\]")


@check("last-step-of-bidirectional", needs="Bidirectional Lambda|Operation")
def last_step_of_bidirectional(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers:
            source = _sequence(model, layer) if _takes_last(layer) else None
            if source is None:
                continue
            message = "the last step of a Bidirectional sequence holds one step read backwards"
            if True in Masks(model).into(source):
                message += ", and 0 where rows are padded at the end"
            reader = source.title
            remedy = f"use the output of `{reader}` with return_sequences=False"
            yield model, layer, layer.problem(f"{message}; {remedy}", model=model)


def _takes_last(layer: Layer) -> bool:
    """`h[:, -1]`, `h[:, -1, :]`, `ops.take(h, -1, axis=1)`."""
    if layer.cls == "Lambda":
        place = layer.argument("function").place
        written = _LAMBDA.fullmatch(place.text) if place is not None else None
        return written is not None and written[2] in _LAST
    function = function_of(layer)
    if function == "[]":
        return layer.known("key") in _LAST
    return function in ("take", "gather") and layer.number("1") == -1 and axis_of(layer) == 1


def _sequence(model: Model, layer: Layer) -> Layer | None:
    """The Bidirectional layer whose sequence goes into the slice, step by step, and into nothing else."""
    while True:
        before = model.before(layer)
        if len(before) != 1 or any(
            not _takes_last(other) for other in model.after(before[0]) if other is not layer
        ):
            return None
        layer = before[0]
        if layer.wrapped_by("Bidirectional"):
            known = layer.is_recurrent and layer.returns_sequences is True and layer.timesteps != 1
            return layer if known and layer not in model.heads and len(layer.wrappers) == 1 else None
        if (
            layer.traits.time != "steps"
            or layer.wrappers
            or layer in model.heads
            or layer.traits.family == "entry"
        ):
            return None
