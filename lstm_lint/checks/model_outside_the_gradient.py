"""LL516: a model that a GradientTape calls and whose weights nobody asks the gradients of."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script


@check("model-outside-the-gradient", needs="recurrent left_out")
def model_outside_the_gradient(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    if not any(model.recurrent for model in script.models):
        return
    for model in script.models:
        place = model.left_out
        learns = any(layer.traits.weights for layer in model.layers) and not model.when
        if place is not None and learns:
            name = f"`{model.name}`" if model.name != "model" else "this model"
            message = f"the tape calls {name}, but takes no gradient of its weights: it is never trained; "
            yield Problem(message + "add its trainable_variables", place.span, model=model.name)
