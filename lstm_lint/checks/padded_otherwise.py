"""LL773: sequences that are padded at one end for training and at the other for predictions, without a mask."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.lineage import inputs
from lstm_lint.notions.masks import makes_mask
from lstm_lint.notions.padded import padding_call, padding_of, side_of
from lstm_lint.notions.paths import each_place_once, on_every_path
from lstm_lint.script import Fit, Layer, Model, Script, Step


@check("padded-otherwise", needs="fits predictions")
def padded_otherwise(script: Script) -> Iterator[Problem]:
    yield from each_place_once(on_every_path(script, _found(script)))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        reader = _reads_padding(model) if model.fits else None
        if reader is None:
            continue
        for call in model.predictions:
            for at, series in enumerate(inputs(call)):
                step = padding_of(series) if series is not None else None
                sides = {_side(fit, at) for fit in model.fits}
                side = sides.pop() if len(sides) == 1 else None
                if step is None or side is None or side_of(step) in (None, side) or step.place is None:
                    continue
                written = side_of(step)
                message = (
                    f"`padding='{written}'` where `fit` got '{side}', and no mask: `{reader.title}` ends on "
                    f"{'zeros' if written == 'post' else 'words'} as never in training; write '{side}'"
                )
                yield model, call, _problem(script, model, step, side, message)


def _problem(script: Script, model: Model, step: Step, side: str, message: str) -> Problem:
    padding = padding_call(script, step)
    assert step.place is not None
    if padding is None:
        return Problem(message, step.place.span, model=model.name)
    fix = padding.set_argument("padding", f'"{side}"', applicability="unsafe")
    return Problem(message, padding.span("padding"), fix=fix, model=model.name)


def _side(fit: Fit, at: int) -> str | None:
    """At which end an input of `fit` is padded."""
    arrays = inputs(fit)
    series = arrays[at] if at < len(arrays) else None
    step = padding_of(series) if series is not None else None
    return side_of(step) if step is not None else None


def _reads_padding(model: Model) -> Layer | None:
    """The recurrent layer whose last step is the result; None where a mask or a second direction may help."""
    if any(makes_mask(layer) is not False for layer in model.layers) or not model.complete:
        return None
    if any(layer.is_wrapped or layer.traits.family == "pooling" for layer in model.layers):
        return None
    return next((layer for layer in model.recurrent if layer.returns_sequences is False), None)
