"""LL172: a layer with weights that only the function of a `Lambda` calls."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.versions import AFTER_MULTI_BACKEND
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Hidden, Script


@check("weights-in-lambda", needs="hidden")
def weights_in_lambda(script: Script) -> Iterator[Problem]:
    silent = not script.target.at_least(*AFTER_MULTI_BACKEND)
    yield from each_place_once(_problem(found, silent) for found in script.hidden)


def _problem(found: Hidden, silent: bool) -> Problem:
    """`silent`: Keras may be one of before 2.4, whose `Lambda` does not look at what its function creates."""
    if found.made:
        made = f"`Lambda` makes `{found.title}` at every call"
        if silent:
            return Problem(
                f"{made}: its weights are never trained; create it before, without `Lambda`", found.place.span
            )
        return Problem(
            f"{made}: `fit` raises; create it before, without `Lambda`", found.place.span, Severity.ERROR
        )
    message = (
        f"`Lambda` hides the weights of `{found.title}`: never trained, never saved; call it without `Lambda`"
    )
    return Problem(message, found.place.span)
