"""LL374: sequences are padded with a number below 0, and an Embedding looks up what they hold."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.padded import fed, padding_call
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Layer, Model, Pad, Script, Series, Step

_KEEPS = frozenset({"select", "split", "shuffle", "cast", "reshape"})


@check("negative-padding-into-embedding", needs="recurrent fits Embedding")
def negative_padding_into_embedding(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        for _, series, reader in fed(model) if model.recurrent else ():
            step = _below(series)
            if (
                step is not None
                and step.place is not None
                and reader.cls == "Embedding"
                and not reader.custom
            ):
                yield _problem(script, model, reader, step)


def _problem(script: Script, model: Model, reader: Layer, step: Step) -> Problem:
    value = step.detail.value if isinstance(step.detail, Pad) else None
    message = f"the `Embedding` looks up the padding, {value:g}, as a word, and no mask skips it; pad with 0"
    padding = padding_call(script, step)
    assert step.place is not None
    span = padding.span("value") if padding is not None else step.place.span
    return Problem(message, span, model=model.name, related=(reader.place.see("the ids are looked up here"),))


def _below(series: Series) -> Step | None:
    """The step that pads with a number below 0, where that is still there in the end."""
    at = next((at for at in range(len(series.steps) - 1, -1, -1) if series.steps[at].kind == "pad"), None)
    if at is None or any(step.kind not in _KEEPS for step in series.steps[at + 1 :]):
        return None
    detail = series.steps[at].detail
    below = isinstance(detail, Pad) and detail.value is not None and detail.value < 0
    return series.steps[at] if below else None
