"""LL211: arguments that keep an LSTM or GRU off the fused cuDNN kernel."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, gated
from lstm_lint.notions.cudnn import obstacles
from lstm_lint.script import Script

_ACTIVATIONS = (
    "activation",
    "recurrent_activation",
)  # last: LL201 to LL204 may have said it, and name this in a note


@check(
    "cudnn-ineligible",
    needs="gated recurrent.activation=|recurrent.recurrent_activation=|"
    "recurrent.recurrent_dropout=|recurrent.unroll=|recurrent.use_bias=|"
    "recurrent.reset_after=|recurrent.dropout=",
)
def cudnn_ineligible(script: Script, *, timesteps: int = 10) -> Iterator[Problem]:
    target = script.target
    has_cudnn_layers = target.standalone is not False and target.below(
        2, 4
    )  # CuDNNLSTM; no LSTM is fused by itself
    if script.uses_gpu is False or has_cudnn_layers:
        return
    for rnn in gated(script):
        if rnn.configured is rnn.layer and not rnn.layer.given("use_cudnn") and _is_worth_it(rnn, timesteps):
            reasons = [name for name in obstacles(rnn.layer, target) if rnn.layer.given(name)]
            reasons.sort(key=_ACTIVATIONS.__contains__)
            if reasons:
                yield rnn.problem(_message(rnn, reasons), at=reasons[0])


def _is_worth_it(rnn: Gated, timesteps: int) -> bool:
    """Whether the layer is part of a program that trains, over steps enough for the fused kernel to matter."""
    steps, model = rnn.layer.timesteps, rnn.model
    if model is None or not (model.compiles or (model.complete and model.kind != "standalone")):
        return False
    return steps is None or steps >= timesteps


def _message(rnn: Gated, reasons: list[str]) -> str:
    shown = " and ".join(f"`{rnn.layer.written(reason)}`" for reason in reasons[:2])
    more = f" (and {len(reasons) - 2} more)" if len(reasons) > 2 else ""
    verb, them = ("rules", "it") if len(reasons) == 1 else ("rule", "them")
    return f"{shown}{more} {verb} out cuDNN: this layer trains several times slower on a GPU; remove {them} for speed"
