"""The losses that `compile` was given, in one spelling each, and what they expect of the model's output."""

from __future__ import annotations

from lstm_lint.findings import Fix
from lstm_lint.notions.activations import quoted
from lstm_lint.script import Compile, Configured, Known, Value, identifier

# Element by element, without a check of shapes: a wrong shape is broadcast.
REGRESSION = frozenset(
    {
        "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error", "huber", "log_cosh",
    }
)  # fmt: skip
CROSSENTROPY = frozenset(
    {"binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"}
)

_SPELLINGS = {
    "mse": "mean_squared_error", "mae": "mean_absolute_error", "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error", "huber_loss": "huber", "logcosh": "log_cosh",
    "bce": "binary_crossentropy", "kld": "kl_divergence", "kullback_leibler_divergence": "kl_divergence",
}  # fmt: skip


def loss_of(compiled: Compile) -> str | None:
    """The name of the one loss of a compile call: `mean_squared_error` for `"mse"`; None where not known."""
    loss = compiled.loss
    if isinstance(loss, Known) and isinstance(loss.value, list) and len(loss.value) == 1:
        loss = Known(loss.value[0])
    return name_of(loss)


def name_of(loss: Value) -> str | None:
    """The name of a loss, however it is written; None where it is none, or not known."""
    name = identifier(loss) if loss != Known(None) else None
    return _SPELLINGS.get(name, name) if name else None


def crossentropy_on_probabilities(compiled: Compile) -> str | None:
    """The crossentropy of a compile call that certainly reads the output as probabilities, not logits."""
    name = loss_of(compiled)
    if name not in CROSSENTROPY or not isinstance(compiled.loss, Known):
        return None
    if not isinstance(compiled.loss.value, Configured):
        return name  # a string or a bare function: Keras' default is False
    return name if compiled.loss.value["from_logits"] == Known(False) else None


def replace_loss(compiled: Compile, name: str) -> Fix | None:
    """The fix that writes another loss; None where the loss does not stand in the call as a string."""
    loss = compiled.argument("loss")
    if not isinstance(loss.value, Known) or not isinstance(loss.value.value, str):
        return None
    if loss.place is None or not loss.place.text.startswith(("'", '"')):
        return None
    return compiled.set_argument("loss", quoted(name, loss))
