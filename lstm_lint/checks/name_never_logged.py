"""LL838: `history.history["acc"]`, or a checkpoint's file name with `{val_acc}`, where no such name is logged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from string import Formatter

from lstm_lint.checks import check
from lstm_lint.findings import Edit, Fix, Problem, Severity
from lstm_lint.ir.records import replace
from lstm_lint.keras_api.versions import KerasTarget
from lstm_lint.notions.logged import RATES, lacks, modern, names_logged
from lstm_lint.script import Configured, Ending, Fit, Known, Model, Place, Script

_OF_KERAS = ("epoch", "batch")  # what ModelCheckpoint itself knows

_MOST = 3  # names in a message


@check("name-never-logged", needs="fits")
def name_never_logged(script: Script) -> Iterator[Problem]:
    """What a place asks for is missing only where each training that leads there lacks it."""
    found: dict[object, list[Problem | None]] = defaultdict(list)
    for model in script.models if script.target.at_least(2, 3) else ():
        for fit in model.fits:
            for name, place in fit.looked_up:
                found[place.node].append(_in_history(model, fit, name, place, script.target))
            for callback in fit.callbacks or ():
                for name, raises, place in callback.asks:
                    problem = _in_history(model, fit, name, place, script.target)
                    found[place.node].append(_in_logs(problem, raises))
                if callback.cls == "ModelCheckpoint":
                    problem = _in_file_name(model, fit, callback, script.target)
                    found[callback.place.node].append(problem)
    for problems in found.values():
        if problems[0] is not None and None not in problems:
            yield problems[0]


def _in_history(model: Model, fit: Fit, name: str, place: Place, target: KerasTarget) -> Problem | None:
    logged = names_logged(model, target)
    if not lacks(name, fit, logged, target):
        return None
    new = _new(name, fit, logged, target)
    why, cure = _why(name, fit, logged, new)
    fix = None
    if new is not None and place.text in (f'"{name}"', f"'{name}'"):
        quote = place.text[0]
        fix = Fix(f"write '{new}'", "safe", (Edit(place.span, f"{quote}{new}{quote}"),))
    message = f"the history has no '{name}'{why}: KeyError{cure}"
    severity = None
    if name in RATES and new is not None:
        message = (
            f"Keras {'3' if name == 'lr' else '2'} logs the rate as '{new}', not as '{name}': KeyError{cure}"
        )
        severity = Severity.WARNING if target.certainty == "unknown" else None
    elif new is not None:
        message = f"the history has no '{name}' since Keras 2.3: KeyError{cure}"
        severity = Severity.WARNING if target.certainty == "unknown" else None
    return Problem(message, place.span, severity, fix, model.name, cause=_cause(name, new))


def _in_logs(problem: Problem | None, raises: str) -> Problem | None:
    """What a callback of the program asks of the logs."""
    if problem is None:
        return None
    message = problem.message.replace("the history has", "the logs have").replace("KeyError", raises)
    return replace(problem, message=message)


def _in_file_name(model: Model, fit: Fit, callback: Configured, target: KerasTarget) -> Problem | None:
    """ModelCheckpoint completes its file name at the end of each epoch, also where it then saves nothing."""
    if callback["save_freq"] != Known("epoch"):
        return None
    logged = names_logged(model, target)
    for name in _fields(callback):
        if lacks(name, fit, logged, target):
            new = _new(name, fit, logged, target)
            why, cure = _why(name, fit, logged, new)
            message = f"the file name holds '{name}', which is not logged{why}: KeyError after an epoch{cure}"
            severity = None
            if new is not None and name not in RATES:
                message = (
                    f"the file name holds '{name}', not logged since Keras 2.3: KeyError after an epoch{cure}"
                )
                severity = Severity.WARNING if target.certainty == "unknown" else None
            fix = _renamed(callback, name, new) if new is not None else None
            span = callback.span("filepath")
            return Problem(message, span, severity, fix, model=model.name, cause=_cause(name, new))
    return None


def _fields(callback: Configured) -> Iterator[str]:
    value = callback["filepath"]
    text = value.text if isinstance(value, Ending) else value.value if isinstance(value, Known) else None
    try:
        parts = list(Formatter().parse(text)) if isinstance(text, str) else []
    except ValueError:
        return
    for _, field, _, _ in parts:
        name = re.match(r"\w+", field or "")
        if name is not None and name[0] not in _OF_KERAS and not name[0].isdigit():
            yield name[0]


def _renamed(callback: Configured, old: str, new: str) -> Fix | None:
    place = callback.argument("filepath").place
    written = re.compile(rf"\{{{old}(?=[:}}!])")
    if place is None or len(written.findall(place.text)) != 1:
        return None
    return Fix(f"write '{new}'", "safe", (Edit(place.span, written.sub(f"{{{new}", place.text)),))


def _new(name: str, fit: Fit, logged: tuple[str, ...] | None, target: KerasTarget) -> str | None:
    """The name under which it is logged by the Keras that the program is for."""
    if name.startswith("val_") and fit.validation is False:
        return None
    if name in RATES:
        other = RATES[name == "lr"]
        return None if lacks(other, fit, logged, target) else other
    return modern(name, logged) if logged is not None else None


def _why(name: str, fit: Fit, logged: tuple[str, ...] | None, new: str | None) -> tuple[str, str]:
    """The reason, where the name does not say it, and what to write."""
    if new is not None:
        return "", f"; write '{new}'"
    if name.startswith("val_") and fit.validation is False:
        return " without validation data", "; give `fit` `validation_split`"
    if name in RATES or logged is None:
        return "", "; only callbacks that change the learning rate log it"
    start = "val_" if name.startswith("val_") else ""
    names = [f"'{start}{one}'" for one in ("loss", *logged)]
    return "", f"; it has {', '.join(names[:_MOST])}{', ...' if len(names) > _MOST else ''}"


def _cause(name: str, new: str | None) -> str:
    """Both `acc` and `val_acc` are the name of one metric."""
    return name.removeprefix("val_") if new is not None else name
