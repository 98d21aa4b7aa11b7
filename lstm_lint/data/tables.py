"""The profile of a table in a file: csv and its kin, parquet, JSON."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lstm_lint.data.dialect import Dialect, NotLookedAt
from lstm_lint.data.engine import MEMORY, OF_SMALL, Engine, table_of, table_of_text
from lstm_lint.data.layout import Layout, layout
from lstm_lint.data.measure import MOST_CLASSES, Source, measured
from lstm_lint.data.prepare import prepared
from lstm_lint.ir.profile import Column, Profile

EXACT = 16 << 20  # bytes of a file whose different values are counted
THOROUGH = 128 << 20  # of one that is passed over as often as it takes


@dataclass
class Names:
    """The names of classes, by column, commonest first; "" for one that is not to be told.

    `every` one is told, or those of texts that are among the `spelled` ones.
    """

    every: bool = False
    spelled: frozenset[str] = frozenset()
    found: dict[str, list[str]] = field(default_factory=dict)

    def look(self, engine: Engine, table: str, sources: Sequence[Source], columns: Sequence[Column]) -> None:
        """Asks for the values of the columns that have few of them. Raises what the engine raises."""
        for source, column in zip(sources, columns):
            if column.classes is None or not (self.every or (self.spelled and column.type == "text")):
                continue
            value = source.field
            rows = engine.rows(
                f"SELECT {value}, count(*) AS n FROM {table} WHERE {value} IS NOT NULL GROUP BY {value}"
                f" ORDER BY n DESC, {value} LIMIT {MOST_CLASSES}"
            )
            names = [str(name) for name, _ in rows]
            told = [name if self.every or name in self.spelled else "" for name in names]
            if any(told):
                self.found[source.name] = told


def profile_of_table(path: str, dialect: Dialect, folder: str, names: Names | None = None) -> Profile:
    """Raises NotLookedAt. `names`: gets the names of classes."""
    if dialect.kind != "csv":
        return _typed(path, dialect, folder, names)
    text, head, whole = prepared(path, dialect, folder)
    found = layout(head, whole, dialect)
    sources = _sources(found, dialect)
    if not sources:
        raise NotLookedAt("no column of it is read")
    size = os.path.getsize(text)
    engine = Engine(text, folder, OF_SMALL if size <= THOROUGH else MEMORY)
    error = ""
    for parallel in (True, False):
        table = table_of_text(text, dialect, found, parallel=parallel)
        try:
            columns, (duplicates, across), copies = measured(
                engine, table, sources, exact=size <= EXACT, thorough=size <= THOROUGH, index=len(found.index)
            )
            if names is not None:
                names.look(engine, table, sources, columns)
        except engine.errors as raised:
            error = str(raised)
            if "parallel" in error:
                continue
            break
        index = len(found.index)
        return Profile(
            columns[0].rows,
            columns[index:],
            columns[:index],
            duplicates,
            copies,
            named=found.named,
            across=across,
        )
    raise NotLookedAt(_why(error))


def _sources(found: Layout, dialect: Dialect) -> list[Source]:
    dates: set[int] = set()
    if dialect.dates == "index":
        dates = set(found.index)
    elif dialect.dates is not None:
        kept = (*found.index, *found.used)
        for one in dialect.dates:
            if isinstance(one, int) and 0 <= one < len(kept):
                dates.add(sorted(kept)[one])
            elif one in found.names:
                dates.add(found.names.index(str(one)))
            else:
                raise NotLookedAt("`parse_dates` names a column that it does not have")
    every = dialect.types.get("", "")
    return [
        Source(
            number,
            found.names[at],
            wanted=dialect.types.get(found.names[at], every),
            dates=at in dates,
            array=dialect.array,
            filled=dialect.filled,
            decimal=dialect.decimal,
            thousands=dialect.thousands,
            day_first=dialect.day_first,
        )
        for number, at in enumerate((*found.index, *found.used))
    ]


def _typed(path: str, dialect: Dialect, folder: str, classes: Names | None) -> Profile:
    size = os.path.getsize(path)
    engine = Engine(path, folder, OF_SMALL if size <= THOROUGH else MEMORY)
    try:
        table, names, types = table_of(path, dialect, engine)
        sources = [Source(at, name, typed=of) for at, (name, of) in enumerate(zip(names, types))]
        columns, (duplicates, across), copies = measured(
            engine, table, sources, exact=size <= EXACT, thorough=size <= THOROUGH
        )
        if classes is not None:
            classes.look(engine, table, sources, columns)
    except engine.errors as error:
        what = "parquet" if dialect.kind == "parquet" else "JSON of the kind that the call names"
        raise NotLookedAt(_why(str(error), f"it is no {what}, or a broken one")) from None
    return Profile(columns[0].rows, columns, (), duplicates, copies, across=across)


def _why(error: str, other: str = "DuckDB does not read it as the call does") -> str:
    """What DuckDB raises, without what it quotes of the file."""
    line = re.search(r"on [Ll]ine: (\d+)", error)
    where = f"its line {line[1]}" if line else "one of its lines"
    if "Number of Columns" in error:
        return f"{where} has more fields than the header"
    if "unicode" in error.lower() or "utf-8" in error.lower() or "utf8" in error.lower():
        return f"{where} is not in the encoding that the call reads (UTF-8 unless it names another)"
    if "quote" in error.lower():
        return f"{where} has quotes that do not close"
    if "Maximum line size" in error or "max_line_size" in error:
        return "one of its lines is longer than 1 MB"
    if "Out of Memory" in error or "No space" in error:
        return "it takes too much memory"
    return other
