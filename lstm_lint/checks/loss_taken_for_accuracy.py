"""LL727: the loss, which `evaluate` returns first, is taken for the accuracy."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script, Slip


@check("loss-taken-for-accuracy", needs="recurrent slips:scores-exchanged|slips:loss-called-accuracy")
def loss_taken_for_accuracy(script: Script) -> Iterator[Problem]:
    recurrent = any(model.recurrent for model in script.models)
    found = (_problem(slip) for slip in script.slips if recurrent)
    yield from each_place_once(problem for problem in found if problem is not None)


def _problem(slip: Slip) -> Problem | None:
    if slip.kind == "scores-exchanged":
        first, second = slip.words
        message = (
            f"`evaluate` returns the loss first: `{first}` is the loss here; write {second}, {first} = ..."
        )
    elif slip.kind == "loss-called-accuracy":
        message = f"`{slip.words[0]}[0]` of `evaluate` is the loss, the metric comes after it; print {slip.words[0]}[1]"
    else:
        return None
    return Problem(message, slip.place.span)
