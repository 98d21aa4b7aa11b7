"""LL176: a model gets weights of other sizes than its layers have, or is asked for weights before it has any."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("weights-of-another-size", needs="refused:weights|refused:unbuilt")
def weights_of_another_size(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("weights", _message))
    yield from refusals(script, of_kind("unbuilt", _of_none))


def _of_none(method: str) -> str:
    return f"`{method}` of a model that has no weights yet, as it states no input: ValueError; put an Input first"


def _message(theirs: str, own: str) -> str:
    return f"these are the weights of {theirs}, the model has {own}: ValueError; write the same size"
