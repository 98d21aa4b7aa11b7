"""LL728: a cross-validation that trains on other rows than those of the fold."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script


@check("fold-not-trained-on", needs="recurrent slips:fold-unused")
def fold_not_trained_on(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from slips_of(script, "fold-unused", _message)


def _message(train: str, test: str) -> str:
    return (
        f"no training of this loop reads `{train}`: the model also sees the rows of `{test}`; "
        f"train on x[{train}], y[{train}]"
    )
