"""LL471: a loss that takes the logarithm of the prediction, with a head whose predictions may be negative."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.notions.activations import quoted
from lstm_lint.notions.heads import Head, single_heads
from lstm_lint.notions.paths import on_their_paths
from lstm_lint.script import Known, Layer, Model, Script

# Their values go far enough below 0; relu is left out: it gives 0, and the losses add or clip to epsilon.
_NEGATIVE = frozenset({"linear", "tanh", "softsign", "leaky_relu", "elu", "selu", "gelu", "silu"})
_NAN, _CLIPPED, _SHARES = (
    "poisson takes log(y_pred), NaN for a negative prediction",
    "the loss takes log(y_pred + 1) and cuts a negative prediction to 0",
    "kl_divergence takes log(y_pred) of fractions that sum to 1",
)
_LOGARITHMS = {
    "poisson": (_NAN, "softplus", Severity.ERROR),
    "kl_divergence": (_SHARES, "softmax", Severity.WARNING),
    "mean_squared_logarithmic_error": (_CLIPPED, "softplus", Severity.ADVICE),
}


@check("log-of-negative-prediction", needs="recurrent in_force")
def log_of_negative_prediction(script: Script) -> Iterator[Problem]:
    yield from on_their_paths(script, _found(script))


def _found(script: Script) -> Iterator[tuple[Model, Layer, Problem]]:
    for model, head, loss in single_heads(script):
        if loss not in _LOGARITHMS or head.activation not in _NEGATIVE or not model.complete:
            continue
        if head.dense["kernel_constraint"] != Known(None):
            continue  # weights of one sign may keep the predictions above 0
        harm, wanted, severity = _LOGARITHMS[loss]
        given = head.activated.given("activation")
        head_as_written = f"`{head.activated.written('activation')}`" if given else f"{head.activation}"
        message = f"{harm}, and the output is {head_as_written}; use {wanted}"
        fix = _fix(model, head, wanted)
        problem = head.activated.problem(message, at="activation", severity=severity, fix=fix, model=model)
        yield model, head.activated, problem


def _fix(model: Model, head: Head, wanted: str) -> Fix | None:
    """None where the activation stands in another layer, or where softmax over one unit would be no cure."""
    if (
        head.activated is not head.dense
        or model.weights_loaded
        or (wanted == "softmax" and head.units in (None, 1))
    ):
        return None
    activation = head.dense.argument("activation")
    return head.dense.set_argument("activation", quoted(wanted, activation), applicability="unsafe")
