"""The tables of pandas against pandas: each entry on random frames, columns and arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest

pytest.importorskip("pandas")


from lstm_lint.keras_api import sources
from lstm_lint.proof import Arguments, Entry, check, functions, methods, operators
from lstm_lint.reader.libraries import pandas as table

pytestmark = pytest.mark.keras

_OF_DATES = frozenset(
    {"asfreq", "tz_localize", "to_period", "between_time", "truncate", "head", "sort_index"}
)
_READERS = frozenset(
    path for package in ("pandas", "yfinance", "pandas_datareader") for path in sources.functions(package)
)
# Not in pandas 3, or nothing that has a shape; each has a test of its own in test_frames.py.
_APART = {
    "append", "applymap", "iteritems", "pad", "backfill", "get_dummies", "itertuples", "insert", "last", "first", "*",
    "groupby", "resample", "rolling", "expanding", "ewm", "pop", "items", "iterrows", "pivot", "tz_convert",
    "pipe",
}  # fmt: skip
# By name: the method of one kind, of which another does something else.
_MISSING = {
    "groups.fillna",
    "rolling.corr",
    "rolling.cov",
    "frame.to_timestamp",
    "groups.asfreq",
    "column.set_axis",
    "column.to_timestamp",
}
_OF_COLUMNS = frozenset(
    {"cut", "qcut", "factorize", "to_datetime", "to_numeric", "to_timedelta", "unique", "Series"}
)


class FrameArguments(Arguments):
    """Frames with the columns a, b and so on."""

    imports = "import numpy as np\nimport pandas as pd\n"

    def first_shape(self) -> tuple[int, ...]:
        return self.chance.randint(1, 5), self.chance.randint(2, 4)

    def array(self, shape: Sequence[int]) -> str:
        if len(shape) != 2:
            return super().array(shape)
        names = list("abcd"[: shape[1]])
        return f"pd.DataFrame({super().array(shape)}, columns={names})"

    def next_shape(self) -> tuple[int, ...] | None:
        return self.chance.choice((self.shape, self.shape, None, self.shape[1:]))

    def options(self) -> Mapping[str, Sequence[str]]:
        names = "abcd"[: self.shape[-1]] if len(self.shape) == 2 else "a"
        one, two = self.chance.choice(names), self.chance.choice(names)
        return {
            **super().options(),
            "axis": ("0", "1", "'columns'", "'index'"),
            "drop": ("True", "False"),
            "how": ("'any'", "'all'"),
            "inplace": ("False",),
            "keep": ("'first'", "'last'"),
            "keys": ("'a'", "['a', 'b']", "['b']"),
            "subset": ("['a']",),
            "labels": (f"'{one}'", f"['{one}']", f"['{one}', '{two}']", "0"),
            "columns": (f"['{one}']", f"['{one}', 'z']", f"'{one}'"),
            "index": ("[0]", "[0, 1]"),
            "by": (f"'{one}'", "['a', 'b']"),
            "ascending": ("True", "False"),
            "mapper": ("str", "{'a': 'x'}"),
            "value": ("0", "1.5", "7"),
            "values": ("[1]", "[1, 2, 3]"),
            "limit": ("1",),
            "method": ("'linear'",),
            "deep": ("True",),
            "n": ("1", "2", "3"),
            "frac": ("0.5", "1.0"),
            "replace": ("True",),
            "expr": ("'a > 0.5'", "'a > b'"),
            "before": ("0",), "after": ("1",),
            "indices": ("[0]", "[0, 0]"),
            "prefix": ("'x_'",), "suffix": ("'_y'",),
            "items": (f"['{one}']", "['a', 'b']"),
            "like": ("'a'",),
            "regex": ("'a|b'",),
            "include": ("'number'", "['float64']"), "exclude": ("'bool'",),
            "id_vars": (f"'{one}'", f"['{one}']"),
            "value_vars": (f"['{two}']",),
            "lower": ("0", "1"), "upper": ("2", "1"),
            "to_replace": ("1", "{1: 2}", "0"),
            "cond": ("lambda f: f > 0.5",), "other": ("0", "1.5"),
            "periods": ("1", "2", "-1"),
            "fill_value": ("0",),
            "func": ("np.sqrt", "np.mean", "lambda v: v + 1", "lambda v: v * 2"),
            "numeric_only": ("True",), "skipna": ("True",), "dropna": ("True",),
            "q": ("0.5", "[0.1, 0.9]", "0.25"),
            "inclusive": ("'both'",), "left": ("0",), "right": ("1",),
            "normalize": ("True",), "sort": ("True",),
            "column": (f"'{one}'",),
            "name": ("'x'",),
            "min_periods": ("1",),
            "on": ("'a'", "['a', 'b']"),
            "lsuffix": ("'_l'",), "rsuffix": ("'_r'",),
            "drop_first": ("True",),
            "bins": ("3", "[0, 1, 10]"),
            "retbins": ("False",),
            "errors": ("'coerce'",),
            "start": ("'2020-01-01'",), "end": ("'2020-02-01'",), "freq": ("'D'",),
            "copy": ("True",),
            "ignore_index": ("True",),
            "dtype": ("np.float32", "'float64'", "float", "'int32'"),
            "data": ("None",),
            "as_index": ("False", "True"),
            "window": ("2", "3"),
            "raw": ("True",),
            "center": ("True",),
            "rule": ("'2D'",),
            "level": ("0",),
        }  # fmt: skip

    def argument(self, name: str) -> str:
        if name in ("fill_value", "lsuffix", "rsuffix", "level", "freq"):
            raise LookupError
        return super().argument(name)


class Aggregates(FrameArguments):
    def options(self) -> Mapping[str, Sequence[str]]:
        return {**super().options(), "func": ("'mean'", "'std'", "['mean', 'max']", "{'a': 'mean'}")}


class ColumnArguments(FrameArguments):
    """Columns of a frame, and on their own."""

    def first_shape(self) -> tuple[int, ...]:
        return (self.chance.randint(1, 6),)

    def array(self, shape: Sequence[int]) -> str:
        numbers = Arguments.array(self, shape)
        if self.chance.random() < 0.5:
            return f"pd.Series({numbers})"
        return f"pd.DataFrame({{'a': {numbers}, 'b': {numbers}}})['a']"

    def next_shape(self) -> tuple[int, ...] | None:
        return self.chance.choice((self.shape, None))

    def options(self) -> Mapping[str, Sequence[str]]:
        return {**super().options(), "axis": ("0",), "labels": ("0", "[0]")}


class Dated(FrameArguments):
    """Rows that are days."""

    def array(self, shape: Sequence[int]) -> str:
        return f"{super().array(shape)}.set_axis(pd.date_range('2020-01-01', periods={shape[0]}))"

    def options(self) -> Mapping[str, Sequence[str]]:
        return {
            **super().options(), "before": ("'2020-01-02'",), "after": ("'2020-01-03'",), "start_time": ("'00:00'",),
            "end_time": ("'12:00'",), "freq": ("'D'", "'12h'"), "tz": ("'UTC'",), "axis": ("0",),
            "method": ("'ffill'",),
        }  # fmt: skip

    def argument(self, name: str) -> str:
        return self.chance.choice(self.options()[name])


class DatedFrames(Dated):
    """Frames whose rows are days."""


class DatedColumns(Dated, ColumnArguments):
    """Columns whose rows are days."""


class OtherNames(FrameArguments):
    """Two frames with columns of different names."""

    names = "wxyz"

    def operand(self, name: str, at: int) -> str:
        made = super().operand(name, at)
        if at:
            made = f"pd.DataFrame({Arguments.array(self, self.shape)}, columns={list(self.names[: self.shape[1]])})"
        return made


class SomeNames(OtherNames):
    names = "axyz"

    def options(self) -> Mapping[str, Sequence[str]]:
        return {**super().options(), "on": ("'a'", "['a']"), "how": ("'left'", "'inner'", "'outer'")}


class Pivots(FrameArguments):
    def options(self) -> Mapping[str, Sequence[str]]:
        return {**super().options(), "index": ("'a'",), "columns": ("'b'",), "values": ("'b'", "['b']"),
                "aggfunc": ("'mean'",)}  # fmt: skip

    def argument(self, name: str) -> str:
        return self.chance.choice(self.options()[name])


class GroupArguments(FrameArguments):
    """Groups of a frame, of one of its columns or of several, and times."""

    spelled = (
        "groupby('a')", "groupby(['a', 'b'])", "groupby('a')['b']", "groupby('a')[['b']]",
        "groupby('b', as_index=False)",
        "groupby('a').b", "resample('2D')", "resample('D')['a']",
    )  # fmt: skip

    def array(self, shape: Sequence[int]) -> str:
        how = self.chance.choice(self.spelled)
        dates = f".set_axis(pd.date_range('2020-01-01', periods={shape[0]}))" if "resample" in how else ""
        return f"{super().array(shape)}{dates}.{how}"

    def options(self) -> Mapping[str, Sequence[str]]:
        several = ("'mean'", "'sum'", "['mean', 'max']", "{'b': 'mean'}")
        return {**super().options(), "func": several}


class Transforms(GroupArguments):
    def options(self) -> Mapping[str, Sequence[str]]:
        return {**super().options(), "func": ("'mean'", "'sum'", "'cumsum'")}


class WindowArguments(GroupArguments):
    spelled = (
        "rolling(2)",
        "rolling(3, min_periods=1)",
        "rolling(2)['a']",
        "expanding()",
        "ewm(span=3)",
        "ewm(span=3)['b']",
    )

    def options(self) -> Mapping[str, Sequence[str]]:
        return {**super().options(), "func": ("'mean'", "['mean', 'max']"), "q": ("0.5",)}


_BY_KIND: Mapping[str, type[Arguments]] = {
    "frame": FrameArguments, "column": ColumnArguments, "groups": GroupArguments, "rolling": WindowArguments,
}  # fmt: skip
_BY_NAME: Mapping[str, type[Arguments]] = {
    **dict.fromkeys(_OF_DATES, DatedFrames), "join": OtherNames, "merge": SomeNames, "pivot_table": Pivots,
    "agg": Aggregates, "aggregate": Aggregates,
}  # fmt: skip
# Of columns too, where no entry of their own is.
_OF_FRAMES_ONLY = {
    "query", "select_dtypes", "set_index", "pivot", "pivot_table", "melt", "merge", "join", "iterrows", "assign",
    "stack", "corrwith", "add_prefix", "add_suffix", "sort_values", "agg", "aggregate",
}  # fmt: skip


def _entries() -> Iterator[tuple[Entry, type[Arguments]]]:
    for (kind, name), handler in table.METHODS.items():
        if name in _APART or f"{kind}.{name}" in _MISSING:
            continue
        make = _BY_NAME.get(name, FrameArguments) if kind == "frame" else _BY_KIND[kind]
        make = Transforms if name == "transform" else make
        for entry in methods({(kind, name): handler}):
            yield entry, make
        if (
            kind == "frame"
            and ("column", name) not in table.METHODS
            and name not in _OF_FRAMES_ONLY | {"to_timestamp", "set_axis"}
        ):
            for entry in methods({("column", name): handler}):
                yield entry, DatedColumns if name in _OF_DATES else ColumnArguments
    for kind in ("frame", "column"):
        for entry in operators({symbol: it for (_, symbol), it in table.OPERATORS.items()}, kind):
            yield entry, _BY_KIND[kind]
    made = {path: it for path, it in table.FUNCTIONS.items() if path not in _READERS}
    for path, handler in made.items():
        for entry in functions({path: handler}, lambda path: path.replace("pandas.", "pd.", 1)):
            name = path.rpartition(".")[2]
            yield entry, ColumnArguments if name in _OF_COLUMNS else _BY_NAME.get(name, FrameArguments)


_ENTRIES = {str(entry): (entry, make) for entry, make in _entries()}


@pytest.mark.parametrize("name", sorted(_ENTRIES))
def test_entry_says_what_pandas_does(name: str) -> None:
    entry, make = _ENTRIES[name]
    check(entry, make, unknown=0.1)


def test_arguments_are_drawn_from_the_seed() -> None:
    assert FrameArguments(Random(3)).array((2, 3)) == FrameArguments(Random(3)).array((2, 3))
