"""LL671: a loss that hangs on the model through an operation without a gradient alone."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Known, Layer, Model, Script


@check("gradient-cut-off", needs="recurrent")
def gradient_cut_off(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from each_place_once(
            Problem(
                f"{cut.what} cuts the loss off from the weights: every gradient is {_value(cut.what)}; "
                "use functions with a gradient",
                cut.place.span,
            )
            for cut in script.cuts
        )
        yield from each_place_once(_in_models(script))
        yield from refusals(script, of_kind("prediction-unused", _unused))
        yield from refusals(script, of_kind("gradient-outside", _outside))


def _unused(loss: str, prediction: str) -> str:
    return f"`{loss}` never uses `{prediction}`, the prediction: no weight has a gradient, `fit` raises; compare both"


def _outside(loss: str) -> str:
    loss = f"`{loss}`" if loss.isidentifier() and len(loss) < 24 else "the loss"
    message = f"{loss} holds nothing that the model did below the tape: every gradient is None"
    return f"{message}; call it inside the `with`"


def _value(what: str) -> str:
    return "0" if what == "`sign`" else "None"


def _in_models(script: Script) -> Iterator[Problem]:
    """Layers of a model that is trained whose output reaches no loss but through such an operation."""
    for model in script.models:
        learns = any(compiled.given("loss") for compiled in model.in_force)
        if not model.complete or not learns or not any(layer.cut for layer in model.layers):
            continue
        trained = _reached(model)
        for layer in model.layers:
            if layer.cut is None:
                continue
            lost = [one for one in model.upstream(layer) if _is_trained(one) and id(one) not in trained]
            if lost:
                named = [f"`{one.title}`" for one in lost[:2]]
                names = " and ".join(named) if len(lost) < 3 else f"{', '.join(named)} and others"
                message = f"{layer.cut.what} has no gradient: {names} before it are not trained; leave it out in fit"
                yield Problem(message, layer.cut.place.span, model=model.name, layer=layer.name)


def _reached(model: Model) -> set[int]:
    """The layers that a gradient from some output reaches."""
    found: set[int] = set()
    waiting = list(model.heads)
    while waiting:
        layer = waiting.pop()
        if id(layer) not in found and layer.cut is None:
            found.add(id(layer))
            waiting.extend(model.before(layer))
    return found


def _is_trained(layer: Layer) -> bool:
    return bool(layer.traits.weights) and layer["trainable"] != Known(False)
