"""A loop that trains on from the epoch at which it stopped, `initial_epoch=start`, and always up to the same one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Given
from lstm_lint.reader.tree import syntax
from lstm_lint.script import Known

_AFTER_THE_LAST = re.compile(
    r"[\w.]+\.epoch\s*\[\s*-1\s*\]\s*\+\s*1|len\(\s*[\w.]+\.epoch\s*\)\s*\+\s*(?P<start>\w+)"
)


def note_same_end(it: Interpreter, call: Call, given: Mapping[str, Given]) -> None:
    """Write down a `fit` of a loop that trains in its first pass alone: the later ones begin where it ends."""
    start, end = given.get("initial_epoch"), given.get("epochs")
    if start is None or end is None or not it.control.around or not isinstance(start.node, cst.Name):
        return
    name, loop = start.node.value, it.control.around[-1]
    last = end.value.value if isinstance(end.value, Known) else None
    if not isinstance(last, int) or end.node is None or syntax.assigned_times(loop.body, name) != 1:
        return
    if any(syntax.assigned_times(loop, used) for used in syntax.names_used(end.node)):
        return
    for node in syntax.own_nodes(loop.body):
        moved = None
        if isinstance(node, cst.AugAssign) and isinstance(node.operator, cst.AddAssign):
            moved = node.target if it.text(node.value) == it.text(end.node) else None
        elif isinstance(node, cst.Assign) and len(node.targets) == 1:
            found = _AFTER_THE_LAST.fullmatch(it.text(node.value))
            named = found is not None and found["start"] in (None, name)
            moved = node.targets[0].target if named else None
        if isinstance(moved, cst.Name) and moved.value == name:
            it.record.slip(call.node, "epochs-kept", str(last), name)
