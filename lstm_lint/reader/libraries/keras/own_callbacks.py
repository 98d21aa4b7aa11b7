"""Callback classes of the program that look on: they keep, print or draw what a training logs, and change nothing."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Class, Module
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree.syntax import parts

_BASE = "keras.callbacks.Callback"
# Names by which a callback takes part: the rate, the end of the training, the weights, and what nobody can follow.
_TAKES_PART = frozenset(
    {
        "optimizer", "lr", "learning_rate", "set_value", "assign", "stop_training", "set_weights", "load_weights",
        "compile", "fit", "fit_generator", "train_on_batch", "trainable", "reset_states", "reset_state",
        "setattr", "globals", "eval", "exec", "exit", "_exit",
    }
)  # fmt: skip
_CHANGES_A_DICT = frozenset({"update", "setdefault", "pop", "popitem", "clear"})  # as that of the logs


def looks_on(cls: Class) -> bool:
    """Whether a class that derives from `Callback` alone certainly leaves training, rate and logs as they are."""
    line = list(cls.line())
    if not all(map(_is_of_callback, line)):
        return False
    waiting: list[cst.CSTNode] = [one.node.body for one in line]
    while waiting:
        node = waiting.pop()
        if _takes_part(node):
            return False
        waiting += parts(node)
    return True


def _is_of_callback(cls: Class) -> bool:
    base = cls.bases[0] if len(cls.bases) == 1 else None
    return isinstance(base, Class) or (isinstance(base, Module) and canonical(base.path) == _BASE)


def _takes_part(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Name):
        return node.value in _TAKES_PART
    if isinstance(node, (cst.AssignTarget, cst.AugAssign)):  # `logs["rate"] = 0.1`
        return isinstance(node.target, cst.Subscript) and isinstance(node.target.value, cst.Name)
    if isinstance(node, cst.Attribute):
        return isinstance(node.value, cst.Name) and node.attr.value in _CHANGES_A_DICT
    if isinstance(node, cst.Call) and not _is_super(node.func):
        return any(_is_the_model(arg.value) for arg in node.args)
    return isinstance(node, cst.Raise)


def _is_super(function: cst.BaseExpression) -> bool:
    return isinstance(function, cst.Name) and function.value == "super"


def _is_the_model(value: cst.BaseExpression) -> bool:
    """Whether a function gets the model, or the callback that has it, and may do anything to it."""
    if isinstance(value, cst.Attribute):
        return value.attr.value == "model"
    return isinstance(value, cst.Name) and value.value in ("self", "model")
