"""LL735: changes from row to row of a test part that was drawn at random."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.paths import each_place_once
from lstm_lint.notions.predicted import after_prediction, each_place, made_at
from lstm_lint.script import Comparison, Script, Selected, Series, Split, Step

_DRAW = frozenset({"train_test_split", "ShuffleSplit", "StratifiedShuffleSplit"})  # a fold keeps the order
# What leaves each row where it is. A sort puts the rows in order again, and so may rows that are picked by numbers.
_STAY = frozenset(
    {"slice", "column", "flatten", "ravel", "reshape", "squeeze", "astype", "inverse_transform", "asarray", "array",
     "Series", "DataFrame", "values", "to_numpy", "numpy"}
)  # fmt: skip
_CHANGES = frozenset({"diff", "pct_change", "ediff1d"})
_LONGEST = 40  # characters of a line of the program in the message
_NEIGHBORS = re.compile(
    r"(.+)\[1:\]\s*(?:-|<|>|<=|>=)\s*(.+)\[:-1\]|(.+)\[:-1\]\s*(?:-|<|>|<=|>=)\s*(.+)\[1:\]"
)


@check("changes-of-shuffled-rows", needs="comparisons")
def changes_of_shuffled_rows(script: Script) -> Iterator[Problem]:
    yield from each_place_once(_found(script))


def _found(script: Script) -> Iterator[Problem]:
    for readings in each_place(script.comparisons):
        found = [_change(one) for one in readings]
        if found[0] is None or None in found or found[0][1].place is None:
            continue
        drawn, change = found[0]
        assert change.place is not None
        written = f"`{change.what}`" if change.what in _CHANGES else f"`{change.place.text}`"
        if len(written) > _LONGEST:
            written = "this"
        message = f"{written} takes rows for neighbors that `{drawn.what}` drew at random; split by time"
        one = readings[0]
        yield Problem(message, change.place.span, related=made_at(script, one.place, one.first, one.second))


def _change(one: Comparison) -> tuple[Step, Step] | None:
    """How the rows of the truth were drawn, and what takes the change from each to the next."""
    sides = [side for side in (one.first, one.second) if side is not None]
    predicted = [side for side in sides if after_prediction(side) is not None]
    truth = [side for side in sides if after_prediction(side) is None]
    return _of_drawn(truth[0]) if len(predicted) == len(truth) == 1 else None


def _of_drawn(truth: Series) -> tuple[Step, Step] | None:
    drawn = None
    for step in truth.steps:
        if isinstance(step.detail, Split):
            drawn = step if step.what in _DRAW and step.detail.shuffle is True else None
        elif drawn is not None and _changes(step):
            return drawn, step
        elif not _stays(step):
            drawn = None
    return None


def _changes(step: Step) -> bool:
    """Whether it goes from each row to the next one: `np.diff(y)`, `y[1:] - y[:-1]`."""
    if step.what in _CHANGES:
        return step.moves is not None and (step.moves.first, step.moves.last) in ((0, 1), (-1, 0))
    if step.kind != "arithmetic" or step.place is None:
        return False
    found = _NEIGHBORS.fullmatch(step.place.text)
    return found is not None and (found[1] or found[3]) == (found[2] or found[4])


def _stays(step: Step) -> bool:
    picked = isinstance(step.detail, Selected) and (step.detail.picked or step.detail.shuffle is not None)
    return step.what in _STAY and not picked and (step.kind != "select" or step.moves is not None)
