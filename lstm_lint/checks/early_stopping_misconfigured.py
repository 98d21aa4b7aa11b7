"""LL802: an EarlyStopping that keeps worse weights, stops too soon or never, or comes before ReduceLROnPlateau."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.keras_api.signatures import accepts
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.notions.training import callbacks, epochs, is_own
from lstm_lint.notions.trials import has_tests
from lstm_lint.script import Configured, Fit, Known, Model, Script

_PATIENCE = 10
_TRIED = 3  # epochs of a program that only shows how it is done


@check("early-stopping-misconfigured", needs="fits EarlyStopping")
def early_stopping_misconfigured(script: Script, *, least_patience: int = 2) -> Iterator[Problem]:
    for callback, fit, model in callbacks(script):
        if callback.cls != "EarlyStopping" or fit is None or _never_acts(callback, fit):
            continue
        name = model.name if model else None
        keeps_last = _keeps_last_weights(callback, fit, script.target)
        patience = callback.number("patience")
        hasty = patience is not None and patience < least_patience
        if hasty:
            written = (
                f"`patience={patience:g}`"
                if callback.given("patience")
                else "EarlyStopping without `patience`"
            )
            yield Problem(
                f"{written} stops at the first epoch that is not better; write patience={_PATIENCE}",
                callback.span("patience"),
                fix=callback.set_argument("patience", str(_PATIENCE), applicability="unsafe"),
                model=name,
            )
        last = _last_epoch(callback, fit, script.target)
        if last is not None and patience is not None and patience >= last:
            instead = "write `restore_best_weights=True`" if keeps_last else f"write less than {last:g}"
            restores = callback["restore_best_weights"] == Known(True)
            never = (
                "it never stops, so Keras 2 restores nothing" if restores else "it never stops the training"
            )
            yield Problem(
                f"`patience={patience:g}` of {last + 1:g} epochs: {never}; {instead}",
                callback.span("patience"),
                Severity.WARNING,  # it does nothing at all
                model=name,
            )
            continue
        if keeps_last and not (hasty and not callback.given("patience")):
            yield Problem(
                "without `restore_best_weights=True` the model keeps the last weights, not the best; add it",
                callback.span("restore_best_weights"),
                fix=callback.set_argument("restore_best_weights", "True", applicability="unsafe"),
                model=name,
                pedantic=not _is_judged_on_unseen_data(callback, fit),
            )
        late = _late_reduction(callback, fit)
        if late is not None and not hasty:
            yield Problem(
                f"ReduceLROnPlateau `patience={late.number('patience'):g}`: EarlyStopping `patience={patience:g}` ends "
                f"the training first; write less than {patience:g}",
                late.span("patience"),
                Severity.ADVICE if model and _improves_by_little(callback, late, model) else Severity.WARNING,
                model=name,
            )


def _is_judged_on_unseen_data(callback: Configured, fit: Fit) -> bool:
    """Whether the best weights are those of the model that is used: not by the training loss, nor of a trial."""
    monitor = callback.known("monitor")
    return isinstance(monitor, str) and monitor.startswith("val_") and fit.objective is None


def _never_acts(callback: Configured, fit: Fit) -> bool:
    """Whether the monitored value is never there, of which LL801 speaks."""
    monitor = callback.known("monitor")
    return fit.validation is False and isinstance(monitor, str) and monitor.startswith("val_")


def _last_epoch(callback: Configured, fit: Fit, target: KerasTarget) -> float | None:
    """The number of the last epoch, from 0; None where that is not known, or the best weights come back at its end.

    Keras 2 brings them back only where it stops: callbacks.py, EarlyStopping.on_epoch_end.
    """
    if callback["restore_best_weights"] != Known(False) and target.at_least(3):
        return None
    count, written = epochs(fit), fit.argument("epochs").whole
    if written is not None and not written.text[-1].isdigit() and has_tests(fit.place):
        return None  # a test trains for as short as it can
    plain = callback["baseline"] == Known(None) and not fit.given("initial_epoch") and not fit.in_loop
    return count - 1 if plain and count is not None and count > _TRIED else None


def _keeps_last_weights(callback: Configured, fit: Fit, target: KerasTarget) -> bool:
    if callback["restore_best_weights"] != Known(False) or fit.callbacks is None:
        return False
    if not accepts("callbacks", "EarlyStopping", "restore_best_weights", target):
        return False
    saves = [other for other in fit.callbacks if other.cls == "ModelCheckpoint"]
    own = any(is_own(other, target) for other in fit.callbacks)  # it may keep the best
    return not own and all(other["save_best_only"] == Known(False) for other in saves)


def _improves_by_little(stop: Configured, late: Configured, model: Model) -> bool:
    """Whether the loss may fall by so little that one callback counts it and the other does not, as of scaled data."""
    counted, needed = stop.number("min_delta"), late.number("min_delta")
    if counted is None or needed is None or abs(counted) >= needed:
        return False
    return any(loss_of(compiled) in REGRESSION for compiled in model.in_force)


def _late_reduction(stop: Configured, fit: Fit) -> Configured | None:
    """The ReduceLROnPlateau that waits at least as long for the same value, so that the end comes first."""
    patience = stop.number("patience")
    for other in fit.callbacks or ():
        if other.cls != "ReduceLROnPlateau" or patience is None or stop.known("baseline") is not None:
            continue
        wait = other.number("patience")
        known = isinstance(stop["monitor"], Known) and isinstance(stop["min_delta"], Known)
        same = known and stop["monitor"] == other["monitor"]
        if same and wait is not None and wait >= patience:
            return other
    return None
