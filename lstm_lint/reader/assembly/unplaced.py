"""Recurrent layers of the script that are in none of its models: each is named with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.join import parts
from lstm_lint.reader.abstract.record import TOO_DEEP, Record
from lstm_lint.reader.abstract.values import Abstract, Built, Module
from lstm_lint.reader.libraries.keras.names import canonical, split
from lstm_lint.reader.tree import syntax
from lstm_lint.script import RECURRENT, Model, Unread

_CALL = re.compile(rf"\b(?:{'|'.join(sorted(RECURRENT))})\(\Z")
_LONGEST = max(map(len, RECURRENT))
# What any call of one ends with: looking for these and then at the words takes a tenth of the time.
_ENDINGS = [
    f"{one}(" for one in RECURRENT if not any(one.endswith(other) for other in RECURRENT if other != one)
]

Lookup = Callable[[str], Abstract]  # what a name stands for at the end of the script


def unplaced(
    records: Collection[Record], models: Collection[Model], module: cst.Module, text: str, lookup: Lookup
) -> Iterator[Unread]:
    """What is read of them on any path counts."""
    place = next(iter(records)).place
    placed = {layer.place.node for model in models for layer in model.layers}
    placed |= {wrapper.place.node for model in models for layer in model.layers for wrapper in layer.wrappers}
    built = {one.node: one for each in records for one in each.built if one.cls in RECURRENT}
    left = [node for node in built if node not in placed and place(node).sibling is None]
    inner = {part.node: one for each in records for one in each.built for part in parts(one)} if left else {}
    for node in left:
        one = built[node]
        outer = inner.get(node)
        if outer is not None and (outer.node in placed or outer.node in inner):
            continue  # the backward layer of a Bidirectional that is in a model
        yield Unread(place(node), f"`{one.cls}`", _why(one, outer))
    if _written(text) > len(built):
        passed = {call: why for each in records for node, why in each.passed for call in _calls(node, lookup)}
        for call in _calls(module, lookup):
            if call not in built:
                why = passed.get(call, "nothing that was read leads to this line")
                never_runs = call in passed and why != TOO_DEEP
                yield Unread(place(call), f"`{_name(call)}`", why, live=not never_runs)


def _written(text: str) -> int:
    """How often a text calls one of the classes, in comments and strings too."""
    found = 0
    for ending in _ENDINGS:
        at = text.find(ending)
        while at >= 0:
            end = at + len(ending)
            found += _CALL.search(text, max(end - _LONGEST - 1, 0), end) is not None
            at = text.find(ending, end)
    return found


def _why(one: Built, outer: Built | None) -> str:
    held = outer or one
    if held.kind == "layers" and held.first_use is not None:
        return "it is applied to what is not known, or what comes of it reaches no model"
    if outer is not None:
        return f"the `{outer.cls}` around it is in no model that was read and is never called"
    return "no model that was read holds it, and it is never called"


def _calls(within: cst.CSTNode, lookup: Lookup) -> Iterator[cst.Call]:
    """Every call in the script of a name that Keras has for a recurrent layer, as far as the imports say."""
    for node in syntax.everything(within):
        if isinstance(node, cst.Call) and _name(node) in RECURRENT and _is_of_keras(node.func, lookup):
            yield node


def _name(call: cst.Call) -> str:
    return syntax.dotted(call.func).rpartition(".")[2]


def _is_of_keras(function: cst.BaseExpression, lookup: Lookup) -> bool:
    root, _, rest = syntax.dotted(function).partition(".")
    value = lookup(root)
    return isinstance(value, Module) and split(canonical(f"{value.path}.{rest}".rstrip("."))) is not None
