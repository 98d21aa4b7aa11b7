"""LL801: a callback or a search that waits for a value which the training never logs."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Fix, Problem, Severity
from lstm_lint.keras_api.signatures import identifiers
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.logged import MONITORING, is_logged, logs_more, modern, names_logged
from lstm_lint.notions.losses import REGRESSION, loss_of
from lstm_lint.notions.wording import LONGEST
from lstm_lint.script import Configured, Fit, Known, Model, Script, identifier


@check("callback-monitor-unavailable", needs="fits")
def callback_monitor_unavailable(script: Script) -> Iterator[Problem]:
    # What is None on one path may be data on the other: `if strategy is None:` may stand there twice.
    validated = {
        id(fit.place.node) for model in script.models for fit in model.fits if fit.validation is not False
    }
    for model in script.models:
        logged = names_logged(model, script.target)
        for fit in model.fits if model.kind != "subclassed" else ():
            if fit.validation is False and id(fit.place.node) in validated:
                continue
            if fit.callbacks is None or logs_more(fit):
                continue
            if fit.objective is not None and (problem := _never_scored(fit, logged, model)) is not None:
                yield problem
            for callback in fit.callbacks:
                monitor = callback.known("monitor")
                if not isinstance(monitor, str) or not _waits(callback):
                    continue
                if logged is not None and not is_logged(monitor, logged):
                    yield _not_logged(callback, monitor, logged, fit, script.target, model)
                elif monitor.startswith("val_") and fit.validation is False:
                    message = f"`monitor='{monitor}'` without validation data: {callback.cls} never acts"
                    add = "add `validation_split` to `fit`"
                    yield Problem(
                        f"{message}; {add}", callback.span("monitor"), model=model.name, cause=monitor
                    )
                elif (metric := _numbered(model, monitor, script)) is not None and fit.in_loop:
                    yield _made_again(callback, monitor, metric, model)


def _never_scored(fit: Fit, logged: tuple[str, ...] | None, model: Model) -> Problem | None:
    """A search whose objective is in none of the logs. keras_tuner/engine/oracle.py, _check_objective_found."""
    assert fit.objective is not None
    name, place = fit.objective
    unvalidated = name.startswith("val_") and fit.validation is False
    if not unvalidated and (logged is None or is_logged(name, logged)):
        return None
    instead = "val_loss" if fit.validation else "loss"
    why = "without validation data" if unvalidated else "is never logged"
    message = (
        f"objective '{name}' {why}: the search raises ValueError; write '{instead}', or log it by metrics"
    )
    if unvalidated:
        message = f"objective '{name}' {why}: the search raises ValueError; give `search` validation data"
    return Problem(message, place.span, Severity.ERROR, model=model.name)


def _numbered(model: Model, monitor: str, script: Script) -> Configured | None:
    """The metric that is monitored under the name of its class and that a loop makes again in each round.

    Keras numbers what has no name of its own: auc, auc_1, auc_2, until clear_session. metrics/metric.py, auto_name.
    """
    if any(used.path.endswith(("clear_session", "reset_uids")) for used in script.names):
        return None
    for compile in model.in_force:
        metrics = compile.metrics.value if isinstance(compile.metrics, Known) else None
        for item in metrics if isinstance(metrics, (list, tuple)) else ():
            metric = item.value if isinstance(item, Known) else item
            if not isinstance(metric, Configured) or not metric.in_loop or metric["name"] != Known(None):
                continue
            if monitor.removeprefix("val_") == identifier(Known(metric)):
                return metric
    return None


def _made_again(callback: Configured, monitor: str, metric: Configured, model: Model) -> Problem:
    name = monitor.removeprefix("val_")
    acts = "keeps the last epoch" if callback.cls == "ModelCheckpoint" else "does not act"
    again = f"each pass makes a new `{metric.cls}`, '{name}_1' from pass 2 on"
    message = f"{again}: {callback.cls} {acts}; write name='{name}'"
    fix = metric.set_argument("name", f'"{name}"')
    return Problem(message, callback.span("monitor"), Severity.WARNING, fix, model.name)


def _waits(callback: Configured) -> bool:
    """Whether the callback does its work only when it finds the monitored value."""
    if callback.cls == "ModelCheckpoint":
        return callback.known("save_best_only") is True
    return callback.cls in MONITORING


def _not_logged(
    callback: Configured, monitor: str, logged: tuple[str, ...], fit: Fit, target: KerasTarget, model: Model
) -> Problem:
    legacy = modern(monitor, logged)
    raises = target.at_least(3) and callback.known("mode") == "auto"
    crashes = raises and (legacy is not None or callback.cls == "EarlyStopping")
    effect = f"{callback.cls} raises ValueError in Keras 3" if crashes else f"{callback.cls} never acts"
    said = f"`monitor='{monitor}'` is never logged: {effect}"
    cures = [f"write '{legacy}'"] if legacy else _cures(callback, monitor, logged, fit, target, model)
    return Problem(
        next(text for cure in cures if len(text := f"{said}; {cure}") <= LONGEST or cure is cures[-1]),
        callback.span("monitor"),
        Severity.ERROR if crashes else Severity.WARNING,
        _fix(callback, legacy) if legacy else None,
        model.name,
    )


def _cures(
    callback: Configured, monitor: str, logged: tuple[str, ...], fit: Fit, target: KerasTarget, model: Model
) -> list[str]:
    """The metric that it waits for, by its name in the logs or in `compile`; else the loss. The longest first."""
    val, metric = ("val_" if monitor.startswith("val_") else ""), monitor.removeprefix("val_")
    rate = [name for name in logged if "acc" in name.lower()]
    if metric == "acc" or metric.endswith("accuracy"):
        if len(rate) == 1:
            return [f"write '{val}{rate[0]}'"]
        if any(loss_of(compiled) in REGRESSION for compiled in model.in_force):
            metric = ""  # it says nothing of a quantity
    if (metric == "acc" or metric in identifiers("metrics", target)) and (not val or fit.validation):
        return [f"add metrics=['{metric}'] to `compile`", f"add metrics=['{metric}']", "log it by `metrics`"]
    loss = "val_loss" if fit.validation else "loss"
    return [f"write '{loss}', mode='min'"] if callback.known("mode") == "max" else [f"write '{loss}'"]


def _fix(callback: Configured, name: str) -> Fix | None:
    place = callback.argument("monitor").place
    quote = place.text[0] if place is not None else ""
    return callback.set_argument("monitor", f"{quote}{name}{quote}") if quote in ("'", '"') else None
