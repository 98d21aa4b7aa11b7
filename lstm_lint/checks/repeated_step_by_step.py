"""LL184: a vector is repeated for several steps, and no layer after it tells the steps apart."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script


@check("repeated-step-by-step", needs="recurrent RepeatVector")
def repeated_step_by_step(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        for layer in model.layers if model.complete and model.recurrent else ():
            count = layer.number("n") if layer.cls == "RepeatVector" and not layer.custom else None
            if count is not None and count > 1 and _stays_alike(model, layer):
                message = (
                    f"no recurrent layer reads the {count:g} steps of `RepeatVector`: all of the output are the same; "
                    "put an LSTM after it"
                )
                yield model, layer, layer.problem(message, model=model)


def _stays_alike(model: Model, layer: Layer) -> bool:
    """Whether layers that work step by step carry the repeated vector to the output, and nothing else."""
    while layer not in model.heads:
        after = model.after(layer)
        if len(after) != 1:
            return False
        layer = after[0]
        one_by_one = layer.wrapped_by("TimeDistributed") or layer.traits.time == "steps"
        if layer.custom or layer.is_recurrent or not one_by_one or len(model.before(layer)) != 1:
            return False
    return len(layer.output_shape or ()) == 3 and not model.after(layer)
