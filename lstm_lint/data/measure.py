"""The profile of a table: a few SELECTs over its columns, whose answers are counts, statistics and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from lstm_lint.data.engine import Engine, quoted
from lstm_lint.ir.profile import Column, ColumnType, Copy, Order

MOST_CLASSES = 50
_SAMPLE = 20_000
_AT_ONCE = 20  # columns of a query: each that is counted takes some megabytes
_BLOCKS = 32
_FEWEST_OF_BLOCK = 10  # rows: the mean of fewer would come close to a value
_PARTS = 100  # between which borders may lie that split the rows
_MOST_HASHED = 200  # columns whose rows are compared
_MOST_PAIRS = 20  # of columns that may be copies of each other
_SHIFTS = (1, 2, 3, -1, -2, -3)
_FEWEST_TO_SHIFT = 30  # rows, and different values

Guess = Literal["number", "text"]
_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y/%m/%d %H:%M:%S",
            "%Y/%m/%d %H:%M", "%Y-%m", "%Y%m%d", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %b %Y", "%b-%y", "%d.%m.%Y",
            "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f",
            "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%dT%H:%M:%S%z")  # fmt: skip
_MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%y", "%m-%d-%Y", "%m/%d/%y %H:%M")
_DAY_FIRST = (
    "%d/%m/%Y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%y",
    "%d-%m-%Y",
    "%d-%m-%Y %H:%M",
    "%d/%m/%y %H:%M",
)


@dataclass(frozen=True)
class Source:
    """A column `c0`, `c1` ... of a table. `typed`: what DuckDB says it is; "" for one that is text so far.

    `wanted`: the type that the call asks for. `dates`: the call has it parsed as time stamps.
    """

    at: int
    name: str
    typed: str = ""
    wanted: str = ""
    dates: bool = False
    array: bool = False
    filled: bool = False
    decimal: str = "."
    thousands: str = ""
    day_first: bool = False

    @property
    def field(self) -> str:
        return f"c{self.at}"

    def number(self) -> str:
        """The SQL of its value as a number, NULL where it is none."""
        if self.typed:
            return f"CAST({self.field} AS DOUBLE)"
        text = self.field
        if self.thousands:
            text = f"replace({text}, {quoted(self.thousands)}, '')"
        if self.decimal != ".":
            text = f"CASE WHEN contains({text}, '.') THEN NULL ELSE replace({text}, {quoted(self.decimal)}, '.') END"
        return f"CASE WHEN contains({text}, '_') THEN NULL ELSE TRY_CAST({text} AS DOUBLE) END"


@dataclass
class _Found:
    """What the first look says of a column."""

    source: Source
    guess: Guess
    rows: int = 0
    missing: int = 0
    numbers: int = 0
    whole: bool = False
    booleans: int = 0
    distinct: int = 0
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    spread: float | None = None
    time: str = ""  # the SQL of its time stamps
    type: ColumnType = "text"
    classes: tuple[int, ...] | None = None
    order: Order | None = None
    words: tuple[float, float] | None = None
    blocks: tuple[tuple[float, float], ...] = ()
    correlation: float | None = None
    first_missing: int | None = None

    def column(self) -> Column:
        return Column(
            self.source.name, self.type, self.rows, self.missing, self.distinct, self.minimum, self.maximum, self.mean,
            self.spread, self.classes, self.order, self.words, self.blocks, self.correlation,
            self.first_missing,
        )  # fmt: skip


def measured(
    engine: Engine, table: str, sources: Sequence[Source], *, exact: bool, thorough: bool, index: int = 0
) -> tuple[tuple[Column, ...], tuple[int | None, tuple[int, ...]], tuple[Copy, ...]]:
    """The columns of a table, its repeated rows, and which columns are copies. The first `index` columns name rows.

    The repeated rows: how many they are, and how many come after a border and repeat one before it, border by border.

    `exact`: different values are counted, which takes memory that grows with them; else their number is estimated to
    2 % or so. `thorough`: also what takes more passes over the file: classes, order, repeated rows.
    """
    found = [_Found(source, _guess(source)) for source in sources]
    untyped = [
        one for one in found if not one.source.typed and not one.source.filled and one.guess == "number"
    ]
    for part in _parts(untyped):
        asked = ", ".join(f"count({one.source.field}), count({one.source.number()})" for one in part)
        fields = ", ".join(one.source.field for one in part)
        answer = iter(engine.row(f"SELECT {asked} FROM (SELECT {fields} FROM {table} LIMIT {_SAMPLE})"))
        for one in part:
            if next(answer) > next(answer):
                one.guess = "text"
    for part in _parts(found):
        _look(engine, table, part, exact)
        again = [one for one in part if one.guess == "number" and one.numbers < one.rows - one.missing]
        again = [one for one in again if not one.source.array]
        if again:
            for one in again:
                one.guess = "text"
            _look(engine, table, again, exact)
    for one in found:
        one.type = _type(one)
        if not one.source.typed and (one.source.dates or one.type == "text"):
            _as_time(engine, table, one)
    rows = found[0].rows if found else 0
    if not thorough or not rows:
        return tuple(one.column() for one in found), (None, ()), ()
    _more(engine, table, found)
    names = {one.source.name: one for one in found}
    copies = tuple(_copies(engine, table, found[index:])) if len(names) == len(found) else ()
    return tuple(one.column() for one in found), _duplicates(engine, table, found[index:]), copies


def _parts(found: Sequence[_Found]) -> Iterator[Sequence[_Found]]:
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]


def _guess(source: Source) -> Guess:
    if source.wanted == "text" or source.dates:
        return "text"
    if not source.typed:
        return "number"
    plain = source.typed.partition("(")[0]
    return "number" if plain in _NUMBERS else "text"


_WHOLE = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)
_NUMBERS = _WHOLE | {"FLOAT", "DOUBLE", "DECIMAL"}


def _look(engine: Engine, table: str, part: Sequence[_Found], exact: bool) -> None:
    asked = ["count(*)"]
    inner = []
    for one in part:
        field, number = one.source.field, f"n{one.source.at}"
        inner.append(field)
        asked.append(f"count({field})")
        if one.guess == "number":
            inner.append(f"{one.source.number()} AS {number}")
            counted = f"CASE WHEN isnan({number}) THEN NULL ELSE {number} END"
            whole = (
                f"bool_and(isfinite({number}) AND trunc({number}) = {number})" if one.source.typed else
                f"NOT bool_or(regexp_matches({field}, '[^0-9+ -]'))"
            )  # fmt: skip
            if one.source.thousands:
                bare = f"replace({field}, {quoted(one.source.thousands)}, '')"
                whole = f"NOT bool_or(regexp_matches({bare}, '[^0-9+ -]'))"
            asked += [
                f"count({counted})", whole, f"min({counted})", f"max({counted})", f"avg({counted})",
                f"stddev_samp({counted})", _distinct(counted, exact),
            ]  # fmt: skip
        else:
            boolean = f"CAST({field} AS VARCHAR) IN ('True', 'TRUE', 'true', 'False', 'FALSE', 'false')"
            asked += [f"count(*) FILTER ({boolean})", _distinct(field, exact)]
    answer = iter(engine.row(f"SELECT {', '.join(asked)} FROM (SELECT {', '.join(inner)} FROM {table})"))
    rows = next(answer)
    for one in part:
        one.rows, one.missing = rows, rows - next(answer)
        if one.guess == "number":
            one.numbers, whole = next(answer), next(answer)
            one.whole = bool(whole)
            one.minimum, one.maximum, one.mean, one.spread = (_plain(next(answer)) for _ in range(4))
            one.distinct = next(answer)
            if one.source.array:
                one.missing = rows - one.numbers
        else:
            one.booleans, one.distinct = next(answer), next(answer)
            one.minimum = one.maximum = one.mean = one.spread = None


def _distinct(value: str, exact: bool) -> str:
    return f"count(DISTINCT {value})" if exact else f"approx_count_distinct({value})"


def _plain(value: Any) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _type(one: _Found) -> ColumnType:
    present = one.rows - one.missing
    typed = one.source.typed
    if typed.startswith(("TIMESTAMP", "DATE")):
        one.time = f"epoch({one.source.field})"
        return "time"
    if one.source.wanted in ("text", "float", "integer"):
        return one.source.wanted  # type: ignore[return-value]
    if typed == "BOOLEAN":
        return "bool" if not one.missing else "text"
    if one.guess == "number":
        return "integer" if one.whole and present and not one.missing and not one.source.array else "float"
    truth = present and one.booleans == present == one.rows
    return "bool" if truth and not one.source.dates else "text"


def _as_time(engine: Engine, table: str, one: _Found) -> None:
    """Looks for the format of time stamps: that of the first one has to fit all."""
    field = one.source.field
    if one.rows == one.missing:
        one.type = "time" if one.source.dates and one.rows else one.type
        return
    several = (
        (*_FORMATS, *_DAY_FIRST, *_MONTH_FIRST)
        if one.source.day_first
        else (*_FORMATS, *_MONTH_FIRST, *_DAY_FIRST)
    )
    tried = [f"count(try_strptime({field}, {quoted(form)}))" for form in several]
    sample = f"(SELECT {field} FROM {table} WHERE {field} IS NOT NULL LIMIT 200)"
    count, *fits = engine.row(f"SELECT count(*), {', '.join(tried)} FROM {sample}")
    form = next((form for form, fit in zip(several, fits) if fit == count), None)
    if form is None:
        return
    parsed = f"try_strptime({field}, {quoted(form)})"
    (fit,) = engine.row(f"SELECT count({parsed}) FROM {table}")
    if fit == one.rows - one.missing:
        one.time = f"epoch({parsed})"
        if one.source.dates:
            one.type = "time"


def _more(engine: Engine, table: str, found: Sequence[_Found]) -> None:
    few = [one for one in found if 0 < one.distinct <= MOST_CLASSES + 5 and not one.time]
    for start in range(0, len(few), 30):
        _count_classes(engine, table, few[start : start + 30])
    for one in found:
        if one.type == "text" and not one.time and not one.source.typed and one.distinct > MOST_CLASSES:
            length = f"len(string_split_regex(trim({one.source.field}), '\\s+'))"
            middle, most = engine.row(f"SELECT approx_quantile({length}, 0.5), max({length}) FROM {table}")
            one.words = (float(middle), float(most)) if middle is not None else None
    for one in found:
        if one.time:
            one.order = _order(engine, table, one)
    for part in _parts([one for one in found if one.type in ("integer", "float") and one.rows > one.missing]):
        _trace(engine, table, part)


def _value(one: _Found) -> str:
    return (
        f"nullif({one.source.number()}, 'nan'::DOUBLE)"
        if one.type in ("integer", "float") and one.guess == "number"
        else one.source.field
    )


def _count_classes(engine: Engine, table: str, part: Sequence[_Found]) -> None:
    fields = [f"v{one.source.at}" for one in part]
    inner = ", ".join(f"{_value(one)} AS v{one.source.at}" for one in part)
    sets = ", ".join(f"({field})" for field in fields)
    present = f"coalesce({', '.join(f'CAST({field} AS VARCHAR)' for field in fields)}) IS NOT NULL"
    counted = engine.rows(
        f"SELECT g, n FROM (SELECT GROUPING({', '.join(fields)}) AS g, count(*) AS n, {present} AS p FROM"
        f" (SELECT {inner} FROM {table}) GROUP BY GROUPING SETS ({sets})) WHERE p ORDER BY n DESC"
    )
    for number, one in enumerate(part):
        mask = ((1 << len(part)) - 1) ^ (1 << (len(part) - 1 - number))
        classes = tuple(n for g, n in counted if g == mask)
        one.distinct = len(classes)
        one.classes = classes if len(classes) <= MOST_CLASSES else None


def _order(engine: Engine, table: str, one: _Found) -> Order:
    steps = f"(SELECT t - lag(t) OVER () AS d FROM (SELECT {one.time} AS t FROM {table}) WHERE t IS NOT NULL)"
    commonest = engine.rows(
        f"SELECT d, count(*) AS n FROM {steps} WHERE d > 0 GROUP BY d ORDER BY n DESC, d LIMIT 1"
    )
    step = float(commonest[0][0]) if commonest else None
    limit = step if step is not None else 0.0
    backwards, repeated, gaps, longest = engine.row(
        f"SELECT count(*) FILTER (d < 0), count(*) FILTER (d = 0), count(*) FILTER (d > {limit!r}), max(d) FROM {steps}"
    )
    return Order(backwards, repeated, step, gaps if step is not None else 0, _plain(longest))


def _trace(engine: Engine, table: str, part: Sequence[_Found]) -> None:
    """Mean and spread of consecutive parts, and how each value goes with the next."""
    rows = part[0].rows
    blocks = min(_BLOCKS, rows // _FEWEST_OF_BLOCK)
    numbers = ", ".join(f"{one.source.number()} AS n{one.source.at}" for one in part)
    lagged = ", ".join(f"n{one.source.at}, lag(n{one.source.at}) OVER () AS l{one.source.at}" for one in part)
    inner = f"(SELECT row_number() OVER () AS r, {lagged} FROM (SELECT {numbers} FROM {table}))"
    asked = ", ".join(
        f"corr(n{one.source.at}, l{one.source.at}), min(CASE WHEN n{one.source.at} IS NULL THEN r END)"
        for one in part
    )
    answer = iter(engine.row(f"SELECT {asked} FROM {inner}"))
    for one in part:
        correlation, first = _plain(next(answer)), next(answer)
        one.correlation = correlation if rows > 2 * _FEWEST_OF_BLOCK else None
        one.first_missing = first - 1 if first is not None else None
    if blocks < 2:
        return
    asked = ", ".join(
        f"avg(n{one.source.at}), stddev_samp(n{one.source.at}), count(n{one.source.at})" for one in part
    )
    answers = engine.rows(
        f"SELECT (r - 1) * {blocks} // {rows} AS b, {asked} FROM {inner} GROUP BY b ORDER BY b"
    )
    for number, one in enumerate(part):
        found = [row[1 + 3 * number : 4 + 3 * number] for row in answers]
        if not any(_is_value(_plain(mean), _plain(spread), count, one) for mean, spread, count in found):
            one.blocks = tuple((_plain(mean) or 0.0, _plain(spread) or 0.0) for mean, spread, _ in found)


def _is_value(mean: float | None, spread: float | None, count: int, of: _Found) -> bool:
    """Whether the mean of a part would be a value of a row, or close to one, that is not an end of the column."""
    if mean is None or count < _FEWEST_OF_BLOCK // 2:
        return True
    return not spread and mean not in (of.minimum, of.maximum)


def _duplicates(engine: Engine, table: str, found: Sequence[_Found]) -> tuple[int | None, tuple[int, ...]]:
    if not found or len(found) > _MOST_HASHED:
        return None, ()
    values = ", ".join(_value(one) for one in found)
    try:
        (count,) = engine.row(f"SELECT count(*) - count(DISTINCT hash({values})) FROM {table}")
        return int(count), _across(engine, table, values, found[0].rows) if count else ()
    except engine.errors:  # too many rows for the memory
        return None, ()


def _across(engine: Engine, table: str, values: str, rows: int) -> tuple[int, ...]:
    """How many rows after each border repeat a row before it: those whose first like one lies there."""
    numbered = f"(SELECT row_number() OVER () - 1 AS r, hash({values}) AS h FROM {table})"
    firsts = f"(SELECT h, min(r) AS first FROM {numbered} GROUP BY h HAVING count(*) > 1)"
    pairs = engine.rows(
        f"SELECT first * {_PARTS} // {rows} AS a, r * {_PARTS} // {rows} AS b, count(*) FROM {numbered}"
        f" JOIN {firsts} USING (h) WHERE a < b GROUP BY a, b"
    )
    return tuple(sum(count for a, b, count in pairs if a < border <= b) for border in range(1, _PARTS))


def _copies(engine: Engine, table: str, found: Sequence[_Found]) -> Iterator[Copy]:
    """Pairs of columns with the same numbers, in the same row or a few rows apart."""
    several = [one for one in found if one.type in ("integer", "float") and one.distinct >= _FEWEST_TO_SHIFT
               and one.rows >= _FEWEST_TO_SHIFT]  # fmt: skip
    pairs = [
        (second, first)
        for at, first in enumerate(several)
        for second in several[at + 1 :]
        if _may_be_shifted(first, second)
    ]
    for second, first in pairs[:_MOST_PAIRS]:
        a, b = second.source.number(), first.source.number()
        inner = f"(SELECT {a} AS a, {b} AS b FROM {table})"
        lags = ", ".join(_shifted("b", shift) + f" AS b{at}" for at, shift in enumerate((0, *_SHIFTS)))
        asked = ", ".join(
            f"count(*) FILTER (a = b{at}), count(*) FILTER (a IS NOT NULL AND b{at} IS NOT NULL)"
            for at in range(1 + len(_SHIFTS))
        )
        answer = iter(engine.row(f"SELECT {asked} FROM (SELECT a, {lags} FROM {inner})"))
        for shift in (0, *_SHIFTS):
            equal, both = next(answer), next(answer)
            if both >= _FEWEST_TO_SHIFT and equal == both:
                yield Copy(second.source.name, first.source.name, shift)
                break


def _shifted(value: str, shift: int) -> str:
    if shift == 0:
        return value
    return f"{'lag' if shift > 0 else 'lead'}({value}, {abs(shift)}) OVER ()"


def _may_be_shifted(first: _Found, second: _Found) -> bool:
    """A few rows less change neither the number of different values nor the mean by much."""
    if abs(first.distinct - second.distinct) > 3 or first.mean is None or second.mean is None:
        return False
    width = max((first.maximum or 0) - (first.minimum or 0), (second.maximum or 0) - (second.minimum or 0))
    return abs(first.mean - second.mean) <= 8 * width / max(first.rows, 1) + 1e-9 * abs(first.mean)
