"""LL172: a layer with weights that only the function of a `Lambda` calls."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Hidden, Script


@check("weights-in-lambda")
def weights_in_lambda(script: Script) -> Iterator[Problem]:
    yield from each_place_once(map(_problem, script.hidden))


def _problem(found: Hidden) -> Problem:
    if found.made:
        message = (
            f"`Lambda` makes `{found.title}` at every call: `fit` raises; create it before, without `Lambda`"
        )
        return Problem(message, found.place.span, Severity.ERROR)
    message = (
        f"`Lambda` hides the weights of `{found.title}`: never trained, never saved; call it without `Lambda`"
    )
    return Problem(message, found.place.span)
