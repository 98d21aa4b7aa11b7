"""How the rows of a frame are named: by numbers from 0 on, or in some other way, which pandas aligns by."""

from __future__ import annotations

from collections.abc import Sequence

from lstm_lint import nodes as cst
from lstm_lint.keras_api.sources import READERS_OF_TEXT
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.script import Split, Step

_MIX = frozenset({"sort_values", "sample", "shuffle", "set_index"})
_LEAVE_GAPS = frozenset({"dropna", "drop_duplicates", "query"})
_OTHER_AXIS = ("axis", "how", "ignore_index")  # no rows go, or few, or they get new numbers
_NUMBERS_ANEW = frozenset({"reset_index", "sort_index", "DataFrame", "read_csv", "merge", "melt"})
_SAME = frozenset(
    {"column", "fillna", "ffill", "bfill", "interpolate", "astype", "assignment", "copy", "round"}
)


def note_other_rows(it: Interpreter, node: cst.CSTNode, frame: Data) -> None:
    """Write down that a frame gets a column whose rows have other names, so that pandas puts values elsewhere."""
    why = _renamed_by(frame)
    if why is not None and not it.control.guards:
        it.record.slip(node, "rows-renumbered", why, "assign the array")


def note_unlike_rows(it: Interpreter, node: cst.CSTNode, parts: Sequence[Abstract]) -> None:
    """Write down that frames beside each other have rows with other names: `pd.concat([frame, new], axis=1)`."""
    frames = [part for part in parts if isinstance(part, Data) and part.kind in ("frame", "column")]
    new = [part for part in frames if part.numbered is part.steps]
    changed = next(
        (why for part in frames if part not in new and (why := _renamed_by(part)) is not None), None
    )
    if new and changed is not None and not it.control.guards:
        it.record.slip(node, "rows-renumbered", changed, "call reset_index first")


_NUMBERED = (
    _NUMBERS_ANEW | _LEAVE_GAPS | _SAME | {"drop", "sample", "sort_values", "head", "tail", "slice", "rename"}
)


def has_numbered_rows(frame: Data) -> bool:
    """Whether the rows of a frame certainly are called by whole numbers, in whatever order."""
    begins = frame.steps[0] if frame.steps else None
    if frame.kind != "frame" or begins is None or not frame.sure:
        return False
    if frame.numbered is not frame.steps and begins.what not in READERS_OF_TEXT:
        return False
    later = () if frame.numbered is frame.steps else frame.steps[1:]
    if any("index" in (step.place.text if step.place is not None else "index") for step in (begins, *later)):
        return False
    return all(step.column is not None or step.what in _NUMBERED for step in later)


def _renamed_by(frame: Data) -> str | None:
    """The step since which the rows of a frame are not called 0, 1, 2 any more; None where they may be."""
    why: str | None = None
    anew = frame.numbered or ()  # it was made of an array then, of whatever rows
    for step in frame.steps[len(anew) if frame.steps[: len(anew)] == anew else 0 :]:
        if step.column is not None or step.what in _SAME:
            continue
        if step.what in _NUMBERS_ANEW or _says_so(step):
            why = None
        elif step.what in _MIX or step.what in _LEAVE_GAPS or _is_drawn(step):
            why = step.what
        elif step.kind == "unknown":
            why = None
    return why


def _says_so(step: Step) -> bool:
    """Whether an argument makes it leave the rows their names, or give them new numbers."""
    return step.place is not None and any(word in step.place.text for word in _OTHER_AXIS)


def _is_drawn(step: Step) -> bool:
    return step.what == "train_test_split" and isinstance(step.detail, Split) and step.detail.shuffle is True
