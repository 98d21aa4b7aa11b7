"""The sequences that a model is trained on: which layer reads them first, and on which side they are padded."""

from __future__ import annotations

import math
from collections.abc import Iterator

from lstm_lint.ir.facts import once
from lstm_lint.script import Fit, Layer, Model, Pad, Padding, Script, Selected, Series, Step, Window

# Steps after padding that leave each sequence as it is.
_KEEPS_ORDER = frozenset(
    {"select", "split", "shuffle", "cast", "reshape", "stack", "clean", "scale", "arithmetic", "one-hot"}
)
_KEEPS_VALUES = frozenset({"select", "split", "shuffle", "cast", "reshape"})  # and the numbers in them
_SAYS_PADDED = ("text", "masking")  # texts are padded to one length; a layer names the value that pads


@once
def fed(model: Model) -> tuple[tuple[Fit, Series, Layer], ...]:
    """Each array that a `fit` feeds into the model with each layer that reads it first."""
    return tuple(_fed(model))


def _fed(model: Model) -> Iterator[tuple[Fit, Series, Layer]]:
    sources = _sources(model)
    for fit in model.fits:
        if len(sources) != len(fit.inputs):
            continue
        for series, source in zip(fit.inputs, sources):
            if series is not None:
                for reader in model.after(source) if source.traits.family == "entry" else (source,):
                    yield fit, series, reader


def given_to(model: Model, reader: Layer) -> Iterator[Series]:
    """What training, validation, evaluation and prediction give to the input that a layer reads, where it was read."""
    sources = _sources(model)
    for call in (*model.fits, *model.predictions):
        if len(sources) == 1 and call.validation_x is not None:
            yield call.validation_x
        for series, source in zip(call.inputs, sources) if len(sources) == len(call.inputs) else ():
            if series is not None and (source is reader or reader in model.after(source)):
                yield series


@once
def _sources(model: Model) -> tuple[Layer, ...]:
    """One layer for each input, in the order of the inputs."""
    if len(model.entries) > 1:
        return model.entries
    return tuple(layer for layer in model.layers if not model.before(layer))


def padding_of(series: Series) -> Step | None:
    """The step that padded these sequences; None without one, where several differ, or a later one may turn it."""
    steps = [step for step in series.steps if step.kind == "pad"]
    if not steps or len({side_of(step) for step in steps}) > 1:
        return None
    after = series.steps[series.steps.index(steps[-1]) + 1 :]
    if any(step.kind not in _KEEPS_ORDER or _turns(step) for step in after):
        return None
    return steps[-1]


def padded_with(series: Series) -> tuple[Step, float] | None:
    """The step that pads sequences and its number, where that is still there in the end; None where it is not known."""
    at = next((at for at in range(len(series.steps) - 1, -1, -1) if series.steps[at].kind == "pad"), None)
    if at is None or not all(map(_keeps_values, series.steps[at + 1 :])):
        return None
    step = series.steps[at]
    if any(one.kind in ("window", "pad") and one.what != "loop" for one in series.steps[:at]):
        return None  # windows have one length; padding of another kind may be the one that a mask is for
    if not isinstance(step.detail, Pad) or step.detail.value is None or not math.isfinite(step.detail.value):
        return None
    whole = step.detail.dtype is not None and "float" not in step.detail.dtype
    return None if whole and not float(step.detail.value).is_integer() else (step, step.detail.value)


def _keeps_values(step: Step) -> bool:
    return step.kind in _KEEPS_VALUES and step.what != "assignment"


def side_of(step: Step) -> str | None:
    """On which side a step pads, "pre" or "post"; None where that is not known."""
    return step.detail.padding if isinstance(step.detail, Pad) else None


def _turns(step: Step) -> bool:
    """Whether a step may put the end first: `x[:, ::-1]`, `np.flip(x)`."""
    strided = isinstance(step.detail, (Selected, Window)) and step.detail.strided
    return strided or step.what in ("flip", "fliplr", "flipud", "T", "transpose")


def padding_call(script: Script, step: Step) -> Padding | None:
    """The `pad_sequences` call behind a step."""
    return _calls(script).get(id(step.place.node)) if step.place is not None else None


@once
def _all_sides(script: Script) -> set[object]:
    return {call.known("padding") for call in script.paddings}


@once
def _calls(script: Script) -> dict[int, Padding]:
    return {id(call.place.node): call for call in script.paddings}


@once
def padded_in_front(model: Model) -> bool:
    """Whether all sequences are known to be padded in front, which does no harm without a mask."""
    steps = [padding_of(series) for _, series, _ in fed(model)]
    return bool(steps) and all(step is not None and side_of(step) == "pre" for step in steps)


def padding_is_seen(script: Script, model: Model) -> bool:
    """Whether the program pads sequences anywhere, or a `Masking` says with what; else all may have the same length.

    Of a model that nothing is fed to here the mask itself tells that there is padding.
    """
    given = [series for _, series, _ in fed(model)]
    return (
        bool(script.paddings)
        or any(layer.traits.family in _SAYS_PADDED for layer in model.layers)
        or any(series.step("pad") is not None for series in given)
        or not (given or model.fits)
    )


def padded_side(script: Script, model: Model, maker: Layer) -> str | None:
    """Where the sequences that reach a layer are padded, "pre" or "post"; None where that is not known, or differs.

    Where what a `fit` feeds is not traced, a generator say, the `pad_sequences` calls of the program tell it.
    """
    way = (maker, *model.upstream(maker))
    if any(layer.cls == "TextVectorization" for layer in way):
        return "post"
    sides: set[object] = set()
    given: list[Series | None] = [series for _, series, reader in fed(model) if reader in way]
    for series in given or [None]:
        step = padding_of(series) if series is not None else None
        if step is not None:
            sides.add(side_of(step))
        elif series is None or not (series.certain or series.step("pad")):
            sides |= _all_sides(script) or {None}
        else:
            return None
    side = sides.pop() if len(sides) == 1 else None
    return side if isinstance(side, str) else None
