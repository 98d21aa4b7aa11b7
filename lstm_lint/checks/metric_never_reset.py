"""LL476: a metric of a training loop is never reset, so that each epoch counts all epochs before it."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import slips_of
from lstm_lint.script import Script


@check("metric-never-reset", needs="recurrent slips:metric-kept")
def metric_never_reset(script: Script) -> Iterator[Problem]:
    recurrent = any(model.recurrent for model in script.models)
    if script.resets_states or not recurrent:
        return  # `reset_state` is written somewhere, and may be meant for it
    yield from slips_of(script, "metric-kept", _message)


def _message(metric: str) -> str:
    return f"this {metric} is never reset: it counts all epochs so far; call reset_state() in each epoch"
