"""LL786: texts of which most are longer than what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.before_split import span_here
from lstm_lint.notions.measured import exact, named
from lstm_lint.notions.training import trained
from lstm_lint.script import Pad, Script, Series, Step


@check("texts-cut-short", of_files=True)
def texts_cut_short(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for fit, models in trained(script):
        step = _cuts(fit.x) if fit.x is not None else None
        columns = exact(fit.x)
        column = columns[0].column if len(columns) == 1 else None
        if step is None or column is None or column.words is None or step.place is None:
            continue
        pad = step.detail
        if not isinstance(pad, Pad) or pad.maxlen is None or column.words[0] <= pad.maxlen:
            continue
        if step.place.node in reported:
            continue
        reported.add(step.place.node)
        kept = "first" if pad.truncating == "post" else "last"
        message = (
            f"half of the texts of {named(column)} have over {column.words[0]:g} words, and `maxlen={pad.maxlen}` keeps"
            f" their {kept} {pad.maxlen}; raise it"
        )
        span = span_here(step.place, fit, "x")
        yield Problem(message, span, model=models[0].name)


def _cuts(x: Series) -> Step | None:
    """The padding of what a tokenizer made of the texts, which leaves out no kind of word."""
    kinds = [step.kind for step in x.steps]
    tokens = x.step("tokens")
    return (
        x.step("pad")
        if tokens is not None and "unknown" not in kinds and kinds.count("tokens") == 1
        else None
    )
