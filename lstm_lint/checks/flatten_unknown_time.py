"""LL108: a flattened sequence of free length reaches a layer that needs a fixed size."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.input_shapes import shown
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Layer, Model, Script


@check("flatten-unknown-time", needs="family:reshaping")
def flatten_unknown_time(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers:
            given, flat = layer.input_shape, layer.output_shape
            if layer.traits.family != "reshaping" or layer.wrappers or given is None or flat is None:
                continue
            if len(flat) != 2 or flat[1] is not None or None not in given[1:] or "?" in given[1:]:
                continue
            reader = next(_readers(model, layer), None)
            if reader is not None:
                yield (
                    model,
                    layer,
                    layer.problem(
                        f"`{layer.cls}` of {shown(given)} has no fixed size, which `{reader.cls}` needs; "
                        f"fix the length or pool over time",
                        model=model,
                    ),
                )


def _readers(model: Model, layer: Layer) -> Iterator[Layer]:
    passed: set[int] = set()
    waiting = [*reversed(model.after(layer))]
    while waiting:
        follower = waiting.pop()
        if id(follower) in passed:
            continue
        passed.add(id(follower))
        row = follower.traits
        if row.weights == "features" and not isinstance(row.reads, int) and not follower.wrappers:
            yield follower
        elif row.shape == "same" and row.weights is False:
            waiting.extend(reversed(model.after(follower)))
