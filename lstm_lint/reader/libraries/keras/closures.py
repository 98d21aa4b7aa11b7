"""What the function of a `Lambda` hides from the model: layers of the program that it calls, and those that it makes.

A `Lambda` tracks no variables but its own. Followed are calls by a plain name; one of `self` is tracked through that.
"""

from __future__ import annotations

from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.record import Record
from lstm_lint.reader.abstract.values import Built, Function, Instance, Module, Network
from lstm_lint.reader.libraries.keras.names import canonical, split
from lstm_lint.reader.tree.syntax import parts
from lstm_lint.script import Hidden, Known

_MAX_NODES = 2_000  # of one function


def note_hidden(it: Interpreter, layer: Built, function: Function) -> None:
    """Write down the layers with weights that the function of a `Lambda` calls."""
    own = {one.name.value for one in (*function.node.params.params, *function.node.params.posonly_params)}
    with it.within(function.scope):
        for call in _calls(function.node.body):
            func = call.func
            if isinstance(func, cst.Name) and func.value not in own:
                found = it.evaluate(func)
                found = (found.layer or found.network or found) if isinstance(found, Instance) else found
                if isinstance(found, (Built, Network)) and _has_weights(found):
                    it.record.hidden.setdefault(layer.node, (call, found, function.node))
            elif isinstance(func, cst.Call) and (cls := _class(it, func.func)):
                it.record.hidden.setdefault(layer.node, (call, cls, function.node))


def hidden(record: Record) -> Iterator[Hidden]:
    """What nothing but a `Lambda` calls, so that nothing trains it."""
    if not record.hidden:
        return
    functions = {id(function) for _, _, function in record.hidden.values()}
    tracked = {id(use.layer) for use in record.uses if id(use.home) not in functions}
    tracked |= {id(member) for network in record.networks for member in (*network.stack, *network.members)}
    for call, found, _ in record.hidden.values():
        if isinstance(found, str):
            yield Hidden(record.place(call), found, made=True)
        elif id(found) not in tracked and not _is_on_its_own(found):
            title = found.cls if isinstance(found, Built) else found.name or "Sequential"
            yield Hidden(record.place(call), title, made=False)


def _is_on_its_own(found: Built | Network) -> bool:
    """Whether it was trained elsewhere, or is not meant to be."""
    if isinstance(found, Built):
        frozen = found.settings.get(
            "trainable", found.given["trainable"].value if "trainable" in found.given else None
        )
        return frozen is not None and frozen != Known(True)
    layers = [member for member in found.stack if isinstance(member, Built)]
    frozen_all = bool(layers) and all("trainable" in member.settings for member in layers)
    return (
        bool(found.compiles or found.fits) or found.weights_loaded or frozen_all or found.kind != "sequential"
    )


def _has_weights(found: Built | Network) -> bool:
    if isinstance(found, Built):
        inner = found
        while isinstance(inner.wrapped, Built):
            inner = inner.wrapped
        return found.kind == "layers" and not found.custom and bool(traits(inner.cls).weights)
    return any(isinstance(member, Built) and traits(member.cls).weights for member in found.stack)


def _class(it: Interpreter, node: cst.BaseExpression) -> str:
    """The class of Keras of a layer with weights, else empty."""
    if not isinstance(node, (cst.Name, cst.Attribute)):
        return ""
    value = it.evaluate(node)
    found = split(canonical(value.path)) if isinstance(value, Module) else None
    known = found is not None and found[0] == "layers" and traits(found[1]).weights
    return found[1] if known and found is not None else ""


def _calls(node: cst.CSTNode) -> Iterator[cst.Call]:
    waiting: list[cst.CSTNode] = [node]
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        current = waiting.pop()
        if isinstance(current, cst.Call):
            yield current
        waiting.extend(parts(current))
