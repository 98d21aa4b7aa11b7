"""LL789: a split or a weight that scikit-learn refuses to work out, whatever the data holds."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem
from lstm_lint.notions.refusals import refusals
from lstm_lint.script import Refused, Script


@check("refused-by-scikit-learn")
def refused_by_scikit_learn(script: Script) -> Iterator[Problem]:
    yield from refusals(script, _message)


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "class-weight-positions", _:
            why = "`compute_class_weight` takes its arguments by name: TypeError"
            return f"{why}; write classes=..., y=..."
        case "stratified", (splitter, "nothing"):
            return f"`{splitter}.split` needs the classes too: TypeError; write split(x, y)"
        case "stratified", (splitter, "rows"):
            return f"`{splitter}` takes class ids, and gets one-hot rows: ValueError; write y.argmax(axis=1)"
        case "stratified", (splitter, _) if splitter == "train_test_split":
            return "`stratify` gets numbers, each there once, and no classes: ValueError; leave it out"
        case "stratified", (splitter, _):
            plain = splitter.replace("Stratified", "")
            return f"`{splitter}` gets numbers, and no classes: ValueError; use `{plain}`"
    return ""
