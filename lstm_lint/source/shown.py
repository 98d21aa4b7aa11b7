"""How large the columns are that a notebook shows in its recorded output: `df.head()`, `df.describe()`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from math import isnan

from lstm_lint.source.source import Source

_LARGEST = 32 << 20  # characters of a notebook of which the output is read
_TABLE = re.compile(r'<table[^>]*class=\\?"dataframe.*?</table>', re.DOTALL)
_ROW = re.compile(r"<tr[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_STATISTICS = frozenset({"count", "mean", "std"})  # the first rows of `describe()`
_EXTREMES = frozenset({"min", "25%", "50%", "75%", "max"})


def shown_columns(source: Source) -> Mapping[str, float]:
    """The largest absolute number that is shown of each numeric column, of the table where that is smallest.

    Of a table that is shown raw and scaled the scaled one counts.
    """
    found: dict[str, float] = {}
    for table in _tables(source):
        for name, largest in _columns(table):
            found[name] = min(largest, found.get(name, largest))
    return found


def _tables(source: Source) -> Iterator[str]:
    """The tables that pandas has written, as HTML."""
    text = source.file_text if source.is_notebook else ""
    if "dataframe" not in text or len(text) > _LARGEST:
        return
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return
    for page in _pages(document):
        yield from _TABLE.findall(page)


def _pages(part: object) -> Iterator[str]:
    """What the notebook has in HTML, wherever its format puts it."""
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            for key, value in one.items():
                if key in ("text/html", "html"):
                    lines = value if isinstance(value, list) else [value]
                    yield "".join(line for line in lines if isinstance(line, str))
                else:
                    waiting.append(value)


def _columns(table: str) -> Iterator[tuple[str, float]]:
    header, *body = [[_plain(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(table)] or [[]]
    if any(len(row) != len(header) for row in body):
        return  # columns of two levels
    # The name of an index has a row of its own, and so have the rows that are left out.
    body = [row for row in body if set(row[1:]) not in ({""}, {"..."})]
    described = [row for row in body if row[0] in _EXTREMES]
    if {row[0] for row in body} >= _STATISTICS and described:
        body = described
    for at, name in enumerate(header[1:], 1):
        numbers = [_number(row[at]) for row in body]
        known = [abs(number) for number in numbers if number is not None and not isnan(number)]
        if name and known and None not in numbers:
            yield name, max(known)


def _plain(cell: str) -> str:
    from html import unescape  # 1 ms that few runs need

    return unescape(re.sub(r"<[^>]*>", "", cell)).strip()


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None
