"""Columns that a frame certainly lacks: dropped, made the names of the rows, or not among those that were taken."""

from __future__ import annotations

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data.columns import column_names
from lstm_lint.script import Columns, Dropped, Step

# What leaves the columns of a frame as they are.
_KEEPS_COLUMNS = frozenset(
    {"dropna", "fillna", "ffill", "bfill", "interpolate", "sort_values", "sort_index", "astype", "copy", "head", "tail",
     "iloc", "asfreq"}
)  # fmt: skip
# What gives columns other names in place.
_NAMES_ANEW = (".columns =", ".columns=", ".columns.values[", ".set_axis(")


def note_lost(it: Interpreter, node: cst.Subscript, owner: Data, index: Abstract) -> None:
    """`frame[index]` is about to be read."""
    if it.control.guards or owner.kind != "frame" or not owner.certain or owner.repeats:
        return
    written = it.place(node).locator
    if any(map(written.occurrences, _NAMES_ANEW)):
        return
    for name in column_names(index) or ():
        lost = _lost_by(owner, name)
        if lost is not None:
            it.record.refuse(node, "no-column", it.text(node.value), name, lost)
            return


_KEEPS_ALL = _KEEPS_COLUMNS - {"iloc", "astype", "asfreq"}


def certainly_kept(owner: Data, name: str, since: int) -> bool:
    """Whether a column that the frame had after so many steps certainly is there yet, and as it was."""
    for step in owner.steps[since:]:
        if step.column is not None:
            if step.column == name:
                return False
            continue
        detail = step.detail
        if isinstance(detail, Dropped) and step.what == "drop":
            kept = detail.without is not None and name not in detail.without
        elif isinstance(detail, Columns) and step.kind == "select" and detail.columns:
            kept = name in detail.columns
        else:
            kept = step.what in _KEEPS_ALL
        if not kept:
            return False
    return owner.labels is None or name in owner.labels


def dates_as_read(step: Step) -> str | None:
    """The column that `read_csv(path, parse_dates=["date"])` makes dates of, and leaves a column."""
    call = step.place.node if step.place is not None else None
    if step.what != "read_csv" or not isinstance(call, cst.Call):
        return None
    keywords = _keywords(call)
    parsed = keywords.get("parse_dates")
    if keywords.keys() & {"index_col", "usecols", "names", "header"} or not isinstance(parsed, cst.List):
        return None
    return _text(parsed.elements[0].value) if len(parsed.elements) == 1 else None


def _lost_by(owner: Data, name: str) -> str | None:
    """What took the column away; None where nothing did, or it may have come back."""
    stored = owner.columns[name].since if name in owner.columns else 0
    for at, step in reversed(list(enumerate(owner.steps, 1))):
        if at <= stored:
            return None  # it was stored after what comes before
        if step.column is not None:
            if step.column == name:
                return None
            continue
        detail = step.detail
        if step.what == "drop" and isinstance(detail, Dropped):
            if detail.without is not None and name in detail.without:
                return "drop"
            continue
        if isinstance(detail, Columns) and step.kind == "select" and detail.columns:
            return "select" if name not in detail.columns else None
        if step.what == "set_index" or step.kind == "read":
            if name == _name_of_rows(step):
                return "set_index" if step.what == "set_index" else "index_col"
            if step.kind == "read":
                return None
            continue
        if step.what not in _KEEPS_COLUMNS:
            return None
    return None


def _name_of_rows(step: Step) -> str | None:
    """The column that became the names of the rows, where the call writes it: `index_col="date"`."""
    call = step.place.node if step.place is not None else None
    if not isinstance(call, cst.Call):
        return None
    keywords = _keywords(call)
    if step.kind == "read":
        return _text(keywords.get("index_col")) if step.what == "read_csv" else None
    first = call.args[0] if call.args and call.args[0].keyword is None else None
    if keywords.keys() - {"inplace", "keys"} or len(call.args) > 1 + len(keywords):
        return None
    return _text(first.value if first is not None else keywords.get("keys"))


def _keywords(call: cst.Call) -> dict[str, cst.BaseExpression]:
    return {given.keyword.value: given.value for given in call.args if given.keyword is not None}


def _text(node: cst.BaseExpression | None) -> str | None:
    """The text of a literal."""
    value = node.evaluated_value if isinstance(node, cst.SimpleString) else None
    return value if isinstance(value, str) else None
