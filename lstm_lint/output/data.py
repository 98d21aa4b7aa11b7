"""What the files hold that a script reads: a table for people, and the JSON document, `version` 1, for programs.

No value of a row is shown but the smallest and the largest of a column; classes have names where these were asked for.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from lstm_lint.data.record import plain
from lstm_lint.data.sight import Seen, where
from lstm_lint.notions.measured import duration, number
from lstm_lint.script import Column, Fit, Held, Measured, Order, Place, Profile, Script, Series
from lstm_lint.source.printable import json_document, shown
from lstm_lint.source.source import Source

VERSION = 1
FORMATS = ("text", "json")
_MOST_CLASSES = 12  # that a line lists
_MOST_COLUMNS = 60  # of a file, and
_MOST_OF_ARRAY = 6  # of an array, that are listed


def render_text(script: Script, source: Source, seen: Sequence[Seen]) -> Iterator[str]:
    """A table of each file, and below them what becomes of it."""
    for one in seen:
        at = where(source, one.place)
        if one.profile is None:
            yield f"{shown(one.reading.path)} (read at {shown(at)}): not looked at: {shown(one.why)}\n"
            yield "\n"
            continue
        yield f"{shown(one.reading.path)} (read at {shown(at)}): {_size(one.profile)}\n"
        yield from _table(one.profile, one.names or {})
        yield "\n"
    for fit in _fits(script):
        yield f"{shown(where(source, fit.place))}: {fit.method}\n"
        for name, series in (("x", fit.x), ("y", fit.y)):
            if series is not None:
                yield f"  {name}  {shown(_series(series))}\n"
        yield "\n"
    if not seen:
        yield "No call was read that reads a file whose path is known.\n"


def render_json(script: Script, source: Source, seen: Sequence[Seen]) -> Iterator[str]:
    document = {
        "version": VERSION,
        "sources": [_source(one, source) for one in seen if one.profile is not None],
        "not_looked_at": [{**_place(one, source), "why": one.why} for one in seen if one.profile is None],
        "fits": [
            {"method": fit.method, **_at(fit.place, source), "x": _array(fit.x), "y": _array(fit.y)}
            for fit in _fits(script)
        ],
    }  # fmt: skip
    yield json_document(document)


def _fits(script: Script) -> list[Fit]:
    """Each call once, though several paths lead to it."""
    found = {id(fit.place.node): fit for model in reversed(script.models) for fit in reversed(model.fits)}
    return sorted(found.values(), key=lambda fit: (fit.place.span.line, fit.place.span.column))


# Text


def _size(profile: Profile) -> str:
    if profile.shape is not None:
        return f"array {profile.shape}"
    count = len(profile.columns) + len(profile.index)
    said = f"{profile.rows:,} row{'s' * (profile.rows != 1)}, {count} column{'s' * (count != 1)}"
    if profile.duplicates:
        several = profile.duplicates > 1
        said += f", {profile.duplicates:,} {'rows repeat' if several else 'row repeats'} an earlier one"
    return said


def _table(profile: Profile, names: dict[str, list[str]]) -> Iterator[str]:
    rows = [("column", "type", "missing", "distinct", "range", "mean", "spread", "")]
    listed = (*profile.index, *profile.columns)
    for one in listed[:_MOST_COLUMNS]:
        of_index = "index; " if one in profile.index else ""
        rows.append(
            (
                shown(one.name),
                one.type,
                f"{one.missing:,}" if one.missing else "",
                f"{one.distinct:,}" if one.distinct is not None else "",
                range_text(one),
                _number(one.mean),
                _number(one.spread),
                shown(of_index + _notes(one, names.get(one.name, ()), profile)).removesuffix("; "),
            )
        )
    widths = [max(len(row[at]) for row in rows) for at in range(7)]
    for row in rows:
        cells = [
            cell.rjust(width) if at in (2, 3, 5, 6) else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths))
        ]
        yield f"  {'  '.join([*cells, row[7]]).rstrip()}\n"
    if len(listed) > _MOST_COLUMNS:
        yield f"  and {len(listed) - _MOST_COLUMNS:,} columns more\n"


def _notes(column: Column, names: Sequence[str], profile: Profile) -> str:
    found = []
    if column.constant:
        found.append("constant")
    if column.order is not None:
        found.append(order_text(column.order))
    if column.words is not None and column.words[1] > 1:
        found.append(f"{column.words[0]:g} words at the median, {column.words[1]:g} at most")
    if column.classes is not None and 1 < len(column.classes) <= _MOST_CLASSES and not column.order:
        total = sum(column.classes)
        found.append(
            ", ".join(f"{_class(names, at)} {count / total:.1%}" for at, count in enumerate(column.classes))
        )
    for copy in profile.copies:
        if copy.column == column.name:
            later = f", {abs(copy.shift)} row{'s' * (abs(copy.shift) != 1)} {'later' if copy.shift > 0 else 'earlier'}"
            found.append(f"the same numbers as `{copy.of}`{later if copy.shift else ''}")
    return "; ".join(found)


def _class(names: Sequence[str], at: int) -> str:
    """What a class is called: by its place among them, unless its name may be told."""
    return (names[at] if at < len(names) else "") or f"class {at + 1}"


def order_text(order: Order) -> str:
    """`every hour, in order, 3 gaps up to 5 hours`."""
    found = [f"every {duration(order.step).removeprefix('1 ')}"] if order.step else []
    steps = f"{order.backwards:,} step{'s' * (order.backwards != 1)} back"
    found.append(steps if order.backwards else "in order")
    if order.repeated:
        found.append(f"{order.repeated:,} repeated")
    if order.gaps and order.longest is not None:
        found.append(f"{order.gaps:,} gap{'s' * (order.gaps != 1)} of up to {duration(order.longest)}")
    return ", ".join(found)


def _number(value: float | None) -> str:
    return number(value) if value is not None else ""


def range_text(column: Column) -> str:
    if column.minimum is None or column.maximum is None:
        return ""
    return f"{_number(column.minimum)} to {_number(column.maximum)}"


def _series(series: Series) -> str:
    held = series.measured
    columns = _columns(held) if held is not None else ""
    steps = " -> ".join(name for name, _ in groupby(step.what for step in series.steps))
    shape = f" -> {_shape(series)}" if series.shape is not None else ""
    return f"{columns + ': ' if columns else ''}{steps or '?'}{shape}{_range_of(series)}"


def _columns(held: Measured) -> str:
    names = [one.name for one in held.columns if one.name]
    listed = ", ".join(names[:_MOST_OF_ARRAY]) + (" ..." if len(names) > _MOST_OF_ARRAY else "")
    return f"some of {listed}" if held.loose and names else listed


def _shape(series: Series) -> str:
    return f"({', '.join('?' if size in (None, '?') else f'{size}' for size in series.shape or ())})"


def _range_of(series: Series) -> str:
    low, high = bounds(series) or (None, None)
    return f", values from {_number(low)} to {_number(high)}" if low is not None else ""


def bounds(series: Series) -> tuple[float, float] | None:
    """The smallest and largest value that an array can hold: of its columns, or by what scales it last."""
    if series.range is not None and all(map(math.isfinite, series.range)):
        return series.range
    held = series.measured
    columns = [one.column for one in held.columns] if held is not None and not held.changed else []
    ends = [(one.minimum, one.maximum) for one in columns if one is not None]
    known = [(low, high) for low, high in ends if low is not None and high is not None]
    if not known or len(known) < len(columns):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


# JSON


def _source(one: Seen, source: Source) -> dict[str, Any]:
    assert one.profile is not None
    document = plain(one.profile)
    for column in (*document["columns"], *document["index"]):
        column["classes"] = _classes(column["classes"], (one.names or {}).get(column["name"], ()))
    return {**_place(one, source), **document}


def _classes(counts: list[int] | None, names: Sequence[str]) -> list[dict[str, Any]] | None:
    if counts is None:
        return None
    total = sum(counts)
    return [
        {"name": _class(names, at), "count": count, "share": count / total} for at, count in enumerate(counts)
    ]


def _place(one: Seen, source: Source) -> dict[str, Any]:
    return {"path": one.reading.path, "function": one.reading.function, **_at(one.place, source)}


def _at(place: Place, source: Source) -> dict[str, Any]:
    """Where a call is written: in the script itself, or in a module of the same project that it imports."""
    if place.sibling is not None:
        path, line = place.sibling
        return {"script": path, "line": line, "cell": None}
    at = source.locate(place.span.line, place.span.column)
    return {"script": source.path, "line": at.line, "cell": at.cell}


def _array(series: Series | None) -> dict[str, Any] | None:
    if series is None:
        return None
    held, ends = series.measured, bounds(series)
    return {
        "columns": [_held(one) for one in held.columns] if held is not None else None,
        "some_of_them": held.loose if held is not None else None,
        "as_in_the_file": not held.changed if held is not None else None,
        "steps": [{"kind": step.kind, "what": step.what} for step in series.steps],
        "shape": list(series.shape) if series.shape is not None else None,
        "range": list(ends) if ends is not None else None,
    }


def _held(one: Held) -> dict[str, Any]:
    return {"name": one.name, "known": one.column is not None}
