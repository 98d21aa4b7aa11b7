"""LL176: a model gets the weights of another one whose layers have other sizes."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script


@check("weights-of-another-size")
def weights_of_another_size(script: Script) -> Iterator[Problem]:
    yield from each_place_once(
        Problem(
            f"these are the weights of {theirs}, the model has {own}: ValueError; write the same size",
            place.span,
        )
        for place, (theirs, own) in (
            (found.place, (found.words[0], found.words[1]))
            for found in script.refused
            if found.kind == "weights"
        )
    )
