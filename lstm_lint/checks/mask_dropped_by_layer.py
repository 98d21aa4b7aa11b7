"""LL302: a layer that loses the mask before a layer that would use it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.notions.masks import Masks, is_sequence, keeps_mask, loses_mask, scores_steps, users
from lstm_lint.notions.padded import fed, padded_in_front, padding_is_seen, padding_of, side_of
from lstm_lint.notions.paths import each_place_once, on_their_paths
from lstm_lint.script import Layer, Model, Script

_VIEWS = ("reshaping", "code")  # whether the time axis is still one, they do not say


@check("mask-dropped-by-layer", needs="recurrent masks")
def mask_dropped_by_layer(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_their_paths(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    """For each mask of a model the gravest loss of it."""
    for model in script.models:
        if not model.recurrent:
            continue
        masks = Masks(model)
        padded = padding_is_seen(script, model)
        problems = [found for layer in model.layers if (found := _problem(masks, layer, padded)) is not None]
        problems.sort(key=lambda found: -found[1].severity.rank if found[1].severity else 0)
        told: set[int] = set()
        for source, problem, layer in problems:
            if id(source) not in told:
                told.add(id(source))
                yield model, layer, problem


def _problem(masks: Masks, layer: Layer, padded: bool) -> tuple[Layer, Problem, Layer] | None:
    model = masks.model
    if layer.cls == "Operation" or not loses_mask(layer):
        return None
    source = masks.source(layer)
    if source is None or masks.into(layer) != [True]:
        return None
    lost = f"`{layer.title}` loses the mask of `{source.title}`"
    pooled = layer.traits.time == "gone"
    user = next(users(model, layer), None) if not pooled else None
    resampled = user is not None and _resamples(model, layer, user)
    if user is not None:
        remedy = "give it a `mask=` of fewer steps" if resampled else _instead(model, layer, user)
        message = f"{lost}: `{user.title}` reads padding as data; {remedy}"
    elif is_sequence(layer) and scores_steps(model, layer):
        message = f"{lost}: the loss counts padded steps; give those a sample_weight of 0"
    elif pooled:
        if layer.cls != "Flatten" and _repeats_its_last_output(model, layer):
            return None
        message = f"{lost}: padding counts like data; GlobalAveragePooling1D uses the mask"
        return source, layer.problem(message, severity=Severity.ADVICE, model=model), layer
    else:
        return None
    harmless = layer.traits.family in _VIEWS or resampled or padded_in_front(model) or not padded
    severity = Severity.ADVICE if harmless else Severity.WARNING
    cause = f"{layer.title}; {message.rpartition('; ')[2]}"  # whoever reads on
    return source, replace(layer.problem(message, severity=severity, model=model), cause=cause), layer


def _resamples(model: Model, layer: Layer, user: Layer) -> bool:
    """Whether pooling, here or on the way to the layer that would use the mask, leaves fewer steps than it has."""
    way = {id(found) for found in model.upstream(user)} & {id(found) for found in model.downstream(layer)}
    between = [layer, *(found for found in model.layers if id(found) in way)]
    return any(found.traits.family == "pooling" for found in between)


def _instead(model: Model, layer: Layer, user: Layer) -> str:
    """Padding in front does little harm to a layer that reads forward; a layer of one's own can say that it hands on
    the mask; what changes the steps cannot, so that the mask has to go around it."""
    if layer.custom:
        return f"set `supports_masking` in `{layer.cls}` if it keeps the steps"
    if layer.cls == "Lambda":
        return "give the `Lambda` a `mask=`"
    if _ends_forward(model, user):
        return "write padding='pre' where it is padded"
    argument = "attention_mask" if "query" in user.traits.inputs else "mask"
    return (
        f"call it with `{argument}=`"
        if model.kind != "sequential"
        else f"a functional model can pass `{argument}=`"
    )


def _ends_forward(model: Model, layer: Layer) -> bool:
    """Whether it and the recurrent layers after it read forward, and only the output of the last step is used."""
    while layer.is_recurrent and not layer.wrapped_by("Bidirectional"):
        if layer.returns_sequences is False:
            return True
        after = model.after(layer)
        while len(after) == 1 and keeps_mask(after[0]):
            after = model.after(after[0])
        if len(after) != 1:
            return False
        layer = after[0]
    return False


def _repeats_its_last_output(model: Model, pooling: Layer) -> bool:
    """Whether a recurrent layer stands in front that puts out its last real step again for each padded one behind it.

    The largest of them is then the same with and without padding. A layer that reads backwards meets the padding
    first and puts out zeros there.
    """
    sources = [layer for layer in model.upstream(pooling) if layer.is_recurrent]
    padded = [padding_of(series) for _, series, _ in fed(model)]
    return (
        bool(sources)
        and not sources[0].wrapped_by("Bidirectional")
        and sources[0].known("go_backwards") is False
        and bool(padded)
        and all(step is not None and side_of(step) == "post" for step in padded)
    )
