"""LL803: an EarlyStopping that watches the training although validation data is there."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem
from lstm_lint.notions.training import callbacks
from lstm_lint.script import Configured, Fit, Known, Script

_NO_METRIC = ("lr", "learning_rate")


@check("early-stopping-on-training-loss", needs="fits EarlyStopping")
def early_stopping_on_training_loss(script: Script) -> Iterator[Problem]:
    for callback, fit, model in callbacks(script):
        if callback.cls != "EarlyStopping" or fit is None or fit.validation is not True:
            continue
        monitor = callback.known("monitor")
        if not isinstance(monitor, str) or monitor.startswith("val_") or _watched_as_well(callback, fit):
            continue
        if monitor in _NO_METRIC:
            continue
        yield Problem(
            f"`monitor='{monitor}'` of training rows improves even while the model overfits; write 'val_{monitor}'",
            callback.span("monitor"),
            fix=_fix(callback, f"val_{monitor}"),
            model=model.name if model else None,
        )


def _watched_as_well(callback: Configured, fit: Fit) -> bool:
    """Whether another EarlyStopping watches the validation data, or may do so."""
    if fit.callbacks is None or fit["validation_freq"] != Known(1) and fit.given("validation_freq"):
        return True
    others = [other for other in fit.callbacks if other.cls == "EarlyStopping" and other is not callback]
    return any(str(other.known("monitor") or "val_").startswith("val_") for other in others)


def _fix(callback: Configured, name: str) -> Fix | None:
    place = callback.argument("monitor").place
    quote = place.text[0] if place is not None else ""
    if quote not in ("'", '"'):
        return None
    return callback.set_argument("monitor", f"{quote}{name}{quote}", applicability="unsafe")
