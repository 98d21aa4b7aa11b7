"""How a file is to be read, by the arguments of the call that reads it. What is not honoured is not looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from lstm_lint.ir.details import Reading

Kind = Literal["csv", "parquet", "json", "numpy"]

# What pandas takes for a missing value: pandas/_libs/parsers.pyx, STR_NA_VALUES.
MISSING = (
    "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
    "NULL", "NaN", "None", "n/a", "nan", "null",
)  # fmt: skip
# Arguments that do not change what is read.
_NO_MATTER = frozenset(
    {"low_memory", "engine", "memory_map", "float_precision", "cache_dates", "dtype_backend", "infer_datetime_format",
     "encoding_errors", "verbose", "warn_bad_lines", "error_bad_lines", "mangle_dupe_cols", "mmap_mode",
     "fix_imports", "allow_pickle"}
)  # fmt: skip
_HONOURED = frozenset(
    {"sep", "delimiter", "delim_whitespace", "header", "names", "index_col", "usecols", "skiprows", "nrows",
     "na_values", "keep_default_na", "na_filter", "parse_dates", "decimal", "thousands", "encoding", "compression",
     "quotechar", "comment", "dtype", "skipinitialspace", "skipfooter", "skip_blank_lines", "dayfirst"}
)  # fmt: skip
_OF_NUMPY_TEXT = frozenset(
    {"delimiter", "skiprows", "skip_header", "usecols", "dtype", "comments", "encoding", "max_rows"}
)
_SUFFIXES = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zip": "zip"}
_OTHER_SUFFIXES = (".zst", ".tar", ".tar.gz", ".tar.bz2", ".tar.xz")
_TYPES = {
    "str": "text", "object": "text", "string": "text", "category": "text", "float": "float", "float32": "float",
    "float64": "float", "float16": "float", "int": "integer", "int64": "integer", "int32": "integer",
    "int16": "integer", "int8": "integer",
}  # fmt: skip


class NotLookedAt(Exception):
    """Why a file is not profiled, in words that go on after its name."""


@dataclass(frozen=True)
class Dialect:
    """A call of `read_csv` and its kin, in terms that JSON has."""

    kind: Kind
    separator: str = ","  # "" where any run of spaces separates
    header: int | None = 0
    names: list[str] | None = None
    index: list[str | int] | None = None  # None: none is named; pandas may take one by itself
    no_index: bool = False
    columns: list[str | int] | None = None
    skip: int = 0
    skip_lines: list[int] = field(default_factory=list)  # by number from 0, beside the first ones
    footer: int = 0
    rows: int | None = None
    missing: list[str] = field(default_factory=lambda: list(MISSING))
    missing_in: dict[str, list[str]] = field(default_factory=dict)
    dates: list[str | int] | Literal["index"] | None = None
    day_first: bool = False
    decimal: str = "."
    thousands: str = ""
    quote: str = '"'
    comment: str = ""
    encoding: str = "utf-8"
    compression: str = ""
    types: dict[str, str] = field(default_factory=dict)  # by column, "" for all
    trims: bool = False
    member: str = ""  # of an archive of arrays
    array: bool = False  # numbers alone
    filled: bool = False  # what is no number is NaN

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def dialect(reading: Reading) -> Dialect:
    """How the call reads. Raises NotLookedAt."""
    name = reading.function.rpartition(".")[2]
    unknown = [argument for argument in reading.unknown if argument not in _NO_MATTER]
    if unknown:
        raise NotLookedAt(f"`{unknown[0]}` of `{name}` is not known")
    reads = _READERS.get(reading.function)
    if reads is None:
        raise NotLookedAt(f"`{name}` reads a format that is not looked at")
    return reads(dict(reading.given), reading.path)


def _array(given: dict[str, Any], path: str) -> Dialect:
    if not path.lower().endswith((".npy", ".npz")):
        raise NotLookedAt("it is named neither .npy nor .npz")
    return Dialect("numpy")


def _parquet(given: dict[str, Any], path: str) -> Dialect:
    _refuse_others(given, frozenset({"columns"}), "read_parquet")
    wanted = given.get("columns")
    return Dialect("parquet", columns=_listed(wanted, "columns") if wanted is not None else None)


def _json(given: dict[str, Any], path: str) -> Dialect:
    _refuse_others(given, frozenset({"lines", "orient"}), "read_json")
    if given.get("lines") is not True and given.get("orient") != "records":
        raise NotLookedAt("its JSON is neither one row a line nor a list of records")
    return Dialect("json")


def _refuse_others(given: dict[str, Any], honoured: frozenset[str], name: str) -> None:
    for argument in given:
        if argument not in honoured and argument not in _NO_MATTER:
            raise NotLookedAt(f"`{argument}` of `{name}` is not honoured")


def _csv(given: dict[str, Any], path: str, usual: str = ",") -> Dialect:
    for harmless, value in (
        ("iterator", False),
        ("chunksize", None),
        ("skip_blank_lines", True),
        ("squeeze", False),
    ):
        if harmless in given and given[harmless] == value:
            del given[harmless]
    for bad in ("on_bad_lines", "error_bad_lines"):
        if given.get(bad) in ("error", True):
            del given[bad]
    _refuse_others(given, _HONOURED, "read_csv")
    if given.get("error_bad_lines") is False or given.get("skip_blank_lines") is False:
        raise NotLookedAt("rows that do not fit are left out of it")
    names = _names(given.get("names"))
    header = given.get("header", "infer")
    if header == "infer":
        header = None if names is not None else 0
    if header is not None and (isinstance(header, bool) or not isinstance(header, int)):
        raise NotLookedAt("its header has several rows")
    skip, lines = _skipped(given.get("skiprows"))
    columns = _listed(given["usecols"], "usecols") if given.get("usecols") is not None else None
    if any(isinstance(one, int) and one < 0 for one in columns or ()):  # not counted from the end
        raise NotLookedAt("`usecols` names a column that it does not have")
    index = given.get("index_col")
    parse = given.get("parse_dates")
    return Dialect(
        "csv",
        separator=_separator(given, usual),
        header=header,
        names=names,
        index=None if index is None or index is False else _listed(index, "index_col"),
        no_index=index is False,
        columns=columns,
        skip=skip,
        skip_lines=lines,
        footer=_count(given.get("skipfooter"), "skipfooter") or 0,
        rows=_count(given.get("nrows"), "nrows"),
        missing=_missing(given),
        missing_in=_missing_in(given.get("na_values")),
        dates="index" if parse is True else _listed(parse, "parse_dates") if parse else None,
        day_first=given.get("dayfirst") is True,
        decimal=_character(given.get("decimal"), ".", "decimal"),
        thousands=_character(given.get("thousands"), "", "thousands"),
        quote=_character(given.get("quotechar"), '"', "quotechar"),
        comment=_character(given.get("comment"), "", "comment"),
        encoding=_encoding(given.get("encoding")),
        compression=_compression(given.get("compression", "infer"), path),
        types=_types(given.get("dtype")),
        trims=given.get("skipinitialspace") is True,
    )


def _of_numpy(given: dict[str, Any], path: str) -> Dialect:
    _refuse_others(given, _OF_NUMPY_TEXT, "loadtxt")
    if given.get("dtype", "float") not in ("float", "float32", "float64", "int", "int64", "int32"):
        raise NotLookedAt("its `dtype` is not a plain number")
    separator = given.get("delimiter")
    if separator is not None and (not isinstance(separator, str) or len(separator) != 1):
        raise NotLookedAt("its `delimiter` is not a single character")
    used = given.get("usecols")
    return Dialect(
        "csv",
        separator=separator or "",
        header=None,
        columns=_listed(used, "usecols") if used is not None else None,
        skip=_count(given.get("skiprows", given.get("skip_header")), "skiprows") or 0,
        comment=_character(given.get("comments"), "#", "comments"),
        rows=_count(given.get("max_rows"), "max_rows"),
        encoding=_encoding(given.get("encoding")),
        compression=_compression("infer", path),
        array=True,
        no_index=True,
    )  # fmt: skip


def _separator(given: dict[str, Any], usual: str) -> str:
    if given.get("delim_whitespace") is True:
        return ""
    found = given.get("sep", given.get("delimiter", usual))
    if "sep" in given and found is not None and given.get("delimiter") is not None:
        found = given["delimiter"]
    if found in (r"\s+", r"\s*"):
        return ""
    if isinstance(found, str) and re.fullmatch(r"\\[t|.;]|\[.\]", found):
        found = {"\\t": "\t"}.get(found, found.strip("\\[]"))
    if found is None:
        raise NotLookedAt("its separator is left to be guessed")
    if not isinstance(found, str) or len(found) != 1 or found in "\n\r\x00":
        raise NotLookedAt("its separator is a pattern")
    return found


def _names(value: object) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, (str, int)) for one in value):
        raise NotLookedAt("the names of its columns are not plain")
    return [str(one) for one in value]


def _listed(value: object, argument: str) -> list[str | int]:
    several = value if isinstance(value, (list, tuple, range)) else [value]
    if not all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in several):
        raise NotLookedAt(f"`{argument}` is no list of columns")
    return [one for one in several if isinstance(one, (str, int))]


def _skipped(value: object) -> tuple[int, list[int]]:
    if value is None:
        return 0, []
    if isinstance(value, int) and not isinstance(value, bool):
        return max(0, value), []
    if isinstance(value, (list, tuple, range)) and all(isinstance(one, int) and one >= 0 for one in value):
        lines = sorted({one for one in value if isinstance(one, int)})
        first = next((at for at, line in enumerate(lines) if at != line), len(lines))
        return first, lines[first:]
    raise NotLookedAt("`skiprows` is a function")


def _count(value: object, argument: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise NotLookedAt(f"`{argument}` is no number of rows")
    return value


def _character(value: object, usual: str, argument: str) -> str:
    if value is None:
        return usual
    if not isinstance(value, str) or len(value) != 1 or not value.isascii() or value in "\n\r\x00":
        raise NotLookedAt(f"`{argument}` is not a single character")
    return value


def _encoding(value: object) -> str:
    import codecs

    if value is None or value == "bytes":
        return "utf-8"
    try:
        found = codecs.lookup(str(value))
    except (LookupError, ValueError):  # ValueError: a NUL in its name
        raise NotLookedAt("Python knows no such encoding") from None
    if not getattr(found, "_is_text_encoding", True):  # as `open` asks; such as "hex", of bytes to bytes
        raise NotLookedAt("its encoding is none of texts")
    return found.name


def _compression(value: object, path: str) -> str:
    if value == "infer":
        name = path.lower()
        other = next((one for one in _OTHER_SUFFIXES if name.endswith(one)), None)
        if other is not None:
            raise NotLookedAt(f"its compression is not looked at: {other}")
        return next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix)), "")
    if value is None:
        return ""
    if value in _SUFFIXES.values():
        return str(value)
    raise NotLookedAt(f"its compression is not looked at: {value}")


def _missing(given: dict[str, Any]) -> list[str]:
    if given.get("na_filter") is False:
        return []
    own = given.get("na_values")
    words = list(MISSING) if given.get("keep_default_na", True) else []
    if own is None or isinstance(own, dict):
        return words
    return [*words, *_words(own)]


def _words(value: object) -> list[str]:
    several = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(one, (str, int, float)) and not isinstance(one, bool) for one in several):
        raise NotLookedAt("`na_values` is no list of words")
    found: list[str] = []
    for one in map(str, several):
        found.append(one)
        try:  # pandas compares numbers as numbers too
            number = float(one)
        except ValueError:
            continue
        if number.is_integer() and abs(number) < 1e15:
            found += [str(int(number)), f"{int(number)}.0"]
    return list(dict.fromkeys(found))


def _missing_in(value: object) -> dict[str, list[str]]:
    return {str(name): _words(words) for name, words in value.items()} if isinstance(value, dict) else {}


def _types(value: object) -> dict[str, str]:
    if value is None:
        return {}
    table = value if isinstance(value, dict) else {"": value}
    found = {}
    for name, one in table.items():
        word = str(one).rpartition(".")[2]
        if word not in _TYPES:
            raise NotLookedAt(f"`dtype={word}` is not honoured")
        found[str(name)] = _TYPES[word]
    return found


_READERS: dict[str, Callable[[dict[str, Any], str], Dialect]] = {
    "pandas.read_csv": _csv,
    "pandas.read_table": lambda given, path: _csv(given, path, "\t"),
    "pandas.read_parquet": _parquet,
    "pandas.read_json": _json,
    "numpy.loadtxt": _of_numpy,
    "numpy.genfromtxt": lambda given, path: replace(_of_numpy(given, path), filled=True),
    "numpy.load": _array,
}
