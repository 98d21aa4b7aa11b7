"""LL307: `pad_sequences` turns fractions into integers."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.fractional import origin, source_of_fractions
from lstm_lint.script import Known, Script


@check("pad-sequences-truncates-floats")
def pad_sequences_truncates_floats(script: Script) -> Iterator[Problem]:
    for call in script.paddings:
        step = source_of_fractions(call.sequences) if call.sequences is not None else None
        if step is None or call["dtype"] != Known("int32"):
            continue
        wrote = "`dtype='int32'`" if call.given("dtype") else "pad_sequences without dtype"
        yield Problem(
            f"{wrote} cuts numbers {origin(step)} down to integers: 0.5 becomes 0; write dtype='float32'",
            call.span("dtype"),
            fix=call.set_argument("dtype", '"float32"'),
        )
