"""LL307: `pad_sequences` turns fractions into integers."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.fractional import origin, source_of_fractions
from lstm_lint.notions.padded import fed
from lstm_lint.script import Known, Padding, Script


@check("pad-sequences-truncates-floats", needs="paddings")
def pad_sequences_truncates_floats(script: Script) -> Iterator[Problem]:
    for call in script.paddings:
        step = source_of_fractions(call.sequences) if call.sequences is not None else None
        if step is None or call["dtype"] != Known("int32"):
            continue
        wrote = "`dtype='int32'`" if call.given("dtype") else "pad_sequences without dtype"
        looked_up = _is_looked_up(script, call)
        remedy = "give the Embedding whole ids" if looked_up else "write dtype='float32'"
        yield Problem(
            f"{wrote} cuts numbers {origin(step)} down to integers: 0.5 becomes 0; {remedy}",
            call.span("dtype"),
            fix=None if looked_up else call.set_argument("dtype", '"float32"'),
        )


def _is_looked_up(script: Script, call: Padding) -> bool:
    """Whether an Embedding reads what is padded here: fractions do not help it, whatever their dtype."""
    return any(
        reader.traits.family == "embedding"
        and any(step.place is not None and step.place.node is call.place.node for step in series.steps)
        for model in script.models
        for _, series, reader in fed(model)
    )
