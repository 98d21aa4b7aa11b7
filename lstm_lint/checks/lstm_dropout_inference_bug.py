"""LL904: dropout that Keras 3.4 to 3.8 also applies in prediction, on the cuDNN path."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.activations import activation_of
from lstm_lint.script import Known, Layer, Script


@check("lstm-dropout-inference-bug", needs="recurrent.dropout=")
def lstm_dropout_inference_bug(script: Script) -> Iterator[Problem]:
    if script.uses_gpu is False or script.backend not in (None, "tensorflow"):
        return
    where = "on this GPU" if script.uses_gpu else "on a GPU"
    for layer, model in script.layers():
        rate = layer.number("dropout") if layer.traits.fused else None
        if rate is None or not 0 < rate < 1 or not _fused(layer):
            continue
        yield layer.problem(
            f"`dropout={rate:g}` is applied in prediction too {where}: results are random; "
            "use Keras 3.9, or use_cudnn=False",
            at="dropout",
            severity=Severity.WARNING if script.uses_gpu else Severity.ADVICE,
            # Bidirectional builds its layers anew and loses `use_cudnn` before 3.12
            fix=None if layer.is_wrapped else layer.set_argument("use_cudnn", "False"),
            model=model,
        )


def _fused(layer: Layer) -> bool:
    """Whether all that cuDNN asks for is certain: keras/src/backend/tensorflow/rnn.py."""
    fits = (
        activation_of(layer) == "tanh"
        and activation_of(layer, "recurrent_activation") == "sigmoid"
        and layer["recurrent_dropout"] in (Known(0), Known(0.0))
        and layer["unroll"] == Known(False)
        and layer["use_bias"] == Known(True)
    )
    reset = layer.cls == "LSTM" or layer["reset_after"] == Known(True)
    return fits and reset and (not layer.given("use_cudnn") or layer.known("use_cudnn") in ("auto", True))
