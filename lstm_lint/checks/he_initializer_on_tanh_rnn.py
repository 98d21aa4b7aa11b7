"""LL210: an initializer for ReLU in a layer of tanh and sigmoid."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.activations import Gated, activation_of, gated
from lstm_lint.script import Layer, Script, identifier

_SATURATING = ("tanh", "sigmoid", "hard_sigmoid")


@check(
    "he-initializer-on-tanh-rnn",
    needs="gated recurrent.kernel_initializer=|recurrent.recurrent_initializer=",
)
def he_initializer_on_tanh_rnn(script: Script, *, features: int = 128) -> Iterator[Problem]:
    for rnn in gated(script):
        if rnn.model is None or rnn.model.weights_loaded or not _saturates(rnn):
            continue
        size = rnn.layer.features
        few = size is not None and size <= features
        if few and _is_he(rnn, "kernel_initializer") and not _reads_recurrent(rnn):
            of = "1 feature" if size == 1 else f"{size} features"
            yield _problem(
                rnn, "kernel_initializer", f"saturates the tanh of {of} from the start", "glorot_uniform"
            )
        if _is_he(rnn, "recurrent_initializer"):
            yield _problem(rnn, "recurrent_initializer", "is scaled for ReLU, not for tanh", "orthogonal")


def _problem(rnn: Gated, argument: str, effect: str, default: str) -> Problem:
    written = rnn.configured.written(argument)
    fix = rnn.configured.remove_argument(argument)
    return rnn.problem(f"`{written}` {effect}; keep the default {default}", at=argument, fix=fix)


def _reads_recurrent(rnn: Gated) -> bool:
    return rnn.model is not None and id(rnn.layer) in rnn.model.behind(_is_recurrent)


def _is_recurrent(layer: Layer) -> bool:
    return layer.is_recurrent


def _is_he(rnn: Gated, argument: str) -> bool:
    return (identifier(rnn.configured[argument]) or "").startswith("he_")


def _saturates(rnn: Gated) -> bool:
    return (
        activation_of(rnn.configured) in _SATURATING
        and activation_of(rnn.configured, "recurrent_activation") in _SATURATING
    )
