"""LL182: a layer is applied inside a model, and what it gives reaches none of the outputs."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script


@check("layer-reaches-no-output", needs="recurrent fits off")
def layer_reaches_no_output(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    models = [model for model in script.models if model.kind != "standalone"]
    whole = all(model.complete for model in models) and any(model.fits for model in models)
    if not whole or not any(model.recurrent for model in models):
        return
    for graph in script.models:
        for last in graph.off:
            message = (
                f"what `{last.title}` gives reaches no output: the model is trained without it; "
                "hand it on, or delete it"
            )
            if not any(layer.custom for layer in graph.layers):
                yield graph, last, last.problem(message, model=graph)
