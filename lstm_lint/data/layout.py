"""Where the rows of a text begin and what their columns are called, found in its first lines as pandas finds it."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import dataclass

from lstm_lint.data.dialect import Dialect, NotLookedAt

HEAD = 1 << 20  # bytes of a file in which its first rows must lie
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Layout:
    """`lines` to skip before the rows; the `names` of all columns as they lie in the file; `index` and `used` of them.

    `width`: how many fields a row has; `names` may be more, whose values are all missing.
    """

    lines: int
    names: tuple[str, ...]
    width: int
    index: tuple[int, ...]
    used: tuple[int, ...]  # beside the index, in the order of the file
    named: bool


def layout(head: bytes, whole: bool, dialect: Dialect) -> Layout:
    """The layout of a text in UTF-8 that begins with `head`; `whole`: that is all of it. Raises NotLookedAt."""
    if b"\0" in head:
        raise NotLookedAt("it holds NUL bytes: it is no text")
    if not whole:
        end = head.rfind(b"\n") + 1
        if not end:
            raise NotLookedAt(f"its first line is longer than {HEAD >> 20} MB")
        head = head[:end]
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotLookedAt(
            "it is not in the encoding that the call reads (UTF-8 unless it names another)"
        ) from None
    rows = list(_rows(text, dialect))
    if not rows:
        raise NotLookedAt("it has no rows")
    if any(cell[:1] == " " and cell.lstrip(" ")[:1] == dialect.quote for _, row in rows for cell in row):
        raise NotLookedAt("it has quotes that follow spaces")
    lines, header = dialect.skip, None
    if dialect.header is not None:
        if len(rows) <= dialect.header:
            raise NotLookedAt("it ends before its header")
        lines, header = rows[dialect.header]
        if any("\n" in cell or "\r" in cell for _, row in rows[: dialect.header + 1] for cell in row):
            raise NotLookedAt("its header spans several lines")  # which DuckDB skips as one
        rows = rows[dialect.header + 1 :]
    first = rows[0][1] if rows else header or []
    return _layout(dialect, lines, header, len(first))


def _rows(text: str, dialect: Dialect) -> list[tuple[int, list[str]]]:
    """The rows that are not blank after the skipped lines, each with the number of lines up to its end."""
    stream = io.StringIO(text, newline="")
    for _ in range(dialect.skip):
        if stream.readline().count(dialect.quote) % 2:
            raise NotLookedAt("it has quotes that do not close in the lines that are skipped")
    csv.field_size_limit(1 << 30)
    separator = dialect.separator or "\t"
    reader = csv.reader(stream, delimiter=separator, quotechar=dialect.quote, skipinitialspace=dialect.trims)
    found = []
    try:
        for row in reader:
            if row and not (len(row) == 1 and not row[0].strip() and separator != "\t"):
                found.append((dialect.skip + reader.line_num, row))
    except csv.Error:
        raise NotLookedAt("it is no table: its quotes do not fit") from None
    return found


def _layout(dialect: Dialect, lines: int, header: list[str] | None, first: int) -> Layout:
    leading = 0
    if header is not None and dialect.names is None:
        names = _distinct(header)
        if first > len(names):
            leading = 0 if dialect.no_index or dialect.index is not None else first - len(names)
        width = max(first, len(names))
    elif dialect.names is not None:
        names = list(dialect.names)
        if len(set(names)) < len(names):
            raise NotLookedAt("two of its names are the same")
        leading = max(0, first - len(names)) if dialect.columns is None and not dialect.no_index else 0
        width = max(first, len(header or ()))
    else:
        names = [str(number) for number in range(first)]
        width = first
    names = [f"index {number}" for number in range(leading)] + names
    names += [f"field {number}" for number in range(len(names), width)]
    if len(names) > MOST_COLUMNS:
        raise NotLookedAt(f"it has {len(names):,} columns; at most {MOST_COLUMNS:,} are looked at")
    used = _places(dialect.columns, names, "usecols") if dialect.columns is not None else range(len(names))
    kept = [at for at in sorted(set(used)) if not names[at].startswith("field ")]
    index = list(range(leading))
    if dialect.index is not None:
        # A number counts among the columns that are used.
        index = [kept[one] if isinstance(one, int) and -len(kept) <= one < len(kept) else
                 _places([one], names, "index_col")[0] for one in dialect.index]  # fmt: skip
    rest = tuple(at for at in kept if at not in index)
    named = header is not None or dialect.names is not None
    return Layout(lines, tuple(names), width, tuple(index), rest, named)


def _distinct(header: list[str]) -> list[str]:
    """The names as pandas makes them: `Unnamed: 0` for an empty one, `a.1` for the second `a`."""
    found = [name if name else f"Unnamed: {at}" for at, name in enumerate(header)]
    taken, counts = set(found), dict.fromkeys(found, 0)
    result = []
    for name in found:
        if counts[name]:
            other = next(f"{name}.{n}" for n in itertools.count(counts[name]) if f"{name}.{n}" not in taken)
            taken.add(other)
            result.append(other)
        else:
            result.append(name)
        counts[name] += 1
    return result


def _places(listed: list[str | int], names: list[str], argument: str) -> list[int]:
    found = []
    for one in listed:
        if isinstance(one, int) and -len(names) <= one < len(names):
            found.append(one % len(names))
        elif str(one) in names:
            found.append(names.index(str(one)))
        else:
            raise NotLookedAt(f"`{argument}` names a column that it does not have")
    return found
