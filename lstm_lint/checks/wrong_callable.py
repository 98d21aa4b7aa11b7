"""LL473: a loss, metric or callback that Keras cannot call, or a function that a dataset cannot."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import refusals
from lstm_lint.script import Refused, Script

_LONGEST = 24  # of a name in a message


@check("wrong-callable", needs="refused")
def wrong_callable(script: Script) -> Iterator[Problem]:
    yield from refusals(script, _message)


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "callback-class", (name,):
            return f"`{name[:_LONGEST]}` is the class: `fit` raises; make a callback of it, {name[:_LONGEST]}(...)"
        case "function-maker", (what, name):
            name = name[:_LONGEST]
            return f"`{name}` returns the {what} and is none: `fit` raises; call it, {what}={name}(...)"
        case "function-takes", (what, name, takes):
            arguments = f"{takes} argument{'s' if takes != '1' else ''}"
            return f"`{name[:_LONGEST]}` takes {arguments}, a {what} gets y_true and y_pred: `fit` raises; take two"
        case "metric-takes", (name,):
            gives = "a metric is given `sample_weight` too, as None where there is none"
            return f"`update_state` of `{name[:_LONGEST]}`: {gives}: TypeError; take sample_weight=None"
        case "layer-call", (name, missing):
            name, missing = name[:_LONGEST], missing[:_LONGEST]
            return f"`{name}` is called without `{missing}`, which its `call` needs: TypeError; pass it"
        case "dataset-function", (method, name, elements, takes):
            return _of_dataset(method, name[:_LONGEST], elements, takes)
    return ""


def _of_dataset(method: str, name: str, elements: str, takes: str) -> str:
    if elements == "arrays":
        return f"`{method}` gives `{name}` one array, but it takes {takes} arguments: TypeError; zip the datasets first"
    number = {"0": "none", "1": "one"}[takes]
    if elements == "windows":
        batch = "zip((x.batch(n), y.batch(n)))"
        return f"`{method}` gives `{name}` two windows, it takes {number}: TypeError; write lambda x, y: ...{batch}"
    return f"`{method}` gives `{name}` two arguments, x and y, it takes {number}: TypeError; write lambda x, y: ..."
