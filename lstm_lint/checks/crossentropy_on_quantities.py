"""LL480: binary crossentropy of targets that certainly are no probabilities: some of them lie outside of 0 to 1."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.targets import no_probabilities
from lstm_lint.script import Script


@check("crossentropy-on-quantities", needs="recurrent fits in_force")
def crossentropy_on_quantities(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for model in script.models:
        found = no_probabilities(model) if model.recurrent else None
        if found is None:
            continue
        for compiled in model.in_force:
            side = "below 0" if found.low < 0 else "above 1"
            message = f"{found.why} puts y {side}, but binary_crossentropy reads probabilities and falls without end; "
            message += "make labels 0 and 1 of it" if found.signs else "write mse"
            yield Problem(message, compiled.span("loss"), model=model.name)
