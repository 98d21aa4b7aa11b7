"""A `call` that is given the state of the step before and returns the new one, of a layer that it lets start anew."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lstm_lint import nodes as cst
from lstm_lint.keras_api.layers import traits
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Built, Instance
from lstm_lint.reader.tree.syntax import dotted, names_used, own_nodes, returns_in
from lstm_lint.script import Known

_STATE = re.compile(r"(.*_)?(hidden|state|states)(_.*)?")
_ON_THE_WAY = frozenset({"training", "mask"})


def note_dropped(it: Interpreter, instance: Instance, call: cst.FunctionDef) -> None:
    """Write down the one call of a recurrent layer that leaves out the state which `call` is given."""
    params = [one.name.value for one in call.params.params]
    given = [name for name in params[2:] if _STATE.fullmatch(name)]
    nodes = list(own_nodes(call.body))
    for name, layer, node, states in _unpacked(instance, nodes) if len(given) == 1 else ():
        calls = [one for one in nodes if isinstance(one, cst.Call) and dotted(one.func) == f"self.{name}"]
        returned = set().union(*(names_used(one.value) for one in returns_in(call.body) if one.value))
        read = {one.value for one in nodes if isinstance(one, cst.Name)}
        if len(calls) == 1 and states <= returned and given[0] in read:
            it.record.slip(node, "state-anew", layer.cls, given[0])


def _unpacked(
    instance: Instance, nodes: list[cst.CSTNode]
) -> Iterator[tuple[str, Built, cst.Call, set[str]]]:
    """Each `output, state = self.gru(x)`, and the names of the states."""
    for one in nodes:
        target = one.targets[0].target if isinstance(one, cst.Assign) and len(one.targets) == 1 else None
        value = one.value if isinstance(one, cst.Assign) else None
        if not isinstance(target, cst.Tuple) or not isinstance(value, cst.Call) or len(value.args) < 1:
            continue
        name = dotted(value.func).removeprefix("self.")
        layer = instance.names.get(name)
        names = [part.value.value for part in target.elements if isinstance(part.value, cst.Name)]
        more = [arg for arg in value.args[1:] if arg.keyword is None or arg.keyword.value not in _ON_THE_WAY]
        whole = len(names) == len(target.elements) and not more
        if whole and isinstance(layer, Built) and _gives_its_state(layer) and names[0] not in names[1:]:
            yield name, layer, value, set(names[1:])


def _gives_its_state(layer: Built) -> bool:
    plain = layer.kind == "layers" and not layer.custom and layer.complete and "stateful" not in layer.given
    returns = layer.given.get("return_state")
    recurrent = bool(traits(layer.cls).states) and layer.wrapped is None
    return plain and recurrent and returns is not None and returns.value == Known(True)
