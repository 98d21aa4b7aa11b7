"""Splits that keep the share of each class, by labels that are none: numbers, or one-hot rows.

`StratifiedKFold` of scikit-learn takes classes alone (`type_of_target` of its source), and the other two count how many
rows each value has.
"""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data.conversion import as_data
from lstm_lint.script import Known

_BY_TYPE = ("StratifiedKFold", "RepeatedStratifiedKFold")
_DRAWS = frozenset(
    {"rand", "randn", "random", "random_sample", "sample", "ranf", "standard_normal", "uniform", "normal",
     "exponential", "gamma", "beta", "laplace", "lognormal"}
)  # fmt: skip
# Of numbers of which no two are alike they make such numbers again.
_KEEP = frozenset(
    {"slice", "add", "subtract", "multiply", "divide", "sum", "mean", "cumsum", "exp", "log", "sin", "cos", "tanh",
     "sqrt", "std", "max", "min", "reshape", "ravel", "flatten", "squeeze", "concatenate", "stack", "list", "array",
     "asarray", "DataFrame", "Series", "column", "StandardScaler", "MinMaxScaler", "train_test_split", "expand_dims"}
)  # fmt: skip


def note_stratified(it: Interpreter, call: Call, splitter: str, labels: Abstract | None) -> None:
    """Write down labels by which nothing can be stratified. `splitter`: the class or function that does it."""
    if it.control.guards or not call.args.complete:
        return
    if labels is None:
        if splitter in _BY_TYPE and len(call.args.positional) == 1 and not call.args.keywords:
            it.record.refuse(call.node, "stratified", splitter, "nothing")
        return
    found = as_data(it, labels, call.node) if labels != Known(None) else None
    if found is None or found.text or found.parts is not None:
        return
    if splitter in _BY_TYPE and _is_categorical(found):  # whatever it was made of
        it.record.refuse(call.node, "stratified", splitter, "rows")
    elif not found.sure:
        return
    elif is_continuous(found):
        it.record.refuse(call.node, "stratified", splitter, "values")
    elif splitter in _BY_TYPE and _is_one_hot(found):
        it.record.refuse(call.node, "stratified", splitter, "rows")


def is_continuous(data: Data) -> bool:
    """Whether it certainly holds numbers that were drawn from a density, of which no two are alike."""
    if not data.steps or data.integer or data.dtype == "bool" or data.columns:
        return False
    return data.steps[0].what in _DRAWS and all(step.what in _DRAWS | _KEEP for step in data.steps)


def _is_categorical(data: Data) -> bool:
    """Whether `to_categorical` made it: a vector for each label, of two classes or more."""
    shape = data.shape
    narrow = shape is not None and (len(shape) < 2 or shape[-1] == 1)
    after = [step.kind for step in data.steps[-3:]]
    last = next((step for step in reversed(data.steps) if step.kind not in ("split", "shuffle")), None)
    return not narrow and "one-hot" in after and last is not None and last.what == "to_categorical"


def _is_one_hot(data: Data) -> bool:
    shape = data.shape or ()
    wide = len(shape) == 2 and isinstance(shape[1], int) and shape[1] > 2
    after = [step.kind for step in data.steps]
    return (
        wide and "one-hot" in after and set(after[after.index("one-hot") :]) <= {"one-hot", "split", "select"}
    )
