"""LL718: the program trains one model, and asks another one, built anew, that nothing has trained."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Fit, Layer, Model, Script

_LONGEST_NAME = 20


@check(
    "untrained-model-predicts", needs="recurrent|slips:rebuilt fits|slips:rebuilt predictions|slips:rebuilt"
)
def untrained_model_predicts(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))
    yield from slips_of(script, "rebuilt", _of_layers_alone)


def _found(script: Script) -> Iterator[Problem]:
    if (
        script.adapts
        or not all(_is_read(model) for model in script.models)
        or script.in_graphs
        or script.restarted
    ):
        return
    known = {key for model in script.models if _has_learned(model) for key in map(_key, model.layers)}
    trained = [fit for model in script.models if model.recurrent for fit in model.fits]
    if not trained or any(model.untrained_calls or model.left_out for model in script.models):
        return
    for model in script.models:
        asked = [call for call in model.predictions if not call.aside]
        new = [layer for layer in model.layers if layer.traits.weights and _key(layer) not in known]
        if not model.recurrent or not asked or not new or _has_learned(model):
            continue
        shared = len(new) < sum(1 for layer in model.layers if layer.traits.weights)
        names = {other.name for other in script.models if other.fits}
        if shared or any(_is_alike(model, other) for other in script.models if other.fits):
            yield _problem(model, new[0], asked[0], trained[-1], names)


def _of_layers_alone(name: str, how: str) -> str:
    shown = name if len(name) < _LONGEST_NAME else "the model"
    message = f"`{shown}` was never trained: `{how}` makes its layers with random weights"
    return f"{message}; call set_weights or load_weights"


def _problem(model: Model, new: Layer, call: Fit, fit: Fit, trained: set[str]) -> Problem:
    name = f"`{model.name}`" if len(model.name) < 24 and model.name not in trained else "this model"
    message = f"{name} was never trained: its `{new.title}` is new and has random weights; "
    message += "use the model or the layers that `fit` trained"
    related = (model.place.see("the model is made here"), fit.place.see("another model is trained here"))
    return Problem(message, call.place.span, model=model.name, related=related)


def _is_read(model: Model) -> bool:
    return model.complete and model.kind != "subclassed"


def _has_learned(model: Model) -> bool:
    """Whether something trained it, filled it, or may have."""
    return bool(model.fits) or model.weights_loaded or model.asked


def _key(layer: Layer) -> tuple[int, str]:
    return id(layer.place.node), layer.name


def _is_alike(model: Model, other: Model) -> bool:
    """Whether another model has the same layers."""
    return [layer.title for layer in model.layers] == [layer.title for layer in other.layers]
