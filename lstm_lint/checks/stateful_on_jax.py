"""LL133: stateful=True on the JAX backend, whose trainer carries no state."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Known, Layer, Model, Script


@check("stateful-on-jax", needs="recurrent.stateful= backend")
def stateful_on_jax(script: Script) -> Iterator[Problem]:
    if script.backend == "jax":
        yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model in script.models:
        calls = [*model.fits, *model.predictions]
        for layer in model.recurrent if calls else ():
            if layer["stateful"] == Known(True):
                message = f"`stateful=True` carries nothing in `{calls[0].method}` on the JAX backend; "
                message += "use tensorflow or torch, or return_state=True"
                yield model, layer, layer.problem(message, at="stateful", model=model)
