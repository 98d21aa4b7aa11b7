"""Expressions: what a piece of syntax stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.join import as_set, join
from lstm_lint.reader.abstract.swept import each
from lstm_lint.reader.abstract.values import (
    ASKED,
    ASKED_OF_ALL,
    MAX_ITEMS,
    Abstract,
    Items,
    Linear,
    Module,
    Table,
    published_of,
)
from lstm_lint.reader.interpreter.arithmetic import (
    binary_operation,
    boolean_operation,
    comparison,
    unary_operation,
)
from lstm_lint.reader.interpreter.attributes import attribute
from lstm_lint.reader.interpreter.calls import call
from lstm_lint.reader.interpreter.elements import length, trial_of
from lstm_lint.reader.interpreter.formats import note_format
from lstm_lint.reader.interpreter.functions import define
from lstm_lint.reader.interpreter.machine import Machine
from lstm_lint.reader.interpreter.subscripts import subscript
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Ending, Known, Step, Swept, Symbol, Unknown

_MAX_UNROLLED = 40  # elements of a comprehension that are read one by one
_LONGEST_INTEGER = 128  # bits
_MAX_PASSES = _MAX_UNROLLED**2  # of comprehensions in comprehensions, and in loops


_SINGLETONS = {"True": Known(True), "False": Known(False), "None": Known(None)}


def _name(machine: Machine, node: cst.Name) -> Abstract:
    value = _SINGLETONS.get(node.value) or machine.lookup(node.value)
    return machine.resolve(value) if isinstance(value, Module) else value


def _integer(machine: Machine, node: cst.Integer) -> Abstract:
    value = node.evaluated_value
    if value is None or value.bit_length() > _LONGEST_INTEGER:
        return Unknown("a very long integer")
    return Known(value)


def _literal(machine: Machine, node: cst.Float | cst.SimpleString | cst.ConcatenatedString) -> Abstract:
    value = node.evaluated_value
    return Known(value) if value is not None else Unknown("a formatted string")


def _formatted(machine: Machine, node: cst.FormattedString) -> Abstract:
    text = ""
    whole = True
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            text += part.value
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        value = machine.evaluate(part.expression)
        note_format(machine, part.expression, value, part.format_spec)
        if not isinstance(value, Known) or isinstance(value.value, (Symbol, float)) or part.format_spec:
            whole, text = False, value.text if isinstance(value, Ending) and not part.format_spec else ""
        else:
            text += str(value.value)
        if len(text) > MAX_ITEMS:
            return Unknown("a very long string")
    return Known(text, "computed") if whole else Ending("a formatted string", text)


def _sequence(machine: Machine, node: cst.Tuple | cst.List | cst.Set) -> Abstract:
    items: list[Abstract] = []
    is_open = False
    for element in node.elements:
        value = machine.evaluate(element.value)
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
        drawn = _template(node, items)
        if drawn is not None:
            return drawn
        return as_set(Items(items, True, is_open, machine.control.depth))
    return Items(items, not isinstance(node, cst.Tuple), is_open, machine.control.depth)


def _template(node: cst.Set, items: list[Abstract]) -> Abstract | None:
    """`{{uniform(0, 1)}}`: a set in a set is no Python that runs, but how hyperas marks a draw."""
    if len(items) != 1 or not isinstance(node.elements[0].value, cst.Set):
        return None
    inner = items[0].items if isinstance(items[0], Items) else []
    return inner[0] if len(inner) == 1 and isinstance(inner[0], (Swept, Known)) else None


def _dict(machine: Machine, node: cst.Dict) -> Abstract:
    table = Table({}, depth=machine.control.depth)
    for element in node.elements:
        value = machine.evaluate(element.value)
        if isinstance(element, cst.DictElement):
            key = machine.evaluate(element.key)
            if isinstance(key, Known) and isinstance(key.value, (str, int, float, bool, type(None))):
                table.entries[key.value] = value
            else:
                table.open = True
        elif isinstance(value, Table):
            table.take_over(value)
        else:
            table.forget()
    return table


def _attribute(machine: Machine, node: cst.Attribute) -> Abstract:
    owner = machine.evaluate(node.value)
    if owner.__class__ in ASKED or node.attr.value in ASKED_OF_ALL:
        machine.registry.common.asks(machine, node, owner)
    value = attribute(machine, owner, node.attr.value)
    if not isinstance(value, Module):
        return value
    if isinstance(owner, Module) and machine.registry.common.notes(value.path, "attribute"):
        machine.mention(value.path, "attribute", node, node)
    return machine.resolve(value)


def _if_expression(machine: Machine, node: cst.IfExp) -> Abstract:
    if not syntax.asks_version(node.test):
        return _either(machine, node)
    control = machine.control
    control.guards += 1
    try:
        return _either(machine, node)
    finally:
        control.guards -= 1


def _either(machine: Machine, node: cst.IfExp) -> Abstract:
    test = machine.evaluate(node.test)
    truth = machine.truth(test)
    if truth is None and isinstance(test, Swept):
        found = each([test], lambda one: machine.evaluate(node.body if one.value else node.orelse))
        if found is not None:
            return found
        machine.settle(test)
    if truth is not None:
        return machine.evaluate(node.body if truth else node.orelse)
    with machine.undecided():
        body, orelse = machine.evaluate(node.body), machine.evaluate(node.orelse)
    return _label(machine, node, test, body, orelse) or join(body, orelse)


def _label(
    machine: Machine, node: cst.IfExp, test: Abstract, body: Abstract, orelse: Abstract
) -> Data | None:
    """`1 if price[i + 5] > price[i] else 0`: the comparison as a number, since several at once raise."""
    numbers = {
        one.value for one in (body, orelse) if isinstance(one, Known) and type(one.value) in (int, float)
    }
    if not isinstance(test, Data) or numbers != {0, 1} or test.text or test.shape not in (None, ()):
        return None
    if not test.steps or test.steps[-1].what != "comparison":
        return None
    step = Step("cast", "int", machine.place(node))
    return test.then(step, shape=(), magnitude=1.0, integer=True, kind="array")


def _lambda(machine: Machine, node: cst.Lambda) -> Abstract:
    return define(machine, node, "<lambda>")


def _comprehension(machine: Machine, node: cst.ListComp | cst.GeneratorExp | cst.SetComp) -> Abstract:
    with machine.inner_scope():
        found: list[Abstract] = []
        iterables: list[Abstract] = []
        complete = _comprehend(
            machine, node.for_in, lambda: found.append(machine.evaluate(node.elt)), iterables
        )
        one = node.for_in
        whole = not complete and one.inner_for_in is None and not one.ifs and not one.asynchronous
        count = length(iterables[0]) if whole else None
    made = Items(found, True, not complete, machine.control.depth, count=count, each=whole)
    made.lazy = isinstance(node, cst.GeneratorExp)
    return as_set(made) if isinstance(node, cst.SetComp) else made


def _dict_comprehension(machine: Machine, node: cst.DictComp) -> Abstract:
    table = Table({}, depth=machine.control.depth)
    numbers: list[Linear | None] = []
    pairs: list[tuple[Abstract, Abstract]] = []
    iterables: list[Abstract] = []

    def add() -> None:
        key, value = machine.evaluate(node.key), machine.evaluate(node.value)
        pairs.append((key, value))
        numbers.append(_running_number(machine, value))
        if isinstance(key, Known) and isinstance(key.value, (str, int)):
            table.entries[key.value] = value
        else:
            table.open = True

    with machine.inner_scope():
        table.open = not _comprehend(machine, node.for_in, add, iterables) or table.open
    published = published_of(*pairs[0]) if table.open and len(pairs) == 1 else None
    if published is not None:
        return published
    if table.open and len(numbers) == 1 and numbers[0] is not None:
        table.numbers = True
        if (
            isinstance(iterables[0], Items) and numbers[0].stride == 1
        ):  # of `enumerate`; a range may begin anywhere
            table.first = numbers[0].offset
            listed = _enumerated(machine, node.for_in)
            table.bare = isinstance(listed, Items) and listed.distinct and not listed.spoiled
            if table.first == 1 and listed is not None:
                known = len(listed.items) if isinstance(listed, Items) else 0
                machine.record.numbered_lists[id(listed)] = (listed, known, table)
    return table


def _enumerated(machine: Machine, clause: cst.CompFor) -> Abstract | None:
    """`words` of `for i, word in enumerate(words)`."""
    call = clause.iter
    of_all = not clause.ifs and clause.inner_for_in is None
    if not of_all or not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
        return None
    words = call.args[0].value if call.func.value == "enumerate" and call.args else None
    return machine.evaluate(words) if isinstance(words, cst.Name) else None


def _running_number(machine: Machine, value: Abstract) -> Linear | None:
    """A number that counts the passes of the comprehension that is being read."""
    own = machine.control.scope.names.values()
    if isinstance(value, Linear) and any(isinstance(one, Linear) and one.base is value.base for one in own):
        return value
    return None


def _comprehend(
    machine: Machine, clause: cst.CompFor, body: Callable[[], None], iterables: list[Abstract] | None = None
) -> bool:
    """Run the body for each element; False where the elements could not all be listed. Keeps what is looped over."""
    iterable = machine.evaluate(clause.iter)
    machine.settle(iterable)
    if iterables is not None:
        iterables.append(iterable)
    values = machine.elements(iterable, _MAX_UNROLLED)
    control = machine.control
    if values is not None and len(values) * control.passes > _MAX_PASSES:
        values = None
    complete = values is not None
    around, control.passes = control.passes, control.passes * max(len(values or ()), 1)
    for value in values if values is not None else [machine.element(iterable, clause.iter)]:
        machine.assign(clause.target, value)
        control.trials.append(trial_of(clause.target, value) if complete else {})
        decided = [machine.truth(machine.evaluate(condition.test)) for condition in clause.ifs]
        if False in decided:
            control.trials.pop()
            continue
        complete = complete and None not in decided
        control.guards += None in decided  # what is asked of an element may be asked for in the condition
        if clause.inner_for_in is not None:
            complete = _comprehend(machine, clause.inner_for_in, body) and complete
        else:
            body()
        control.guards -= None in decided
        control.trials.pop()
    control.passes = around
    return complete


def _named(machine: Machine, node: cst.NamedExpr) -> Abstract:
    value = machine.evaluate(node.value)
    machine.assign(node.target, value)
    return value


def _yield(machine: Machine, node: cst.Yield) -> Abstract:
    value: Abstract = Known(None)
    if isinstance(node.value, cst.BaseExpression):
        value = machine.evaluate(node.value)
    frame = machine.control.frames[-1]
    frame.yields.append(value)
    several = machine.control.loops > frame.around + 1  # `for epoch in range(n): for batch in ...: yield`
    frame.goes_on = frame.goes_on or several or isinstance(node.value, cst.From)
    return Unknown("what is sent to a generator")


EXPRESSIONS: dict[type, Callable[[Machine, Any], Abstract]] = {
    cst.Name: _name,
    cst.Integer: _integer,
    cst.Float: _literal,
    cst.SimpleString: _literal,
    cst.ConcatenatedString: _literal,
    cst.FormattedString: _formatted,
    cst.Tuple: _sequence,
    cst.List: _sequence,
    cst.Set: _sequence,
    cst.Dict: _dict,
    cst.Attribute: _attribute,
    cst.Call: call,
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
    cst.Subscript: subscript,
    cst.Yield: _yield,
}
