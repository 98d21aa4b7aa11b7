"""LL176: a model gets the weights of another one whose layers have other sizes."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("weights-of-another-size", needs="refused:weights")
def weights_of_another_size(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("weights", _message))


def _message(theirs: str, own: str) -> str:
    return f"these are the weights of {theirs}, the model has {own}: ValueError; write the same size"
