"""Callback classes of the program: those that look on, and what they ask of the logs.

Who looks on keeps, prints or draws what a training logs, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.values import Class, Function, Module
from lstm_lint.reader.libraries.keras.names import canonical
from lstm_lint.reader.tree.syntax import names_used, own_nodes, parts, statements

Asked = tuple[str, str, cst.CSTNode]  # a name, what its lack raises, and where it is written

_BASE = "keras.callbacks.Callback"
# Names by which a callback takes part: the rate, the end of the training, the weights, and what nobody can follow.
_BEYOND = frozenset({"setattr", "globals", "eval", "exec", "exit", "_exit"})  # that nobody can follow
_TAKES_PART = _BEYOND | {
    "optimizer", "lr", "learning_rate", "set_value", "assign", "stop_training", "set_weights", "load_weights",
    "compile", "fit", "fit_generator", "train_on_batch", "trainable", "reset_states", "reset_state",
}  # fmt: skip
_CHANGES_A_DICT = frozenset({"update", "setdefault", "pop", "popitem", "clear"})  # as that of the logs


def leaves_logs(cls: Class) -> bool:
    """Whether a class that derives from `Callback` alone certainly writes nothing into the logs, and raises nothing."""
    return _is_of_callbacks(cls) and not any(
        _may_write_logs(node) or (isinstance(node, cst.Name) and node.value in _BEYOND)
        for node in _nodes(cls)
    )


# What `fit` hands to each method, in this order: keras/src/callbacks/callback_list.py.
_GIVEN = {
    **dict.fromkeys(("on_epoch_begin", "on_epoch_end", "on_train_batch_begin", "on_train_batch_end"), 2),
    **dict.fromkeys(("on_train_begin", "on_train_end"), 1),
}


def narrow_hooks(cls: Class) -> Iterator[tuple[str, int, cst.CSTNode]]:
    """The methods that do not take what `fit` gives them, how much that is, and where they are named."""
    for name, count in _GIVEN.items():
        method = cls.find(name)
        node = method.node if isinstance(method, Function) and method.kind == "plain" else None
        if not isinstance(node, cst.FunctionDef) or node.decorators:
            continue
        params = node.params
        ordered = [*params.posonly_params, *params.params][1:]
        needed = [one for one in ordered if one.default is None]
        keywords = [one for one in params.kwonly_params if one.default is None]
        if (len(ordered) < count and params.star_arg is None) or len(needed) > count or keywords:
            yield name, count, node.name


def asked(cls: Class) -> Iterator[Asked]:
    """The names that each end of an epoch asks of the logs, and raises where they lack one.

    `logs["val_loss"]`, and `logs.get("acc") > 0.9`, which compares None. Only what no branch leads to.
    """
    if not _is_of_callbacks(cls):
        return
    method = cls.names.get("on_epoch_end")
    node = method.node if isinstance(method, Function) else None
    params = node.params.params if isinstance(node, cst.FunctionDef) else ()
    if not isinstance(node, cst.FunctionDef) or len(params) != 3:
        return
    logs = params[2].name.value
    for statement in statements(node.body):
        if isinstance(statement, cst.If):
            if logs not in names_used(statement.test) or _asks_whether(statement.test):
                return  # from here on it is not certain to come by
            yield from _asked_in(statement.test, logs)
            return
        if not isinstance(statement, cst.BaseSmallStatement):
            return
        yield from _asked_in(statement, logs)


def _asks_whether(test: cst.BaseExpression) -> bool:
    """`"acc" in logs and ...`, `logs and ...`: the rest need not be reached."""
    return any(
        isinstance(node, (cst.BooleanOperation, cst.UnaryOperation, cst.In, cst.NotIn, cst.Is, cst.IsNot))
        for node in (test, *own_nodes(test))
    )


def _asked_in(node: cst.CSTNode, logs: str) -> Iterator[Asked]:
    for one in (node, *own_nodes(node)):
        if isinstance(one, cst.BooleanOperation | cst.IfExp):
            return
        if isinstance(one, cst.Subscript) and isinstance(one.value, cst.Name) and one.value.value == logs:
            index = one.slice[0].slice if len(one.slice) == 1 else None
            if isinstance(index, cst.Index):
                yield from _asked(index.value, "KeyError")
        elif isinstance(one, cst.Comparison) and isinstance(one.comparisons[0].operator, _ORDERS):
            for side in (one.left, one.comparisons[0].comparator):
                yield from _got(side, logs)


_ORDERS = (cst.GreaterThan, cst.GreaterThanEqual, cst.LessThan, cst.LessThanEqual)


def _got(node: cst.BaseExpression, logs: str) -> Iterator[Asked]:
    """`logs.get("acc")`, without another value for where it is not there."""
    if not isinstance(node, cst.Call) or len(node.args) != 1 or not isinstance(node.func, cst.Attribute):
        return
    owner = node.func.value
    if isinstance(owner, cst.Name) and owner.value == logs and node.func.attr.value == "get":
        yield from _asked(node.args[0].value, "TypeError")


def _asked(node: cst.CSTNode, raises: str) -> Iterator[Asked]:
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    if isinstance(value, str):
        yield value, raises, node


def looks_on(cls: Class) -> bool:
    """Whether a class that derives from `Callback` alone certainly leaves training, rate and logs as they are."""
    return _is_of_callbacks(cls) and not any(map(_takes_part, _nodes(cls)))


def _is_of_callbacks(cls: Class) -> bool:
    return all(map(_is_of_callback, cls.line()))


def _nodes(cls: Class) -> Iterator[cst.CSTNode]:
    waiting: list[cst.CSTNode] = [one.node.body for one in cls.line()]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += parts(node)


def _is_of_callback(cls: Class) -> bool:
    base = cls.bases[0] if len(cls.bases) == 1 else None
    return isinstance(base, Class) or (isinstance(base, Module) and canonical(base.path) == _BASE)


def _takes_part(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Name):
        return node.value in _TAKES_PART
    return _may_write_logs(node)


def _may_write_logs(node: cst.CSTNode) -> bool:
    """Whether a statement may change a dict, hand the model on, or end the training before anybody reads the logs."""
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
