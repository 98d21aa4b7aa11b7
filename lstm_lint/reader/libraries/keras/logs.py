"""What a program asks of the logs of a training: `history.history["val_loss"]`."""

from __future__ import annotations

from dataclasses import replace

from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Subscript
from lstm_lint.reader.abstract.values import Abstract, Logs
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
    if owner.inside and certain and isinstance(key, Known) and isinstance(key.value, str):
        owner.training.looked_up.append((item.parts[0].node, key.value))
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
