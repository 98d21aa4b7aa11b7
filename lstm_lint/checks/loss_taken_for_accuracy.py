"""LL727: the loss, which `evaluate` returns first, is taken for the accuracy."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script


@check("loss-taken-for-accuracy", needs="recurrent slips:scores-exchanged|slips:loss-called-accuracy")
def loss_taken_for_accuracy(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from slips_of(script, "scores-exchanged", _exchanged)
        yield from slips_of(script, "loss-called-accuracy", _called)


def _exchanged(first: str, second: str) -> str:
    return f"`evaluate` returns the loss first: `{first}` is the loss here; write {second}, {first} = ..."


def _called(scores: str) -> str:
    return f"`{scores}[0]` of `evaluate` is the loss, the metric comes after it; print {scores}[1]"
