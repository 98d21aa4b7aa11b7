"""LL374: sequences are padded with a number below 0, and an Embedding looks up what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.padded import fed, padded_with, padding_call
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Layer, Model, Script, Step


@check("negative-padding-into-embedding", needs="recurrent fits Embedding")
def negative_padding_into_embedding(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for _, series, reader in fed(model) if model.recurrent else ():
            step, value = padded_with(series) or (None, 0.0)
            embedded = reader.cls == "Embedding" and not reader.custom
            if embedded and step is not None and step.place is not None and value < 0:
                yield _problem(script, model, reader, step, value)


def _problem(script: Script, model: Model, reader: Layer, step: Step, value: float) -> Problem:
    message = f"the `Embedding` looks up the padding, {value:g}, as a word, and no mask skips it; pad with 0"
    padding = padding_call(script, step)
    assert step.place is not None
    span = padding.span("value") if padding is not None else step.place.span
    return Problem(message, span, model=model.name, related=(reader.place.see("the ids are looked up here"),))
