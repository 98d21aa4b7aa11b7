"""Ids of classes that one-hot rows have no column for: `np.eye(3)[ids]` and `to_categorical(ids, 3)` of ids up to 3."""

from __future__ import annotations

from lstm_lint.nodes import CSTNode
from lstm_lint.reader.abstract.arrays import Data, Number
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Linear, Table
from lstm_lint.script import Dim, Step, Tokens

# Steps that leave ids what they are.
_KEEP = frozenset({"stack", "cast", "reshape", "select", "shuffle", "split"})
_ENOUGH = 14  # rows for each class: of ten classes one is missing once in 10^5


def note_beyond(it: Interpreter, node: CSTNode, name: str, ids: Data, size: Dim, counted: object) -> None:
    """Write down that the largest id is beyond the columns; `counted`: what says how many they are."""
    if not ids.sure or not ids.certain or ids.text or it.control.guards:
        return
    count = classes_of(ids)
    if count is None:
        count = _listed(ids)
    if isinstance(size, int):
        if count is not None and count > size:
            it.record.refuse(node, "classes", name, str(size), str(count))
    elif counted is not None and _counts_from_1(it, ids, counted):
        it.record.refuse(node, "classes-from-1", name)


def classes_of(ids: Data) -> int | None:
    """How many classes there are: the largest number and one, where so many rows most surely hold it."""
    rows = ids.shape[0] if ids.shape else None
    if not ids.integer or ids.magnitude is None:
        return None
    count = int(ids.magnitude) + 1
    drawn = any(step.kind not in ("literal", "cast", "reshape") for step in ids.steps)
    return None if drawn and not (isinstance(rows, int) and rows >= _ENOUGH * count) else count


def _maker(ids: Data) -> Step | None:
    """The last step that made ids of something else."""
    return next((step for step in reversed(ids.steps) if step.kind not in _KEEP), None)


def _listed(ids: Data) -> int | None:
    """The same of ids by a dict that the program writes down."""
    last = _maker(ids)
    if last is None or not ids.integer or ids.magnitude is None:
        return None
    listed = last.kind == "class-ids" and last.what in ("map", "replace")
    listed = listed or (isinstance(last.detail, Tokens) and last.detail.listed)
    return int(ids.magnitude) + 1 if listed else None


def _counts_from_1(it: Interpreter, ids: Data, counted: object) -> bool:
    """Whether there are as many columns as a dict numbers words from 1, of which these are the ids."""
    last = _maker(ids)
    table = last.detail.tokenizer if last is not None and isinstance(last.detail, Tokens) else None
    if not isinstance(table, Table) or table.first != 1 or table.entries:
        return False
    if isinstance(counted, Linear):
        return counted.base is table and counted.offset == 0
    if not isinstance(counted, Number) or id(counted.of) not in it.record.numbered_lists:
        return False
    words, _, by = it.record.numbered_lists[id(counted.of)]
    return by is table and words is counted.of
