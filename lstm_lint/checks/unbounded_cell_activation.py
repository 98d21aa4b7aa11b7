"""LL203: a cell activation without bound, where the sequence is long enough for it to matter."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.activations import gated, growing_cell
from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.script import Script


@check("unbounded-cell-activation")
def unbounded_cell_activation(script: Script) -> Iterator[Problem]:
    for rnn in gated(script):
        severity = growing_cell(rnn)
        if severity is not None:
            written = rnn.configured.written("activation")
            state = "cell state" if rnn.kind == "LSTM" else "state"
            over = rnn.over_time or " over a long sequence"
            yield rnn.problem(
                f"`{written}`{over} lets {state} and gradients grow without bound; use the default tanh",
                at="activation",
                severity=severity,
                fix=rnn.restore_tanh(),
            )
