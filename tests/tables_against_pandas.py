"""What the profile of a generated table says otherwise than pandas does of the same file."""

from __future__ import annotations

import math
import warnings
from pathlib import Path
from typing import Any

from generated_tables import Table

from lstm_lint.data.dialect import NotLookedAt, dialect
from lstm_lint.data.tables import profile_of_table
from lstm_lint.ir.details import Reading
from lstm_lint.ir.profile import Column, Profile


def judged(seed: int, folder: Path) -> list[str]:
    """The differences of one table; none where pandas refuses the file and it is not looked at."""
    import pandas

    table = Table(seed, folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            frame = pandas.read_csv(table.path, **table.given)
        except (ValueError, pandas.errors.ParserError, KeyError, IndexError):
            frame = None
    try:
        found = profile(table.path, table.given, folder)
    except NotLookedAt as why:
        return [] if frame is None else [f"not looked at: {why}"]
    return differences(frame, found) if frame is not None else ["pandas refuses it"]


def profile(path: Path, given: dict[str, Any], folder: Path) -> Profile:
    reading = Reading("pandas.read_csv", str(path), tuple(given.items()))
    private = folder / "private"
    private.mkdir(exist_ok=True)
    return profile_of_table(str(path), dialect(reading), str(private))


def differences(frame: Any, found: Profile) -> list[str]:
    """What a profile says otherwise than pandas."""
    wrong = []
    if len(frame) != found.rows:
        wrong.append(f"rows {found.rows}, not {len(frame)}")
    if [str(name) for name in frame.columns] != [one.name for one in found.columns]:
        return [*wrong, f"columns {[one.name for one in found.columns]}, not {list(frame.columns)}"]
    if not len(frame):
        return wrong
    for at, column in enumerate(found.columns):
        wrong += [f"{column.name}: {one}" for one in _of_column(frame.iloc[:, at], column)]
    if found.duplicates is not None and len(frame.columns):
        repeated = int(frame.duplicated().sum())
        if repeated != found.duplicates:
            wrong.append(f"{found.duplicates} repeated rows, not {repeated}")
    return wrong


def _of_column(series: Any, column: Column) -> list[str]:
    wrong = []
    kind = {"i": "integer", "u": "integer", "f": "float", "b": "bool", "M": "time"}.get(
        series.dtype.kind, "text"
    )
    if kind != column.type:
        wrong.append(f"{column.type}, not {series.dtype}")
    if int(series.isna().sum()) != column.missing:
        wrong.append(f"{column.missing} missing, not {series.isna().sum()}")
    if series.nunique() != column.distinct:
        wrong.append(f"{column.distinct} different, not {series.nunique()}")
    if column.numeric and kind == column.type:
        for name in ("min", "max", "mean", "std"):
            ours = getattr(column, {"min": "minimum", "max": "maximum", "std": "spread"}.get(name, name))
            theirs = getattr(series, name)()
            if theirs != theirs or ours is None:
                if not (theirs != theirs and ours is None):
                    wrong.append(f"{name} {ours}, not {theirs}")
            elif not math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9 * abs(column.maximum or 1)):
                wrong.append(f"{name} {ours}, not {theirs}")
    if column.classes is not None:
        theirs = tuple(map(int, series.value_counts()))
        if theirs != column.classes:
            wrong.append(f"classes {column.classes}, not {theirs}")
    return wrong
