"""LL112: a stateful model gets batches of another size than it is built for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lstm_lint.checks import check, plants
from lstm_lint.findings import Problem
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.paths import on_every_path
from lstm_lint.notions.statefulness import arrays, rows, stateful_layer, static_batch_size
from lstm_lint.notions.training import held_out
from lstm_lint.script import Fit, Known, Model, Script

if TYPE_CHECKING:
    from lstm_lint.smoke.locate import Blamed
    from lstm_lint.smoke.specification import Specification

_LOOKED_AT = 20  # trainings of one model
_CALLS = frozenset({"fit", "evaluate", "predict"})


@check("stateful-batch-mismatch", needs="recurrent.stateful= fits|predictions")
def stateful_batch_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        layer = stateful_layer(model)
        built_for = static_batch_size(layer) if layer is not None else None
        if built_for is None or built_for < 1:
            continue
        for call in (*model.fits, *model.predictions):
            if call.method == "train_on_batch" and (message := _one_batch(call, built_for)) is not None:
                yield model, call, Problem(message, call.span(), model=model.name)
            size = _batch_size(call, script.target)
            if call.method in _CALLS and arrays(call) and size is not None and size >= 1:
                message = _mismatch(call, size, built_for, _is_trained_on(model, call))
                if message is not None:
                    count = rows(call.x, built_for)
                    fix = None
                    whole = (
                        call.method == "predict" and size < built_for and (count is None or count % built_for)
                    )
                    if size != built_for and (count is None or count >= built_for) and not whole:
                        fix = call.set_argument("batch_size", str(built_for), applicability="unsafe")
                    at = (
                        "validation_split"
                        if size == built_for and _is_split_badly(call, size)
                        else "batch_size"
                    )
                    yield model, call, Problem(message, call.span(at), fix=fix, model=model.name)


def _is_split_badly(call: Fit, size: int) -> bool:
    """Whether all rows are whole batches, and those of one part are not."""
    count = rows(call.x)
    return bool(call.number("validation_split")) and count is not None and count % size == 0


def _one_batch(call: Fit, built_for: int) -> str | None:
    count = rows(call.x, built_for)
    if count is None or count == built_for or not arrays(call):
        return None
    return f"a batch of {count}, but the stateful model takes {built_for} at a time; pass {built_for} rows"


def _batch_size(call: Fit, target: KerasTarget) -> int | None:
    """The batch size of a call. Before Keras 2.4 the default could come from the model itself."""
    for name in ("steps_per_epoch", "steps", "validation_steps"):
        if call.given(name) and call[name] != Known(None):
            return None
    size = call["batch_size"]
    if size == Known(None) or not call.given("batch_size"):
        return 32 if call.complete and target.at_least(2, 4) else None
    return int(size.value) if isinstance(size, Known) and isinstance(size.value, int) else None


def _is_trained_on(model: Model, call: Fit) -> bool:
    """Whether it gets the array of `fit`: more than one batch, as whoever cuts it to whole batches has."""
    x = call.x
    return x is not None and any(
        fit.x is not None and fit.x.steps and (fit.x.steps, fit.x.shape) == (x.steps, x.shape)
        for fit in model.fits[:_LOOKED_AT]
    )


def _mismatch(call: Fit, size: int, built_for: int, trained_on: bool) -> str | None:
    count, held = rows(call.x, min(size, built_for)), 0
    share = call.number("validation_split")
    if call.given("validation_split") and share is None:
        count = None
    elif count is not None and share:
        part = held_out(count, share)
        count, held = (count - part, part) if part is not None else (None, 0)
    if size != built_for:
        # `predict` on exactly one batch of the right size is possible with any larger batch_size.
        certain = size < built_for or call.method == "fit" or trained_on
        if count == built_for or (count is None and not certain):
            return None
        if count is not None and count < size:
            samples = "1 sample" if count == 1 else f"{count} samples"
            return f"{samples} in one batch, but the stateful model is built for batches of {built_for}"
        stated = f"batch_size={size}" if call.given("batch_size") else "the default batch_size=32"
        if size < built_for and call.method == "predict" and (count is None or count % built_for):
            instead = f"give its weights to a model built for {size}"
            return f"{stated}, but the stateful model is built for batches of {built_for}; {instead}"
        return f"{stated}, but the stateful model is built for batches of {built_for}; write batch_size={built_for}"
    parts = [("samples", count), ("validation samples", held)]
    if call.number("validation_batch_size") is None:
        parts.append(("validation samples", rows(call.validation_x)))
    for what, number in parts:
        if number and number % size:
            left = number % size
            if number < size:
                return f"a batch of {number}, but the stateful model takes {size} at a time; pass {size} or rebuild it"
            short = f"{number} {what} leave a batch of {left}"
            return f"{short}, but the stateful model takes {size}; use a multiple of {size}"
    return None


@plants("stateful-batch-mismatch")
def odd_batch(specification: Specification, one: Blamed) -> Specification | str:
    """A batch that the model is not built for: all are of another size, or the last one is."""
    batch = next((entry.batch for entry in specification.inputs if entry.batch), None)
    if not batch:
        return "the batch size is not known"
    calls = (*one.model.fits, *one.model.predictions) if one.model is not None else ()
    spans = ("batch_size", "validation_split")
    call = next((call for call in calls if one.finding.span in map(call.span, spans)), None)
    size = (call.known("batch_size") or 32) if call is not None else None
    if isinstance(size, int) and size != batch:
        return specification.with_data(last=size)
    rows = call.x.rows if call is not None and call.x is not None else None
    if rows is not None and rows % batch:
        return specification.with_data(last=rows % batch)
    return "how many rows the last batch has is not known"
