"""Recurrent layers of the script that are in none of its models: each is named with the reason."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import libcst as cst

from lstm_lint.reader import syntax
from lstm_lint.reader.contents import parts
from lstm_lint.reader.graph import Built
from lstm_lint.reader.names import canonical, split
from lstm_lint.reader.values import Module
from lstm_lint.script import RECURRENT, Model, Unread

if TYPE_CHECKING:
    from lstm_lint.reader.walk import Walk

_CALL = re.compile(rf"\b(?:{'|'.join(sorted(RECURRENT))})\(")


def unplaced(walks: Collection[Walk], models: Collection[Model]) -> Iterator[Unread]:
    """What is read of them on any path counts."""
    walk = next(iter(walks))
    placed = {layer.place.node for model in models for layer in model.layers}
    placed |= {wrapper.place.node for model in models for layer in model.layers for wrapper in layer.wrappers}
    built = {one.node: one for each in walks for one in each.built if one.cls in RECURRENT}
    inner = {part.node: one for each in walks for one in each.built for part in parts(one)}
    for node, one in built.items():
        if node in placed or _is_foreign(walk, node):
            continue
        outer = inner.get(node)
        if outer is not None and (outer.node in placed or outer.node in inner):
            continue  # the backward layer of a Bidirectional that is in a model
        yield Unread(walk.places.of(node), f"`{one.cls}`", _why(one, outer))
    if len(_CALL.findall(walk.text)) > len(built):
        passed = {call: why for each in walks for node, why in each.passed for call in _calls(walk, node)}
        for call in _calls(walk, walk.module):
            if call not in built:
                why = passed.get(call, "nothing that was read leads to this line")
                yield Unread(walk.places.of(call), f"`{_name(call)}`", why)


def _why(one: Built, outer: Built | None) -> str:
    held = outer or one
    if held.kind == "layers" and held.first_use is not None:
        return "it is applied to what is not known, or what comes of it reaches no model"
    if outer is not None:
        return f"the `{outer.cls}` around it is in no model that was read and is never called"
    return "no model that was read holds it, and it is never called"


def _is_foreign(walk: Walk, node: cst.CSTNode) -> bool:
    return bool(walk.siblings.texts) and walk.places.of(node).sibling is not None


def _calls(walk: Walk, within: cst.CSTNode) -> Iterator[cst.Call]:
    """Every call in the script of a name that Keras has for a recurrent layer, as far as the imports say."""
    queue: list[cst.CSTNode] = [within]
    while queue:
        node = queue.pop()
        if isinstance(node, cst.Call) and _name(node) in RECURRENT and _is_of_keras(walk, node.func):
            yield node
        queue.extend(syntax.parts(node))


def _name(call: cst.Call) -> str:
    return syntax.dotted(call.func).rpartition(".")[2]


def _is_of_keras(walk: Walk, function: cst.BaseExpression) -> bool:
    root, _, rest = syntax.dotted(function).partition(".")
    outer, walk.scope = walk.scope, walk.main
    try:
        value = walk.lookup(root)
    finally:
        walk.scope = outer
    return isinstance(value, Module) and split(canonical(f"{value.path}.{rest}".rstrip("."))) is not None
