"""LL207: an LSTM whose forget gates start half closed."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, gated
from lstm_lint.script import Known, Script, identifier

# Biases that are 0 on average, so that the forget gate starts at 0.5.
_AROUND_ZERO = (
    "zeros",
    "zero",
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "glorot_",
    "he_",
    "lecun_",
    "normal",
    "uniform",
)


@check("forget-bias-disabled", needs="gated recurrent.unit_forget_bias=")
def forget_bias_disabled(script: Script, *, timesteps: int = 20) -> Iterator[Problem]:
    for rnn in gated(script):
        if rnn.kind != "LSTM" or rnn.configured["unit_forget_bias"] != Known(False):
            continue
        if (rnn.model is not None and rnn.model.weights_loaded) or not _harms(rnn, timesteps):
            continue
        yield rnn.problem(
            f"`unit_forget_bias=False`: forget gates of 0.5{rnn.over_time} halve the memory each step; remove it",
            at="unit_forget_bias",
            fix=rnn.configured.remove_argument("unit_forget_bias"),
        )


def _harms(rnn: Gated, timesteps: int) -> bool:
    """Whether the biases are about 0, and the sequence long, or of unknown length with a bias set on purpose."""
    name = identifier(rnn.configured["bias_initializer"]) or ""
    if not name.startswith(_AROUND_ZERO) or rnn.configured["use_bias"] != Known(True):
        return False
    steps = rnn.layer.timesteps
    if rnn.configured.given("bias_initializer"):
        return steps is None or steps > timesteps // 2
    return steps is not None and steps >= timesteps
