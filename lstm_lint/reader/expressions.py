"""Expressions: what a piece of syntax stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import libcst as cst

from lstm_lint.keras_api.numpy_names import removed_names
from lstm_lint.reader import frames, operation_formulas, slices
from lstm_lint.reader.arithmetic import binary_operation, boolean_operation, comparison, unary_operation
from lstm_lint.reader.attributes import attribute
from lstm_lint.reader.contents import as_set, integer, join
from lstm_lint.reader.graph import Built, Network, Tensor
from lstm_lint.reader.siblings import resolve
from lstm_lint.reader.values import (
    MAX_ITEMS,
    Abstract,
    Data,
    Function,
    Instance,
    Items,
    Module,
    Table,
)
from lstm_lint.script import Ending, Known, Symbol, Unknown

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_MAX_UNROLLED = 40  # elements of a comprehension that are read one by one


_SINGLETONS = {"True": Known(True), "False": Known(False), "None": Known(None)}


def _name(walk: Walk, node: cst.Name) -> Abstract:
    value = _SINGLETONS.get(node.value) or walk.lookup(node.value)
    return resolve(walk, value) if isinstance(value, Module) else value


def _integer(walk: Walk, node: cst.Integer) -> Abstract:
    if len(node.value) > 40:
        return Unknown("a very long integer")
    return Known(int(node.value.replace("_", ""), 0) if node.value[0] != "0" else node.evaluated_value)


def _float(walk: Walk, node: cst.Float) -> Abstract:
    return Known(float(node.value))


def _string(walk: Walk, node: cst.SimpleString | cst.ConcatenatedString) -> Abstract:
    try:
        value = node.evaluated_value
    except (ValueError, SyntaxError):
        return Unknown("a string that does not evaluate")
    return Known(value) if isinstance(value, (str, bytes)) else Unknown("a formatted string")


def _formatted(walk: Walk, node: cst.FormattedString) -> Abstract:
    text = ""
    whole = True
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text += part.value
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        value = walk.evaluate(part.expression)
        if not isinstance(value, Known) or isinstance(value.value, (Symbol, float)) or part.format_spec:
            whole, text = False, value.text if isinstance(value, Ending) and not part.format_spec else ""
        else:
            text += str(value.value)
        if len(text) > MAX_ITEMS:
            return Unknown("a very long string")
    return Known(text, "computed") if whole else Ending("a formatted string", text)


def _sequence(walk: Walk, node: cst.Tuple | cst.List | cst.Set) -> Abstract:
    items: list[Abstract] = []
    is_open = False
    for element in node.elements:
        value = walk.evaluate(element.value)
        if isinstance(element, cst.StarredElement):
            if isinstance(value, Items) and not value.open and not value.spoiled:
                items.extend(value.items)
            else:
                is_open = True
        else:
            items.append(value)
        if len(items) > MAX_ITEMS:
            return Unknown("a very long list")
    if isinstance(node, cst.Set):
        return as_set(Items(items, True, is_open, walk.depth))
    return Items(items, not isinstance(node, cst.Tuple), is_open, walk.depth)


def _dict(walk: Walk, node: cst.Dict) -> Abstract:
    table = Table({}, depth=walk.depth)
    for element in node.elements:
        value = walk.evaluate(element.value)
        if isinstance(element, cst.DictElement):
            key = walk.evaluate(element.key)
            if isinstance(key, Known) and isinstance(key.value, (str, int, float, bool, type(None))):
                table.entries[key.value] = value
            else:
                table.open = True
        elif isinstance(value, Table):
            table.entries.update(value.entries)
            table.open = table.open or value.open
        else:
            table.open = True
    return table


def _attribute(walk: Walk, node: cst.Attribute) -> Abstract:
    owner = walk.evaluate(node.value)
    if isinstance(owner, Module) and owner.path == "numpy" and node.attr.value in removed_names():
        walk.name(f"numpy.{node.attr.value}", "attribute", node, node)
    value = attribute(walk, owner, node.attr.value)
    return resolve(walk, value) if isinstance(value, Module) else value


def _call(walk: Walk, node: cst.Call) -> Abstract:
    return walk.call(node)


def _if_expression(walk: Walk, node: cst.IfExp) -> Abstract:
    truth = walk.truth(walk.evaluate(node.test))
    if truth is not None:
        return walk.evaluate(node.body if truth else node.orelse)
    with walk.undecided():
        return join(walk.evaluate(node.body), walk.evaluate(node.orelse))


def _lambda(walk: Walk, node: cst.Lambda) -> Abstract:
    return Function(node, walk.scope, "<lambda>")


def _comprehension(walk: Walk, node: cst.ListComp | cst.GeneratorExp | cst.SetComp) -> Abstract:
    with walk.inner_scope():
        found: list[Abstract] = []
        complete = _comprehend(walk, node.for_in, lambda: found.append(walk.evaluate(node.elt)))
    made = Items(found, True, not complete, walk.depth)
    return as_set(made) if isinstance(node, cst.SetComp) else made


def _dict_comprehension(walk: Walk, node: cst.DictComp) -> Abstract:
    table = Table({}, depth=walk.depth)

    def add() -> None:
        key, value = walk.evaluate(node.key), walk.evaluate(node.value)
        if isinstance(key, Known) and isinstance(key.value, (str, int)):
            table.entries[key.value] = value
        else:
            table.open = True

    with walk.inner_scope():
        table.open = not _comprehend(walk, node.for_in, add) or table.open
    return table


def _comprehend(walk: Walk, clause: cst.CompFor, body: Callable[[], None]) -> bool:
    """Run the body for each element; False where the elements could not all be listed."""
    values = walk.elements(walk.evaluate(clause.iter), _MAX_UNROLLED)
    complete = values is not None
    for value in values if values is not None else [walk.any_element(clause.iter)]:
        walk.assign(clause.target, value)
        decided = [walk.truth(walk.evaluate(condition.test)) for condition in clause.ifs]
        if False in decided:
            continue
        complete = complete and None not in decided
        if clause.inner_for_in is not None:
            complete = _comprehend(walk, clause.inner_for_in, body) and complete
        else:
            body()
    return complete


def _named(walk: Walk, node: cst.NamedExpr) -> Abstract:
    value = walk.evaluate(node.value)
    walk.assign(node.target, value)
    return value


def _subscript(walk: Walk, node: cst.Subscript) -> Abstract:
    value = walk.evaluate(node.value)
    parts = [element.slice for element in node.slice]
    if (array := frames.as_column(walk, value, node.value)) is not None:
        return slices.subscript(walk, node, array, parts)
    if isinstance(value, Tensor):
        return walk.operation(node, [value], operation_formulas.of_slices(walk, parts))
    if len(parts) != 1:
        return value if type(value) is Unknown else Unknown("an element that is not known")
    only = parts[0]
    if isinstance(only, cst.Index):
        return _element(walk, value, walk.evaluate(only.value))
    return _part(walk, value, only)


def _element(walk: Walk, value: Abstract, index: Abstract) -> Abstract:
    if isinstance(value, Table) and isinstance(index, Known):
        found = value.entries.get(index.value) if isinstance(index.value, (str, int, bool, float)) else None
        return found if found is not None else Unknown("a key that is not known")
    if isinstance(value, Table):
        return Unknown("an entry of a dict, by a key that is not known")
    at = integer(index)
    if isinstance(value, Items) and not value.spoiled and not value.unordered:
        if at is not None and -len(value.items) <= at < len(value.items) and (not value.open or at == 0):
            return value.items[at]
        alike = value.items[0] if len(value.items) == 1 and (value.open or at is None) else None
        return alike if isinstance(alike, (Data, Items)) else Unknown("an element that is not known")
    if isinstance(value, Known) and isinstance(value.value, (str, tuple)) and at is not None:
        return (
            Known(value.value[at], "computed")
            if -len(value.value) <= at < len(value.value)
            else Unknown("range")
        )
    if isinstance(value, (Instance, Network, Built, Module)):
        return Unknown("an element of an object")
    if type(value) is Unknown:
        return value
    return Unknown("an element that is not known")


def _part(walk: Walk, value: Abstract, part: cst.BaseSlice) -> Abstract:
    assert isinstance(part, cst.Slice)
    bounds = [
        None if bound is None else walk.evaluate(bound) for bound in (part.lower, part.upper, part.step)
    ]
    whole = isinstance(value, Items) and not value.open and not value.spoiled
    if not whole or any(bound is not None and integer(bound) is None for bound in bounds):
        if isinstance(value, Items):
            return Items(list(value.items), value.mutable, True, walk.depth, value.spoiled)
        return value if type(value) is Unknown else Unknown("a part that is not known")
    assert isinstance(value, Items)
    lower, upper, step = (None if bound is None else integer(bound) for bound in bounds)
    if step == 0:
        return Unknown("a step of zero")
    return Items(value.items[lower:upper:step], value.mutable, False, walk.depth)


def _yield(walk: Walk, node: cst.Yield) -> Abstract:
    value: Abstract = Known(None)
    if isinstance(node.value, cst.BaseExpression):
        value = walk.evaluate(node.value)
    walk.frames[-1].yields.append(value)
    return Unknown("what is sent to a generator")


EVALUATE: dict[type, Callable[[Walk, Any], Abstract]] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _float,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _string,
    cst.FormattedString: _formatted,
    cst.Tuple: _sequence,
    cst.List: _sequence,
    cst.Set: _sequence,
    cst.Dict: _dict,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.BinaryOperation: binary_operation,
    cst.UnaryOperation: unary_operation,
    cst.Comparison: comparison,
    cst.BooleanOperation: boolean_operation,
    cst.IfExp: _if_expression,
    cst.Lambda: _lambda,
    cst.ListComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.SetComp: _comprehension,
    cst.DictComp: _dict_comprehension,
    cst.NamedExpr: _named,
    cst.Subscript: _subscript,
    cst.Yield: _yield,
}
