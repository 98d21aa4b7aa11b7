"""What a program makes of several values that it gets at once: names on the left of them, words beside them.

As in `asked.py`, only what is certain is written down.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract, Items, LayerWeights, Predictions, Scores, Tensor
from lstm_lint.script import Known, Split


def unpacked(it: Interpreter, target: cst.Tuple | cst.List, value: Abstract) -> None:
    """`a, b = value` is about to happen, with what is no tensor."""
    if it.control.guards or any(isinstance(one, cst.StarredElement) for one in target.elements):
        return
    names = len(target.elements)
    if isinstance(value, Items):
        count = count_of(value)
        if count is not None and count != names and is_of_program(value):
            it.record.refuse(target, "unpack", _split_by(value), str(count), str(names))
        _of_sides(it, target, value)
    if isinstance(value, Known) and value.value is None and value.origin == "nothing":
        it.record.refuse(target, "nothing", "", f"{names} names")
    elif isinstance(value, Scores) and value.count != names:
        it.record.refuse(target, "scores", value.method, str(value.count), str(names))
    elif isinstance(value, Scores):
        _of_scores(it, target)
    elif isinstance(value, Predictions) and value.count != names:
        it.record.refuse(target, "predictions", value.method, str(value.count), str(names))
    elif isinstance(value, LayerWeights) and value.count != names:
        it.record.refuse(target, "layer-weights", value.layer, str(value.count), str(names))


_INPUT, _TARGET = (
    re.compile(r"x(?![a-z])|inputs?(?![a-z])", re.IGNORECASE),
    re.compile(r"y(?![a-z])|labels?(?![a-z])", re.IGNORECASE),
)


def _of_sides(it: Interpreter, target: cst.Tuple | cst.List, value: Items) -> None:
    """`x_train, y_train, x_test, y_test = train_test_split(x, y)`: the second part is that of x."""
    names = [one.value.value for one in target.elements if isinstance(one.value, cst.Name)]
    last = [one.steps[-1] if isinstance(one, Data) and one.steps else None for one in value.items]
    split = len(last) == 4 and all(step is not None and step.what == "train_test_split" for step in last)
    sides = [
        step.detail.part if step is not None and isinstance(step.detail, Split) else None for step in last
    ]
    as_given = sides == ["train", "test", "train", "test"]
    if not split or not as_given or len(names) != 4 or value.open or value.spoiled:
        return
    expected = (_INPUT, _TARGET, _INPUT, _TARGET)
    if all(kind.match(name) for kind, name in zip(expected, names)):
        it.record.refuse(target, "sides", *names)


def _split_by(value: Items) -> str:
    """`train_test_split` where that made all parts; else empty."""
    last = [one.steps[-1].what if isinstance(one, Data) and one.steps else "" for one in value.items]
    return "train_test_split" if last and set(last) == {"train_test_split"} else ""


_ACCURACY = re.compile(r"acc(uracy)?(?![a-z])", re.IGNORECASE)
_LOSS = re.compile(r"loss|(?<![a-z])err(or)?(?![a-z])", re.IGNORECASE)


def _of_scores(it: Interpreter, target: cst.Tuple | cst.List) -> None:
    """`accuracy, loss = model.evaluate(x, y)`: the loss comes first."""
    names = [one.value.value for one in target.elements if isinstance(one.value, cst.Name)]
    if len(names) == len(target.elements) == 2 and _ACCURACY.search(names[0]) and _LOSS.search(names[1]):
        it.record.slip(target, "scores-exchanged", *names)


def printed(it: Interpreter, call: cst.Call) -> None:
    """`print("accuracy:", score[0])` where `score` is what `evaluate` returns: the first is the loss."""
    for label, shown in pairwise(call.args):
        text = label.value.evaluated_value if isinstance(label.value, cst.SimpleString) else None
        if isinstance(text, str) and _ACCURACY.search(text) and not _LOSS.search(text):
            _note_first(it, shown.value)


def _note_first(it: Interpreter, node: cst.BaseExpression) -> None:
    if not isinstance(node, cst.Subscript) or not isinstance(node.value, cst.Name):
        return
    if it.text(node).endswith("[0]") and isinstance(it.evaluate(node.value), Scores):
        it.record.slip(node, "loss-called-accuracy", it.text(node.value))


def count_of(owner: Abstract) -> int | None:
    """How many elements a list or tuple certainly has."""
    if isinstance(owner, Items) and not (owner.open or owner.spoiled or owner.unordered or owner.weighed):
        return len(owner.items)
    return len(owner.value) if isinstance(owner, Known) and isinstance(owner.value, tuple) else None


def is_of_program(value: Items) -> bool:
    """Whether it certainly is a list or tuple: the tensors that a layer is called with may be read as one."""
    return not value.spoiled and not any(isinstance(one, Tensor) for one in value.items)
