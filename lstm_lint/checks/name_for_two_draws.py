"""LL661: one name for two draws of a search, whose ranges differ."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.script import Script

_LONGEST = 40  # characters of a range that is told


@check("name-for-two-draws", needs="recurrent redrawn")
def name_for_two_draws(script: Script) -> Iterator[Problem]:
    if any(model.recurrent for model in script.models):
        yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for draw in script.redrawn:
        first = f"`{draw.first}`" if len(draw.first) <= _LONGEST else "another range"
        yield Problem(
            f"`{draw.name}` is the name of {first}: this call returns that value again; use another name",
            draw.place.span,
        )
