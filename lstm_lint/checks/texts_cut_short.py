"""LL786: texts of which most are longer than what is kept of them."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.before_split import span_here
from lstm_lint.notions.measured import exact, named, words
from lstm_lint.notions.training import trained
from lstm_lint.script import Pad, Script


@check("texts-cut-short", of_files=True, needs="recurrent fits")
def texts_cut_short(script: Script) -> Iterator[Problem]:
    reported: set[object] = set()
    for fit, models in trained(script):
        step = fit.x.step("pad") if fit.x is not None else None
        middle = words(fit.x)
        if step is None or middle is None or step.place is None:
            continue
        column, pad = exact(fit.x)[0].column, step.detail
        if column is None or not isinstance(pad, Pad) or pad.maxlen is None or middle <= pad.maxlen:
            continue
        if step.place.node in reported:
            continue
        reported.add(step.place.node)
        kept = "first" if pad.truncating == "post" else "last"
        message = (
            f"half of the texts of {named(column)} have over {middle:g} words, and `maxlen={pad.maxlen}` keeps"
            f" their {kept} {pad.maxlen}; raise it"
        )
        span = span_here(step.place, fit, "x")
        yield Problem(message, span, model=models[0].name)
