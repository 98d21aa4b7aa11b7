"""Methods of frames that put NaN in place of values."""

from __future__ import annotations

import math

from lstm_lint.reader.abstract.join import constant
from lstm_lint.reader.abstract.values import Table
from lstm_lint.reader.libraries.data.missing import is_nan
from lstm_lint.reader.libraries.effects import Bound
from lstm_lint.reader.libraries.rules.frames import PICKED
from lstm_lint.script import Gaps, Selected


def put_in_place_of(bound: Bound) -> Gaps | None:
    """`replace("?", np.nan)`, `replace({-999: np.nan})`; what was infinite may not be there."""
    what, value = bound.arguments.get("to_replace"), bound.arguments.get("value")
    entries = what.entries if isinstance(what, Table) and not what.open else {}
    marks: list[object] = [mark for mark, one in entries.items() if is_nan(one)]
    if is_nan(value):
        try:
            plain = constant(what) if what is not None else None
        except LookupError:
            return None  # of `[np.inf, -np.inf]`
        marks = list(plain) if isinstance(plain, (list, tuple)) else [plain]
    named = [mark for mark in marks if isinstance(mark, (str, int, float)) and not _is_infinite(mark)]
    return Gaps(f"replace({named[0]!r}, nan)", between=True) if named and len(named) == len(marks) else None


def _is_infinite(mark: object) -> bool:
    return isinstance(mark, float) and math.isinf(mark)


def where_it_does_not_hold(bound: Bound) -> Gaps | Selected:
    """`x.where(x > 0)`, `x.mask(x < 0)`: NaN where there is no other value."""
    if "other" in bound.arguments and not is_nan(bound.arguments["other"]):
        return PICKED
    return Gaps(bound.call.name, between=True)
