"""One optimizer for the weights of two models: it makes room for those that it gets first, and knows no others.

`keras/src/optimizers/base_optimizer.py`, `_get_variable_index`, of Keras 3, and `optimizer.py` of 2.11 to 2.15.
"""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Built, Network, Variables
from lstm_lint.reader.libraries.keras.phases import has_weights, parts_of

_APPLY = ("apply_gradients", "apply", "minimize")


def note_second_model(it: Interpreter, owner: Built, call: Call) -> None:
    """Write down that an optimizer gets the weights of a model none of which it has seen in those of the first."""
    if owner.custom or owner.cls.startswith("legacy.") or not it.target.at_least(2, 11):
        return
    if call.name not in _APPLY:
        if call.name == "build":
            it.record.applied[owner] = None
        return
    certain = it.control.depth <= it.control.endless and not it.control.guards
    network = _weights_of(it, call)
    if owner not in it.record.applied:
        it.record.applied[owner] = (network, it.control.home) if network is not None and certain else None
        return
    first = it.record.applied[owner]
    if first is None or network is None or not certain or first[1] not in (None, it.control.home):
        return
    if network is not first[0] and _apart(first[0], network):
        it.record.refuse(call.node, "second-model", owner.cls, first[0].name or "", network.name or "")


def _weights_of(it: Interpreter, call: Call) -> Network | None:
    """The model all of whose weights change: those of `zip(gradients, model.trainable_variables)`, or beside it."""
    given: Abstract | None = call.args.at(1, "trainable_variables" if call.name == "apply" else "var_list")
    pairs = call.node.args[0].value if call.node.args else None
    if call.name == "apply_gradients":
        zipped = (
            isinstance(pairs, cst.Call) and isinstance(pairs.func, cst.Name) and pairs.func.value == "zip"
        )
        both = pairs.args if isinstance(pairs, cst.Call) and zipped else ()
        given = it.evaluate(both[1].value) if len(both) == 2 else None
    return given.network if isinstance(given, Variables) else None


def _apart(first: Network, second: Network) -> bool:
    """Whether two models are whole, and share no layer."""
    if not (first.complete and second.complete):
        return False
    theirs, own = ([part for part in parts_of(one) if has_weights(part)] for one in (first, second))
    layers = [part for part in own if isinstance(part, Built)]
    return (
        bool(layers)
        and any(isinstance(part, Built) for part in theirs)
        and not any(one in theirs for one in own)
    )
