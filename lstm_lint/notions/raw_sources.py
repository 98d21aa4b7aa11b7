"""Which data is raw by nature, and which says that it is scaled: by its source, its file and its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lstm_lint.keras_api.sources import published_file
from lstm_lint.notions.lineage import names_in, numbers_read, same_step
from lstm_lint.script import Columns, Read, Series, Step

# Of 199 CSV files in 23 repositories 47 hold no number above 10. All 131 columns and 25 files with names as below hold
# larger ones; of the columns called `temp` 9 of 15 do, of those called `traffic` 3 of 6. LL701 has the table.
_COLUMN_WORDS = frozenset({"price", "prices", "sale", "sales", "passengers"})
_CLOSE = frozenset({"adj", "adjusted", "close", "price"})
_DAILY = frozenset({"open", "high", "low", "close"})  # two of them together
_FILE_WORDS = frozenset({"price", "prices", "sales", "passengers", "stock", "stocks"})
_SCALED = ("scale", "norm", "standard", "return", "pct", "percent", "ratio", "prob", "process")
_STORED_IN_UNITS_OF_ONE = (
    "inertial signals",
    "hardataset",
    "har dataset",
)  # accelerations in g, within -1 to 2
_NO_QUANTITY = frozenset(
    {"change", "diff", "log", "up", "down", "direction", "label", "class", "signal", "is", "has", "rate"}
)
_SMALL = 5.0  # numbers of standard scores are not larger, but for a few
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def says_scaled(series: Series) -> bool:
    """Whether a file or column name tells it: `train_scaled.csv`, `daily_return`, a data set of accelerations in g."""
    words = " ".join([_file(step) for step in series.steps if step.kind == "read"] + names_in(series)).lower()
    return any(sign in words for sign in (*_SCALED, *_STORED_IN_UNITS_OF_ONE))


def is_called_scaled(series: Series, called: Callable[[], frozenset[str]]) -> bool:
    """Whether a file was read of which the README beside the program says that it is scaled."""
    read = (_path(step) for step in series.steps if step.kind == "read")
    return any(re.split(r"[/\\]", path)[-1] in called() for path in read if path)


def why_raw(series: Series, beside: Series | None = None) -> str | None:
    """Why what was read is raw for certain: " (column `Close`)"; empty for a source that has raw data alone.

    `beside` is another array of the same training: what it has of the same file tells of the file too.
    """
    step = series.step("read")
    numbers = numbers_read(step)
    if step is None or numbers not in ("raw", "text"):
        return None
    if numbers == "raw":
        return ""
    same = beside is not None and any(same_step(step, other) for other in beside.steps)
    for one in (series, beside) if same and beside is not None else (series,):
        column = quantity(one)
        if column is not None:
            return f" (column `{column}`)"
    return _raw_file(step)


def is_shown_small(series: Series, shown: Callable[[], Mapping[str, float]]) -> bool:
    """Whether the recorded output shows what was read, and all of it small: it was stored scaled.

    `shown`: the largest number that is shown of each column. Where it has none of those that were taken, all count.
    """
    if numbers_read(series.step("read")) is None:
        return False
    largest = shown()
    own = [largest[name] for name in _taken(series) if name in largest]
    return bool(largest) and max(own or largest.values()) <= _SMALL


def quantity(series: Series) -> str | None:
    """The column whose name is a price or a count of many, of those that were taken last."""
    names = _taken(series)
    words = {name: {word.lower() for word in _WORD.findall(name)} for name in names}
    daily = {word for found in words.values() if len(found) == 1 for word in found & _DAILY}
    for name, found in words.items():
        if found & _NO_QUANTITY or any(sign in name.lower() for sign in _SCALED):
            continue
        closes = "close" in found and found <= _CLOSE
        if found & _COLUMN_WORDS or closes or (len(daily) > 1 and len(found) == 1 and found <= daily):
            return name
    return None


def _taken(series: Series) -> tuple[str, ...]:
    """The columns that were taken last."""
    taken = [step.detail.columns for step in series.steps if isinstance(step.detail, Columns)]
    return taken[-1] if taken else ()


def _raw_file(step: Step) -> str | None:
    """The file whose name is that of a published table, or says what it holds."""
    path = _file(step)
    if not _tells(path):
        return None
    parts = re.split(r"[/\\]", _path(step) or "")
    name = next((part for part in reversed(parts) if _tells(part)), None)
    return f" (`{name}`)" if name else ""


def _tells(path: str) -> bool:
    return published_file(path) or not _FILE_WORDS.isdisjoint(word.lower() for word in _WORD.findall(path))


def _path(step: Step) -> str | None:
    return step.detail.path if isinstance(step.detail, Read) else None


def _file(step: Step) -> str:
    """What names the file: the path where it was read, and the call as it is written."""
    return f"{_path(step) or ''} {step.place.text if step.place is not None else ''}"
