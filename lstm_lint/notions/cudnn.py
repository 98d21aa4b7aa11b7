"""What keeps an LSTM or GRU off the fused cuDNN kernel of the TensorFlow backend.

The conditions are those of `cudnn_ok` in keras/src/backend/tensorflow/rnn.py; Keras 3.0 to 3.3 also needs `dropout=0`.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.activations import activation_of
from lstm_lint.script import Known, Layer


def obstacles(layer: Layer, target: KerasTarget) -> Iterator[str]:
    """The arguments of an LSTM or GRU layer whose known values rule cuDNN out."""
    if activation_of(layer) not in (None, "tanh"):
        yield "activation"
    if activation_of(layer, "recurrent_activation") not in (None, "sigmoid"):
        yield "recurrent_activation"
    if layer.number("recurrent_dropout"):
        yield "recurrent_dropout"
    if layer["unroll"] == Known(True):
        yield "unroll"
    if layer["use_bias"] == Known(False):
        yield "use_bias"
    if layer.cls == "GRU" and layer["reset_after"] == Known(False):
        yield "reset_after"
    if layer.number("dropout") and target.at_least(3, 0) and target.below(3, 4):
        yield "dropout"


def is_eligible(layer: Layer) -> bool:
    """Whether every argument is known to allow cuDNN, and the layer may use it."""
    return (
        layer.traits.fused
        and activation_of(layer) == "tanh"
        and activation_of(layer, "recurrent_activation") == "sigmoid"
        and layer.number("recurrent_dropout") == 0
        and layer["unroll"] == Known(False)
        and layer["use_bias"] == Known(True)
        and layer["use_cudnn"] in (Known("auto"), Known(True))
        and (layer.cls == "LSTM" or layer["reset_after"] == Known(True))
    )
