"""Sweeps: one model made with several values, whose scores are compared. One end of it is tried, not chosen.

What a rule about learning says of one value is no finding where the same program tries another that it has nothing
against. What holds for all values is said as always, and what Keras refuses is wrong for every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from lstm_lint.findings import Problem, Span
from lstm_lint.ir.facts import once
from lstm_lint.notions.activations import activation_of
from lstm_lint.notions.lineage import same_array
from lstm_lint.notions.training import is_only_loaded
from lstm_lint.script import Layer, Model, Script

Owner = TypeVar("Owner", Model, "Model | None")
Where = TypeVar("Where")
_MOST = 100  # models of one sweep that are looked at, as rules look at so many readings of one call


def chosen(
    script: Script, found: Iterable[tuple[Owner, Where, Problem]]
) -> Iterator[tuple[Owner, Where, Problem]]:
    """The problems of models, without those of one end of a sweep; others pass."""
    held = [one for one in found if one[0] is None or not one[0].one_of_many]
    blamed: dict[tuple[object, Span], set[int]] = {}
    for model, _, problem in held:
        if model is not None and model.trial:
            blamed.setdefault((model.place.node, problem.span), set()).add(id(model))
    for model, where, problem in held:
        others = _tried(script).get(model.place.node, []) if model is not None and model.trial else []
        if model is None or not any(
            id(other) not in blamed[model.place.node, problem.span] for other in others
        ):
            yield model, where, problem


@once
def _tried(script: Script) -> dict[object, list[Model]]:
    """The models that are tried with several values and compared, by the call that makes them."""
    found: dict[object, list[Model]] = {}
    for model in script.models:
        if model.trial and model.recurrent:
            found.setdefault(model.place.node, []).append(model)
    found = {node: models[:_MOST] for node, models in found.items()}
    return {node: models for node, models in found.items() if len(models) > 1 and _are_compared(models)}


def _are_compared(models: list[Model]) -> bool:
    """Whether they are scored, each by its training or afterwards."""
    fits = [fit for model in models for fit in model.fits]
    asked = [call for model in models for call in model.predictions]
    scored = any(model.evaluated for model in models) or any(call.method == "evaluate" for call in asked)
    return scored or any(fit.validation is not False for fit in fits)


def is_no_choice(script: Script, model: Model, layer: Layer) -> bool:
    """Whether the activation of a layer is given or tried: the model is only loaded, or is compared."""
    return is_only_loaded(model) or has_twin(script, model, layer)


def has_twin(script: Script, model: Model, layer: Layer) -> bool:
    """Whether the same model with tanh in this layer is trained on the same rows: the program compares activations."""
    at = next((index for index, one in enumerate(model.layers) if one is layer), None)
    if at is None or not model.fits:
        return False
    alike = _trained_with_tanh(script).get((layer_classes(model), at), ())
    return any(_is_twin(model, other) for other in alike if other is not model)


@once
def _trained_with_tanh(script: Script) -> dict[tuple[tuple[str, ...], int], list[Model]]:
    """The models that are trained, by the classes of their layers and by the number of a layer that has tanh.

    A sweep may have hundreds of models, of which none is another one's twin.
    """
    found: dict[tuple[tuple[str, ...], int], list[Model]] = {}
    for model in script.models:
        classes = layer_classes(model)
        for at, layer in enumerate(model.layers if model.fits else ()):
            if activation_of(layer.cell or layer) == "tanh":
                found.setdefault((classes, at), []).append(model)
    return found


def layer_classes(model: Model) -> tuple[str, ...]:
    return tuple(layer.cls for layer in model.layers)


def _is_twin(model: Model, other: Model) -> bool:
    pairs = zip(model.layers, other.layers)
    alike = all(one.known("units") == two.known("units") for one, two in pairs)
    return alike and same_array(model.fits[0], other.fits[0])
