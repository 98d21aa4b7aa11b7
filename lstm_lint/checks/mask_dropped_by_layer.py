"""LL302: a layer that loses the mask before a layer that would use it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.masks import LOSING_SEQUENCES, POOLED_TIME, Masks, loses_mask, scores_steps, users
from lstm_lint.padded import fed, padding_of
from lstm_lint.script import Layer, Model, Script

_VIEWS = frozenset({"Reshape", "Permute", "RepeatVector", "Lambda"})  # whether the time axis is still one, they do not say


@check("mask-dropped-by-layer")
def mask_dropped_by_layer(script: Script) -> Iterator[Problem]:
    seen: set[int] = set()
    for model in script.models:
        if not model.recurrent:
            continue
        problems = [found for layer in model.layers if (found := _problem(model, layer)) is not None]
        problems.sort(key=lambda found: -found[1].severity.rank if found[1].severity else 0)
        for source, problem, layer in problems:
            if id(source.place.node) not in seen and id(layer.place.node) not in seen:
                seen.update((id(source.place.node), id(layer.place.node)))
                yield problem


def _problem(model: Model, layer: Layer) -> tuple[Layer, Problem, Layer] | None:
    masks = Masks(model)
    if layer.cls in ("Operation", "Embedding", "Masking") or layer.is_recurrent or not loses_mask(layer):
        return None
    source = masks.source(layer)
    if source is None or masks.into(layer) != [True]:
        return None
    lost = f"`{layer.title}` loses the mask of `{source.title}`"
    user = next(users(model, layer), None) if layer.cls not in POOLED_TIME else None
    if user is not None:
        message = f"{lost}: `{user.title}` reads the padding as data; move {layer.cls} behind it or drop the mask"
    elif layer.cls in LOSING_SEQUENCES and scores_steps(model, layer):
        message = f"{lost}: the loss counts padded steps as data; put it in front of the mask or drop the mask"
    elif layer.cls in POOLED_TIME:
        message = f"{lost}: padded steps count like real ones; GlobalAveragePooling1D uses the mask"
        return source, layer.problem(message, severity=Severity.ADVICE, model=model), layer
    else:
        return None
    severity = Severity.ADVICE if layer.cls in _VIEWS or _padded_in_front(model) else Severity.WARNING
    return source, layer.problem(message, severity=severity, model=model), layer


def _padded_in_front(model: Model) -> bool:
    """Whether all sequences are known to be padded in front, which does no harm without a mask."""
    steps = [padding_of(series) for _, series, _ in fed(model)]
    return bool(steps) and all(step is not None and step.detail.get("padding") == "pre" for step in steps)
