"""LL779: a window of a `tf.data` dataset is sliced as if it were a tensor."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("window-of-datasets", needs="subscripted")
def window_of_datasets(script: Script) -> Iterator[Problem]:
    for place, size in script.subscripted:
        batch = size if size is not None else "n"
        message = "a window is a dataset, no tensor: slicing it raises TypeError; "
        message += f"flatten it before, flat_map(lambda w: w.batch({batch}))"
        yield Problem(message, place.span, cause="window")
