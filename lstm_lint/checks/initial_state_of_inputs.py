"""LL178: `get_initial_state` of a recurrent layer gets a tensor where Keras 3 asks for the batch size."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Script


@check("initial-state-of-inputs", needs="refused:initial-state")
def initial_state_of_inputs(script: Script) -> Iterator[Problem]:
    yield from refusals(script, of_kind("initial-state", _message))


def _message(cls: str, given: str) -> str:
    if given == "inputs=":
        return f"`get_initial_state` of `{cls}` has no `inputs` in Keras 3: TypeError; write batch_size=..."
    short = given if len(given) < 20 and "\n" not in given else "..."
    return f"`get_initial_state({short})` wants the batch size, no tensor: it raises; write ops.shape({short})[0]"
