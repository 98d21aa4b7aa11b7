"""LL403: a head that cannot produce the values of a regression target."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.ir.facts import once
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.heads import Head, single_heads
from lstm_lint.notions.losses import REGRESSION
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.notions.targets import encoding, is_continuous, is_rescaled, reach
from lstm_lint.script import Compile, Fit, Known, Layer, Model, Script

# Values that the head can produce.
_RANGES = {
    "sigmoid": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, float("inf")),
    "softplus": (0.0, float("inf")),
}
_SHOWN = {"tanh": "-1 to 1", "relu": "0 and up", "softplus": "0 and up"}
_ADVERSARIAL = ("gan", "discriminator", "generator", "critic", "adversar")


@check("output-activation-range-mismatch", needs="recurrent in_force")
def output_activation_range_mismatch(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model, head, loss in single_heads(script):
        if loss not in REGRESSION or _is_adversarial(model) or any(map(_is_labelled, model.fits)):
            continue
        found = _softmax(model, head) if head.activation == "softmax" else _bounded(model, head)
        if found is not None:
            message, severity = found
            problem = head.activated.problem(
                message, at="activation", severity=severity, fix=_linear(model, head), model=model
            )
            yield model, head.activated, problem


def _softmax(model: Model, head: Head) -> tuple[str, Severity] | None:
    if head.units is None or head.units < 2:
        return None  # LL401 speaks of one unit
    message = (
        f"softmax makes {head.units} fractions of 1 and cannot produce quantities; remove the activation"
    )
    if model.fits and all(is_continuous(fit.y) for fit in model.fits):
        return message, Severity.ERROR
    if any(map(_measures_accuracy, model.in_force)) or not any(map(_is_read, model.fits)):
        return None
    return f"{message}, unless y is one-hot", Severity.ADVICE


def _bounded(model: Model, head: Head) -> tuple[str, Severity] | None:
    if head.activation not in _RANGES:
        return None
    low, high = _RANGES[head.activation]
    shown = f"{head.activation} predicts {_SHOWN.get(head.activation, '0 to 1')}"
    known = [reach(fit.y) for fit in model.fits]
    beyond = next((r for r in known if r is not None and (r.low < low or r.high > high)), None)
    if beyond is not None:
        side = "below" if beyond.low < low else "above"
        return f"{shown}, but {beyond.why} puts y {side} that; remove the activation", Severity.WARNING
    if not model.fits or any(known) or any(is_rescaled(fit.y) for fit in model.fits):
        return None
    if any(map(_measures_accuracy, model.in_force)) or not any(map(_is_read, model.fits)):
        return None
    return f"{shown}: if y goes beyond that, remove the activation", Severity.ADVICE


def _is_read(fit: Fit) -> bool:
    """Whether anything is known of its targets."""
    return fit.y is not None and fit.y.traced


def _is_labelled(fit: Fit) -> bool:
    return encoding(fit.y) is not None


@once
def _is_adversarial(model: Model) -> bool:
    """GANs train a head on labels of their own making, batch by batch."""
    names = (model.name, *(layer.name for layer in model.layers))
    return any(fit.method == "train_on_batch" for fit in model.fits) or any(
        sign in name.lower() for name in names for sign in _ADVERSARIAL
    )


def _measures_accuracy(compiled: Compile) -> bool:
    """Whoever measures accuracy has classes, most likely."""
    metrics = compiled.metrics.value if isinstance(compiled.metrics, Known) else None
    return isinstance(metrics, (list, tuple)) and bool(
        {"accuracy", "acc", "binary_accuracy"} & set(map(str, metrics))
    )


def _linear(model: Model, head: Head) -> Fix | None:
    if head.activated is not head.dense or model.weights_loaded:
        return None
    activation = head.dense.argument("activation")
    return head.dense.remove_argument("activation", applicability="unsafe") or head.dense.set_argument(
        "activation", quoted("linear", activation), applicability="unsafe"
    )
