"""What a program asks of the logs of a training: `history.history["val_loss"]`."""

from __future__ import annotations

from lstm_lint.ir.records import replace
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Subscript
from lstm_lint.reader.abstract.values import Abstract, Logged, Logs
from lstm_lint.script import Known, Unknown


def attribute(it: Interpreter, owner: Logs, name: str) -> Abstract:
    """`.history`, and the methods of a dict; whoever lists the keys knows which there are."""
    if not owner.inside and name == "history":
        return replace(owner, inside=True)
    if owner.inside:
        owner.training.asked.add(None)
    return Unknown("known only at run time")


def look_up(it: Interpreter, item: Subscript) -> Abstract:
    """`history.history["acc"]`, which raises where no such name was logged."""
    owner, key = item.owner, item.parts[0].index
    assert isinstance(owner, Logs)
    certain = it.control.depth <= owner.depth and not it.control.guards
    if owner.inside and isinstance(key, Known) and isinstance(key.value, str):
        if certain:
            owner.training.looked_up.append((item.parts[0].node, key.value))
        return Logged("known only at run time", owner.training, key.value)
    return Unknown("known only at run time")


def set_entry(it: Interpreter, item: Subscript, value: Abstract) -> None:
    """`history.history["rate"] = rates`."""
    _asked(item.owner, item.parts[0].index)


def operator(it: Interpreter, call: Call) -> Abstract | None:
    """`"acc" in history.history`."""
    name, logs = (given.value for given in call.args.positional)
    _asked(logs, name)
    return None


def _asked(logs: Abstract, key: Abstract | None) -> None:
    if isinstance(logs, Logs):
        logs.training.asked.add(key.value if isinstance(key, Known) and isinstance(key.value, str) else None)


def noting_best(handler: Handler) -> Handler:
    """The same for `max` and `min`, of which it is written down that they take the best epoch of a training."""

    def noted(it: Interpreter, call: Call) -> Abstract | None:
        given = call.args.at(0, "a")
        if isinstance(given, Logged):
            given.training.best.append((call.node, given.name))
            return Unknown("the best epoch of a training")
        return handler(it, call)

    if hasattr(handler, "params"):
        noted.params = handler.params  # type: ignore[attr-defined]
    return noted
