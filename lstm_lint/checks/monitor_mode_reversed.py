"""LL835: a callback that takes the worst value of what it monitors for the best."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.losses import CROSSENTROPY, REGRESSION, loss_of
from lstm_lint.notions.training import callbacks, epochs
from lstm_lint.notions.wording import with_cure
from lstm_lint.script import Configured, Fit, Known, Model, Script

# Names that Keras gives to what should rise, and to what should fall.
_RISES = frozenset(
    {"accuracy", "acc", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy",
     "top_k_categorical_accuracy", "auc", "precision", "recall", "r2_score"}
)  # fmt: skip
_FALLS = frozenset(
    {"mae", "mse", "mape", "msle", "mean_absolute_error", "mean_squared_error", "root_mean_squared_error",
     "mean_absolute_percentage_error", "mean_squared_logarithmic_error"}
)  # fmt: skip
_OF_SCIKIT_LEARN = {
    "accuracy_score": "max", "balanced_accuracy_score": "max", "f1_score": "max", "r2_score": "max",
    "roc_auc_score": "max", "mean_squared_error": "min", "mean_absolute_error": "min",
    "root_mean_squared_error": "min", "log_loss": "min",
}  # fmt: skip


@check("monitor-mode-reversed", needs="aims|mode=")
def monitor_mode_reversed(script: Script) -> Iterator[Problem]:
    yield from _searches(script)
    for callback, fit, model in callbacks(script):
        monitor, mode = callback.known("monitor"), callback.known("mode")
        right = _direction(monitor, model) if isinstance(monitor, str) else None
        if right is None or mode not in ("min", "max") or mode == right or _never_stops(callback, fit):
            continue
        effect = _effect(callback)
        if effect is not None:
            message = f"`mode='{mode}'` takes the worst '{monitor}' for the best: {effect}; write '{right}'"
            yield Problem(
                message,
                callback.span("mode"),
                fix=callback.set_argument("mode", f'"{right}"', applicability="unsafe"),
                model=model.name if model else None,
            )


def _never_stops(callback: Configured, fit: Fit | None) -> bool:
    """Whether an EarlyStopping waits longer than the training lasts, and brings nothing back."""
    last, patience = epochs(fit) if fit is not None else None, callback.number("patience")
    waits = callback.cls == "EarlyStopping" and last is not None and patience is not None and patience >= last
    return waits and callback["restore_best_weights"] == Known(False)


def _searches(script: Script) -> Iterator[Problem]:
    """Searches that look for the largest loss, or for the smallest accuracy."""
    trained = [model for model in script.models if model.fits]
    for place, towards, name in script.aims:
        directions = {_OF_SCIKIT_LEARN.get(name) or _direction(name, model) for model in trained}
        right = directions.pop() if len(directions) == 1 else None
        if right is None or towards not in ("minimize", "maximize") or towards.startswith(right):
            continue
        end = "largest" if towards == "maximize" else "smallest"
        message = f"the search looks for the {end} '{name}', the worst of all"
        yield Problem(with_cure(message, f'write create_study(direction="{right}imize")'), place.span)


def _direction(monitor: str, model: Model | None) -> str | None:
    """Whether a larger value is the better one; None where that is not known."""
    name = monitor.removeprefix("val_")
    if name == "loss":
        losses = [loss_of(compile) for compile in model.in_force] if model is not None else []
        plain = bool(losses) and all(loss in REGRESSION | CROSSENTROPY for loss in losses)
        return "min" if plain else None
    return "max" if name in _RISES else "min" if name in _FALLS else None


def _effect(callback: Configured) -> str | None:
    if callback.cls == "EarlyStopping":
        restores = callback["restore_best_weights"] == Known(True)
        return "it stops too early" + (" and restores the worst epoch" if restores else "")
    if callback.cls == "ReduceLROnPlateau":
        return "it lowers the rate while the model learns"
    keeps = callback.cls == "ModelCheckpoint" and callback["save_best_only"] == Known(True)
    return "it keeps the worst epoch" if keeps else None
