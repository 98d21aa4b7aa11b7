"""LL728: a cross-validation that trains on other rows than those of the fold."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script, Slip


@check("fold-not-trained-on", needs="recurrent slips:fold-unused")
def fold_not_trained_on(script: Script) -> Iterator[Problem]:
    recurrent = any(model.recurrent for model in script.models)
    slips = (slip for slip in script.slips if slip.kind == "fold-unused" and recurrent)
    yield from each_place_once(Problem(_message(slip), slip.place.span) for slip in slips)


def _message(slip: Slip) -> str:
    train, test = slip.words
    return (
        f"no training of this loop reads `{train}`: the model also sees the rows of `{test}`; "
        f"train on x[{train}], y[{train}]"
    )
