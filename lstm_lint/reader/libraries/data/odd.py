"""Columns that leave an array of a frame no numbers: dates, texts, and truth values beside numbers."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler
from lstm_lint.reader.abstract.values import Abstract
from lstm_lint.reader.libraries.data.lost_columns import certainly_kept, dates_as_read
from lstm_lint.script import Known

_DATES = ("date_range", "bdate_range", "to_datetime")
_LEAVES = frozenset(
    {"select", "split", "clean", "shuffle"}
)  # steps of a frame that leave its columns their dtypes
_NUMBERS = ("int", "uint", "float")


def odd_column(frame: Data) -> tuple[str, str] | None:
    """The column by which `frame.values` has the dtype object, and what it holds; None where it has not, or may not."""
    if frame.kind != "frame" or frame.labels is None or len(frame.labels) < 2 or frame.repeats:
        return None
    held = {name: _held(frame, name) for name in frame.labels}
    odd = next((name for name, what in held.items() if what in ("dates", "texts")), None)
    if odd is None and "numbers" in held.values():
        odd = next((name for name, what in held.items() if what == "truth values"), None)
    return (odd, held[odd]) if odd is not None else None


def of_words(value: Data) -> tuple[str, str] | None:
    """A column of words, none of them a number, and one of these; None where no column certainly is."""
    if value.kind != "frame" or value.labels is None or value.repeats:
        return None
    for name in value.labels:
        words = value.columns[name].data.words if _held(value, name) == "texts" else None
        word = next((one for one in sorted(words or ()) if not _is_number(one)), None)
        if word is not None:
            return name, word
    return None


def of_dates(value: Data) -> str | None:
    """A column of dates among others, which no scaler takes; None where no column certainly is."""
    if value.kind != "frame" or value.repeats or (value.labels is not None and len(value.labels) < 2):
        return None
    read = dates_as_read(value.steps[0]) if value.steps else None
    if read is not None and value.certain and certainly_kept(value, read, 1):
        return read
    for name, made in value.columns.items():
        own = made.data.steps[-1].what if made.certain and made.data.steps else ""
        if own in _DATES and certainly_kept(value, name, made.since):
            return name
    return None


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def with_odd(frame: Data, found: Data) -> Data:
    """What a frame gives as an array, of dtype object where a column makes it so."""
    odd = odd_column(frame)
    if odd is not None:
        found.dtype, found.odd = "object", odd
    return found


def _held(frame: Data, name: str) -> str:
    """What a column that the program made certainly holds; empty where that is not known."""
    made = frame.columns.get(name)
    if made is None or not made.certain or not made.data.steps:
        return ""
    own, later = made.data, (step for step in frame.steps[made.since :] if step.column in (None, name))
    if not all(step.kind in _LEAVES for step in later):
        return ""
    if own.steps[-1].what in _DATES:
        return "dates"
    if own.text and own.kind in ("array", "column") and not own.string:
        return "texts"
    dtype, last = own.dtype or "", own.steps[-1]
    if dtype == "bool":
        return "truth values"
    return "numbers" if dtype.startswith(_NUMBERS) or last.kind == "scale" or last.what == "division" else ""


def noting_odd(handler: Handler) -> Handler:
    """The same for `frame.to_numpy()`, which says what dtype the array has where the call names none."""

    def noted(it: Interpreter, call: Call) -> Abstract | None:
        found, frame = handler(it, call), call.owner
        plain = call.args.complete and call.args.at(0, "dtype") in (None, Known(None))
        if not isinstance(found, Data) or not isinstance(frame, Data) or not plain:
            return found
        return with_odd(frame, found)

    if hasattr(handler, "params"):
        noted.params = handler.params  # type: ignore[attr-defined]
    return noted
