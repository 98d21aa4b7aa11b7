"""A loss or metric of the program that takes the prediction first, where Keras gives the targets first."""

from __future__ import annotations

import re

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Function
from lstm_lint.reader.tree.syntax import everything, names_in, names_used

_PREDICTED = re.compile(r"y_?hat|(y|p)?_?pred(s|icted|iction|ictions)?(_y)?|outputs?", re.IGNORECASE)
_TRUE = re.compile(r"(y_?)?(true|actuals?|targets?|labels?|truth)(_y)?", re.IGNORECASE)
_LOGARITHMS = frozenset({"log", "log1p", "log2", "log10"})


def note_order(it: Interpreter, function: Function, what: str) -> None:
    """`def mape(y_pred, y_true): return mean(abs(y_true - y_pred) / y_true)` divides by the prediction."""
    node = function.node
    if not isinstance(node, cst.FunctionDef):
        return
    names = [one.name.value for one in (*node.params.posonly_params, *node.params.params)][:2]
    if len(names) < 2 or not (_PREDICTED.fullmatch(names[0]) and _TRUE.fullmatch(names[1])):
        return
    if _means_one(node.body, names):
        it.record.slip(node.name, "loss-order", function.name, names[0], names[1], what)


def _means_one(body: cst.BaseSuite, names: list[str]) -> bool:
    """Whether it divides by one of the two or takes its logarithm, and not the other's; else they may change places."""
    made_of = {name: {name} for name in names}
    divisors: list[set[str]] = []
    logged: list[set[str]] = []
    for node in everything(body):
        if isinstance(node, cst.Assign):
            for target in node.targets:
                made_of.update(dict.fromkeys(names_in(target.target), _of(node.value, made_of)))
        elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.Divide):
            divisors.append(_of(node.right, made_of))
        elif isinstance(node, cst.Call) and isinstance(node.func, cst.Attribute) and node.args:
            if node.func.attr.value in _LOGARITHMS:
                logged.append(_of(node.args[0].value, made_of))
            elif node.func.attr.value in ("divide", "divide_no_nan") and len(node.args) == 2:
                divisors.append(_of(node.args[1].value, made_of))
    return _is_of_one(divisors) or _is_of_one(logged)


def _is_of_one(found: list[set[str]]) -> bool:
    """Whether some hang on one of the two alone, and none on the other alone."""
    return len({min(one) for one in found if len(one) == 1}) == 1


def _of(node: cst.CSTNode, made_of: dict[str, set[str]]) -> set[str]:
    return set().union(*(made_of.get(name, set()) for name in names_used(node)))
