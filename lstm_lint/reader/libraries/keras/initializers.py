"""What the `__init__` of a class of the program does around that of Keras, as far as its text says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Class, Function
from lstm_lint.reader.tree.syntax import statements

# What `Layer.__init__` sets whatever was there before, and what it sets it to: keras/src/layers/layer.py, and
# tensorflow/python/keras/engine/base_layer.py of Keras 2.
_SET_ANEW = {
    "supports_masking": "False", "trainable": "True", "activity_regularizer": "None", "input_spec": "None",
}  # fmt: skip
_KERAS_3_ONLY = {"autocast": "True", "name": ""}  # `name` has no setter in Keras 2, and raises there


def note_initializer(it: Interpreter, cls: Class, plain: bool) -> None:
    """Write down an `__init__` that nowhere names that of its base class, and what one sets too early.

    `plain`: the class derives from `Layer` or `Model` of Keras itself and from nothing else.
    """
    function = cls.find("__init__")
    node = function.node if isinstance(function, Function) else None
    if isinstance(node, cst.FunctionDef) and node.name not in it.record.initializers:
        body = it.text(node.body)
        left_out = not _names_base(body) and not any(
            f".{name}(" in body and _names_base(it.text(method.node.body))
            for name, method in cls.names.items()
            if isinstance(method, Function)
        )
        it.record.initializers[node.name] = cls.name if left_out else ""
        if plain and not left_out and "__init__" in cls.names:
            it.record.set_early.update(_set_early(it, cls, node, body))


def note_super(it: Interpreter, cls: Class, base: str) -> None:
    """Write down what the `__init__` of a class hands to that of `Layer`, `Model` or `Callback` by position.

    None of them has parameters to take it: keras/src/layers/layer.py, models/model.py, callbacks/callback.py. `Model`
    takes inputs and outputs.
    """
    function = cls.names.get("__init__")
    node = function.node if isinstance(function, Function) else None
    if not isinstance(node, cst.FunctionDef) or it.control.guards:
        return
    for statement in statements(node.body):
        call = statement.value if isinstance(statement, cst.Expr) else None
        if isinstance(call, cst.Call) and _is_of_super(it, call.func):
            given = [argument for argument in call.args if argument.keyword is None and argument.star != "**"]
            names = {argument.keyword.value for argument in call.args if argument.keyword is not None}
            starred = any(argument.star for argument in given)
            ends = base == "Model" and (len(given) == 2 or names & {"inputs", "outputs"})
            if given and not starred and not ends:
                it.record.refuse(given[0].value, "super-argument", it.text(given[0].value), base)


def _is_of_super(it: Interpreter, function: cst.BaseExpression) -> bool:
    owner = function.value if isinstance(function, cst.Attribute) else None
    named = isinstance(function, cst.Attribute) and function.attr.value == "__init__"
    return named and isinstance(owner, cst.Call) and it.text(owner.func) == "super"


def _names_base(body: str) -> bool:
    return "super" in body or "__init__" in body


def _set_early(
    it: Interpreter, cls: Class, node: cst.FunctionDef, body: str
) -> Iterator[tuple[cst.CSTNode, str]]:
    """The attributes that Keras sets anew after the program has: `self.supports_masking = True` before `super()`.

    Silent where the program sets the attribute a second time, hands it to Keras, or says it in the class.
    """
    params = node.params.params or node.params.posonly_params
    own = params[0].name.value if params else ""
    set_anew = {**_SET_ANEW, **(_KERAS_3_ONLY if it.target.at_least(3) else {})}
    if not any(f"{own}.{name}" in body for name in set_anew):
        return
    said = {*cls.names, *(["supports_masking"] if "compute_mask" in cls.names else [])}
    found: list[tuple[cst.CSTNode, str]] = []
    for line in statements(node.body):
        call = line.value if isinstance(line, cst.Expr) else None
        if isinstance(call, cst.Call) and it.text(call.func).endswith(".__init__"):
            handed = {argument.keyword.value for argument in call.args if argument.keyword is not None}
            whole = it.text(cls.node)
            yield from (
                (target, name)
                for target, name in found
                if name not in handed and name not in said and _times(whole, own, name) == 1
            )
            return
        for target, value in _assigned(line):
            name = target.attr.value
            plain = isinstance(target.value, cst.Name) and target.value.value == own
            if plain and name in set_anew and it.text(value) != set_anew[name]:
                found.append((target, name))


def _assigned(line: cst.CSTNode) -> Iterator[tuple[cst.Attribute, cst.BaseExpression]]:
    if isinstance(line, cst.Assign):
        for each in line.targets:
            if isinstance(each.target, cst.Attribute):
                yield each.target, line.value
    elif (
        isinstance(line, cst.AnnAssign) and isinstance(line.target, cst.Attribute) and line.value is not None
    ):
        yield line.target, line.value


def _times(text: str, own: str, name: str) -> int:
    """How often a text sets an attribute, by whatever name its methods call the object."""
    return len(re.findall(rf"\b\w+\.{name}\s*(?::[^=\n]+)?=(?!=)", text)) + text.count(f'"{name}"')
