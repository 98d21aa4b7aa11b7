"""LL473: a loss, metric or callback that Keras cannot call, or a function that a dataset cannot."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Refused, Script

_LONGEST = 24  # of a name in a message


@check("wrong-callable", needs="refused")
def wrong_callable(script: Script) -> Iterator[Problem]:
    yield from refusals(script, _message)
    pinned = script.target.certainty == "pinned"  # Keras 2 takes it
    yield from refusals(
        script, of_kind("schedule-object", _of_schedule), None if pinned else Severity.WARNING
    )


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "callback-class", (name,):
            return f"`{name[:_LONGEST]}` is the class: `fit` raises; make a callback of it, {name[:_LONGEST]}(...)"
        case "callback-text", (name,):
            return f"{name[:_LONGEST]!r} is a string and no callback: `fit` raises; give the callback itself"
        case "function-maker", (what, name):
            name = name[:_LONGEST]
            return f"`{name}` returns the {what} and is none: `fit` raises; call it, {what}={name}(...)"
        case "function-takes", (what, name, takes):
            arguments = f"{takes} argument{'s' if takes != '1' else ''}"
            return f"`{name[:_LONGEST]}` takes {arguments}, a {what} gets y_true and y_pred: `fit` raises; take two"
        case "metric-takes", (name,):
            gives = "a metric is given `sample_weight` too, as None where there is none"
            return f"`update_state` of `{name[:_LONGEST]}`: {gives}: TypeError; take sample_weight=None"
        case "callback-takes", (hook, count):
            number = "batch" if "batch" in hook else "epoch"
            gets, takes = (
                ("the logs", "logs") if count == "1" else (f"the {number} and the logs", f"{number}, logs")
            )
            return f"`{hook}` gets {gets}: TypeError; write {hook}(self, {takes}=None)"
        case "schedule-number", (written,):
            message = "`LearningRateScheduler` calls its schedule, and gets a number: it raises"
            return f"{message}; write lambda epoch: {written[:_LONGEST]}"
        case "schedule-nothing", (name, epoch):
            when = f" for epoch {epoch}" if epoch else ""
            message = f"`{name[:_LONGEST]}` returns nothing{when}, a schedule gives a float: ValueError"
            return f"{message}; write `return`"
        case "call-misnamed", (cls, name):
            message = f"`{cls[:_LONGEST]}` has no `call`, which Keras runs: NotImplementedError"
            return f"{message}; rename `{name}` to `call`"
        case "layer-call", (name, missing):
            name, missing = name[:_LONGEST], missing[:_LONGEST]
            return f"`{name}` is called without `{missing}`, which its `call` needs: TypeError; pass it"
        case "dataset-function", (method, name, elements, takes):
            return _of_dataset(method, name[:_LONGEST], elements, takes)
    return ""


def _of_schedule(name: str) -> str:
    message = f"`LearningRateScheduler` of Keras 3 takes a function, no `{name}`: it raises"
    return f"{message}; give it to the optimizer"


def _of_dataset(method: str, name: str, elements: str, takes: str) -> str:
    if elements == "arrays":
        return f"`{method}` gives `{name}` one array, but it takes {takes} arguments: TypeError; zip the datasets first"
    number = {"0": "none", "1": "one"}[takes]
    if elements == "windows":
        batch = "zip((x.batch(n), y.batch(n)))"
        return f"`{method}` gives `{name}` two windows, it takes {number}: TypeError; write lambda x, y: ...{batch}"
    return f"`{method}` gives `{name}` two arguments, x and y, it takes {number}: TypeError; write lambda x, y: ..."
