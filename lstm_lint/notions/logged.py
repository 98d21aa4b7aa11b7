"""Which names a training writes into its logs: for callbacks, file names and `history.history`."""

from __future__ import annotations

import re

from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.losses import loss_of
from lstm_lint.notions.training import PASSIVE_CALLBACKS, is_one_of
from lstm_lint.script import Compile, Configured, Fit, Known, Model, Symbol, identifier

MONITORING = ("EarlyStopping", "ReduceLROnPlateau", "ModelCheckpoint")
_SETS_RATE = ("ReduceLROnPlateau", "LearningRateScheduler", "TensorBoard")  # they log the learning rate
RATES = ("lr", "learning_rate")  # in Keras 2, since Keras 3
_KNOWN = PASSIVE_CALLBACKS | {*MONITORING, *_SETS_RATE}  # none of them logs anything else
_SHORT = {
    "mean_absolute_error": ("mae", "MAE"),
    "mean_squared_error": ("mse", "MSE"),
    "mean_absolute_percentage_error": ("mape", "MAPE"),
    "mean_squared_logarithmic_error": ("msle", "MSLE"),
}
_LEGACY = {"acc": "accuracy", "val_acc": "val_accuracy"}


def logs_more(fit: Fit) -> bool:
    """Whether a callback may write names of its own into the logs."""
    return fit.callbacks is None or not all(
        callback.leaves_logs or is_one_of(callback, _KNOWN) for callback in fit.callbacks
    )


def names_logged(model: Model, target: KerasTarget) -> tuple[str, ...] | None:
    """The names that the training logs besides `loss`, without `val_`; None where not all are known."""
    if len(model.in_force) != 1 or len(model.heads) != 1 or not target.at_least(2, 3):
        return None  # keras below 2.3 logs `acc` for "accuracy"
    compile = model.in_force[0]
    weighted = compile.arguments.get("weighted_metrics")
    if not compile.complete or loss_of(compile) is None or (weighted is not None and weighted.given):
        return None
    metrics = compile.metrics.value if isinstance(compile.metrics, Known) else "unknown"
    if metrics is None:
        return ()
    if not isinstance(metrics, (list, tuple)):
        return None
    names = [_metric_name(metric) for metric in metrics]
    return tuple(name for name in names if name is not None) if None not in names else None


def metrics_named(compiled: Compile) -> list[str]:
    """The metrics that are written as strings, as written."""
    value = compiled.metrics
    listed = value.value if isinstance(value, Known) else None
    found = [
        metric.value if isinstance(metric, Known) else metric
        for metric in (listed if isinstance(listed, (list, tuple)) else [listed])
    ]
    return [name for name in found if isinstance(name, str)]


def _metric_name(metric: object) -> str | None:
    if isinstance(metric, Known):
        metric = metric.value
    if isinstance(metric, str):
        return metric
    if isinstance(metric, Symbol):
        return metric.name
    if isinstance(metric, Configured):
        name = metric.known("name")
        return (
            name if isinstance(name, str) else identifier(Known(metric)) if not metric.given("name") else None
        )
    return None


def is_logged(name: str, logged: tuple[str, ...]) -> bool:
    """Generously: any case counts, and a number that Keras appends to repeated metrics (`auc_1`)."""
    wanted = name.removeprefix("val_")
    plain = re.sub(r"_\d+$", "", wanted).lower()
    return wanted in ("loss", *RATES) or any(
        plain == re.sub(r"_\d+$", "", identifier(Known(name)) or name) for name in logged
    )


def lacks(name: str, fit: Fit, logged: tuple[str, ...] | None, target: KerasTarget) -> bool:
    """Whether the logs of a training certainly do not hold a name. `logged`: as `names_logged`."""
    if logs_more(fit):
        return False
    if name in RATES:
        renamed = target.at_least(3) if name == "lr" else target.below(3)
        return renamed or not any(callback.cls in _SETS_RATE for callback in fit.callbacks or ())
    if name.startswith("val_") and fit.validation is False:
        return True
    return logged is not None and not is_logged(name, logged)


def is_long_name(name: str, model: Model, fit: Fit) -> bool:
    """Whether the name is that of a metric that `compile` is given by its short name: `mean_absolute_error` of "mae".

    Keras below 2.3 and TensorFlow 1 log the long one, later ones the name as it is written.
    """
    if len(model.in_force) != 1 or len(model.heads) != 1 or logs_more(fit):
        return False
    metrics, short = model.in_force[0].metrics, _SHORT.get(name.removeprefix("val_"), ())
    value = metrics.value if isinstance(metrics, Known) else None
    given = (
        [one.value if isinstance(one, Known) else one for one in value]
        if isinstance(value, (list, tuple))
        else []
    )
    return (
        any(one in short for one in given)
        and all(isinstance(one, str) for one in given)
        and name.removeprefix("val_") not in given
    )


def modern(name: str, logged: tuple[str, ...]) -> str | None:
    """The name since Keras 2.3 of what older ones log as `acc`, where it is logged."""
    return _LEGACY.get(name) if "accuracy" in logged else None
