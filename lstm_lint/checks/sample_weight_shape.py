"""LL715: sample weights of a shape that does not go with the losses that they weigh."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.keras_api.loss_shapes import weigh
from lstm_lint.notions.contracts import Trained, shown_of_n, trained_outputs
from lstm_lint.notions.paths import on_every_path
from lstm_lint.script import Fit, Known, Model, Script, Shape


@check("sample-weight-shape", needs="fits")
def sample_weight_shape(script: Script) -> Iterator[Problem]:
    if script.target.at_least(3):
        yield from on_every_path(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Fit, Problem]]:
    for model in script.models:
        for one in trained_outputs(model):
            weights = one.fit.sample_weight
            if one.meeting != "equal" or weights is None or not weights.shape or len(model.outputs) > 1:
                continue
            if len(weights.shape) == 1 and len(one.shape) == 3:
                continue  # LL432
            effect = weigh(one.loss, one.target.shape or (), one.shape, weights.shape)
            if effect == "refused" or (effect == "uneven" and not _fits_a_batch(one.fit, weights.shape)):
                message = _message(one, weights.shape)
                yield model, one.fit, Problem(message, one.fit.span("sample_weight"), model=model.name)


def _fits_a_batch(fit: Fit, weights: Shape) -> bool:
    """Whether a batch may be as long as an axis of the weights: then Keras broadcasts them."""
    usual = 32.0 if not fit.given("batch_size") or fit["batch_size"] == Known(None) else None
    batch = fit.number("batch_size") or usual
    return batch is None or batch in (1, *weights[1:])


def _message(one: Trained, weights: Shape) -> str:
    given, wanted = shown_of_n(weights), shown_of_n(one.shape[:-1])
    return f"sample_weight is {given}, but the loss has values of shape {wanted}: `fit` raises; give one for each"
