"""LL789: a split or a weight that scikit-learn refuses to work out, whatever the data holds."""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint.checks import check
from lstm_lint.findings import Problem, Severity
from lstm_lint.notions.refusals import of_kind, refusals
from lstm_lint.script import Refused, Script

_POSITIONS = "class-weight-positions"


@check("refused-by-scikit-learn", needs="refused")
def refused_by_scikit_learn(script: Script) -> Iterator[Problem]:
    yield from refusals(script, _message)
    if not script.target.below(3):
        yield from refusals(script, of_kind("sklearn-argument", _removed))
    old = script.target.below(3)  # a program for Keras 2 may run beside a scikit-learn of its time
    yield from refusals(script, of_kind(_POSITIONS, _by_name), Severity.WARNING if old else None)


def _by_name(*_: str) -> str:
    why = "`compute_class_weight` takes its arguments by name since scikit-learn 1.0: TypeError"
    return f"{why}; write classes=..., y=..."


def _removed(name: str, argument: str, version: str, instead: str) -> str:
    return f"`{name}` takes no `{argument}` since scikit-learn {version}: TypeError; write {instead}"


def _message(found: Refused) -> str:
    match found.kind, found.words:
        case "stratified", (splitter, "nothing"):
            return f"`{splitter}.split` needs the classes too: TypeError; write split(x, y)"
        case "stratified", (splitter, "rows"):
            return f"`{splitter}` takes class ids, and gets one-hot rows: ValueError; write y.argmax(axis=1)"
        case "stratified", (splitter, _) if splitter == "train_test_split":
            return "`stratify` gets numbers, each there once, and no classes: ValueError; leave it out"
        case "stratified", (splitter, _):
            plain = splitter.replace("Stratified", "")
            return f"`{splitter}` gets numbers, and no classes: ValueError; use `{plain}`"
        case "no-table", (method, axes):
            return f"`{method}` gets an array of {axes} axes and takes a table: ValueError; write x.reshape(len(x), -1)"
        case "dates-scaled", (cls, column):
            return f"`{cls}` gets the column {column!r} of dates among numbers: TypeError; leave it out"
        case "words-scaled", (cls, column, word):
            message = f"`{cls}` gets the column {column!r} of words: ValueError, no float is {word!r}"
            return f"{message}; leave it out or encode it"
    return ""
