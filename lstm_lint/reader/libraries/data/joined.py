"""Several frames as one: `concat`, `merge`, `join`."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.libraries.data import columns
from lstm_lint.reader.libraries.data.conversion import as_data, merged, origin
from lstm_lint.reader.libraries.data.row_names import note_unlike_rows
from lstm_lint.reader.libraries.effects import Bound, described, parameters, said
from lstm_lint.reader.libraries.rules import frames
from lstm_lint.script import Known, Step


@described("objs[]|axis join ignore_index keys")
def concat(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.concat([a, b])`."""
    bound = Bound(it, call, parameters("objs[]|axis join ignore_index keys"))
    several = bound.arguments.get("objs")
    if isinstance(several, Items) and (several.open or several.spoiled) and len(several.items) == 1:
        part = as_data(it, several.items[0], call.node)
        if part is None:
            return None
        found = part.then(Step("stack", "concatenate", call.place), magnitude=part.magnitude)
        over_rows = said(frames.over_rows, bound)
        if part.shape is not None and part.kind in ("frame", "column") and over_rows is not None:
            found.shape = ("?", *part.shape[1:]) if over_rows else ("?", "?")
            found.kind = found.kind if over_rows else "frame"
        found.repeats = over_rows is not True
        found.certain = found.certain and not several.spoiled
        return found
    parts = [part.data or origin(part.value) for part in bound.present]
    if not parts:
        return None
    found = merged(it, parts, call.node)
    kinds = {part.kind for part in parts}
    found.shape = said(frames.concatenated, bound)
    found.labels = said(frames.labels_concatenated, bound)
    over_rows = said(frames.over_rows, bound)
    if "frame" in kinds or over_rows is False:
        found.kind = "frame"
    elif kinds == {"column"}:
        found.kind = "column"
    if over_rows is False:
        note_unlike_rows(it, call.node, several.items if isinstance(several, Items) else ())
        columns.side_by_side(found, parts)
        columns.beside(found, parts)
    found.repeats = over_rows is not True and found.labels is None
    found.certain = found.certain and call.args.complete
    return found


@described("left right|how on left_on right_on left_index right_index")
def merge(it: Interpreter, call: Call) -> Abstract | None:
    """`pd.merge(left, right, on="date")` and `left.merge(right)`."""
    return _merged(it, call, "left", "right")


@described("self other|on how lsuffix rsuffix")
def join(it: Interpreter, call: Call) -> Abstract | None:
    """`left.join(right)`."""
    return _merged(it, call, "self", "other")


def _merged(it: Interpreter, call: Call, left: str, right: str) -> Abstract | None:
    bound = Bound(it, call, parameters(f"{left} {right}|how on left_on right_on left_index right_index"))
    parts = [part.data or origin(part.value) for part in bound.present]
    if not parts:
        return None
    several = bound.arguments.get(right)
    found = merged(it, parts, call.node)
    found.shape, found.kind = ("?", "?"), "frame"
    width = said(lambda bound: _width(bound, parts, right == "other"), bound)
    if width is not None and not isinstance(several, Items):
        found.shape, found.labels = ("?", len(width)), width
    columns.side_by_side(found, parts)
    found.certain = found.certain and call.args.complete
    return found


def _width(bound: Bound, parts: list[Data], joins: bool) -> tuple[str, ...] | None:
    """The columns of both, the keys once; None where two have the same name."""
    if len(parts) != 2 or parts[0].labels is None:
        return None
    left, right = parts[0].labels, parts[1].labels
    if right is None or bound.given("left_on") or bound.given("right_on"):
        return None
    common = [name for name in left if name in right]
    if joins:
        return None if common or bound.given("on") else (*left, *right)
    if bound.given("left_index") or bound.given("right_index"):
        return (*left, *right) if not common and not bound.given("on") else None
    keys = frames.names_of(bound.known("on")) if bound.given("on") else tuple(common)
    if bound.arguments.get("how") == Known("cross") or not {*common} <= {*keys} or not {*keys} <= {*common}:
        return None
    return (*left, *(name for name in right if name not in keys))
