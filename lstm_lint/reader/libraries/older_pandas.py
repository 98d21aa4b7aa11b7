"""Arguments and frequencies that pandas took away: `frame.fillna(method="ffill")`, `frame.drop("date", 1)`."""

from __future__ import annotations

import re

from lstm_lint import nodes as cst
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call
from lstm_lint.script import Known

# By method or function: the argument, the version of pandas without it, and what to write instead.
_OF_METHODS = {
    "fillna": {"method": ("3.0", ".ffill() or .bfill()")},
    "groupby": {"axis": ("3.0", "")},
    "rolling": {"axis": ("3.0", "")},
    "resample": {"how": ("1.0", ".mean() after it"), "axis": ("3.0", "")},
}
_OF_FUNCTIONS = {
    "pandas.read_csv": {
        "squeeze": ("2.0", '.squeeze("columns")'),
        "error_bad_lines": ("2.0", 'on_bad_lines="skip"'),
        "warn_bad_lines": ("2.0", 'on_bad_lines="warn"'),
        "prefix": ("2.0", ""),
        "mangle_dupe_cols": ("2.0", ""),
        "date_parser": ("3.0", "date_format=..."),
        "infer_datetime_format": ("3.0", ""),
        "delim_whitespace": ("3.0", r'sep=r"\s+"'),
        "keep_date_col": ("3.0", ""),
    },
    "pandas.concat": {"join_axes": ("1.0", ".reindex(...)")},
    "pandas.to_datetime": {"infer_datetime_format": ("3.0", "")},
}
# How many arguments go by position since 2.0, and the name of the next one.
_POSITIONS = {"drop": (1, "axis")}
_FREQUENCIES = {"H": "h", "T": "min", "S": "s", "M": "ME", "Q": "QE", "A": "YE", "Y": "YE"}
_PERIODS = ("to_period(", "period_range(", "PeriodIndex(", "pd.Period(")  # "M" and "Q" are right for these
_FREQUENCY = re.compile(r"(\d*)([HTSMQAY])")


def note_function(it: Interpreter, call: Call, path: str) -> None:
    """A function of pandas, by its path."""
    if path in _OF_FUNCTIONS:
        _note_gone(it, call, _OF_FUNCTIONS[path])
    elif path == "pandas.date_range":
        _note_frequency(it, call, call.args.at(3, "freq"))


def note_method(it: Interpreter, call: Call) -> None:
    """A method of a frame or a column."""
    owner = call.owner
    if not isinstance(owner, Data) or owner.kind not in ("frame", "column") or not owner.sure:
        return
    if call.name in _OF_METHODS:
        _note_gone(it, call, _OF_METHODS[call.name])
    if call.name in _POSITIONS and call.args.complete:
        most, name = _POSITIONS[call.name]
        if len(call.args.positional) > most:
            written = call.args.positional[most].node
            instead = f"{name}={it.text(written)}" if written is not None else ""
            _refuse(it, call, f"{name} by position", "2.0", instead)
    if call.name in ("resample", "asfreq"):
        _note_frequency(it, call, call.args.at(0, "rule" if call.name == "resample" else "freq"))


def _note_gone(it: Interpreter, call: Call, gone: dict[str, tuple[str, str]]) -> None:
    for argument in call.args.keywords:
        if argument in gone:
            _refuse(it, call, argument, *gone[argument])
            return


def _note_frequency(it: Interpreter, call: Call, frequency: object) -> None:
    """`resample("H")`, which is written "h" since 2.2 and refused in capitals since 3.0; periods keep theirs."""
    if isinstance(frequency, Known) and isinstance(frequency.value, str):
        written = it.place(call.node).locator
        if call.name != "date_range" and any(map(written.occurrences, _PERIODS)):
            return
        found = _FREQUENCY.fullmatch(frequency.value)
        if found is not None:
            _refuse(it, call, f'"{frequency.value}"', "3.0", f'"{found[1]}{_FREQUENCIES[found[2]]}"')


def _refuse(it: Interpreter, call: Call, what: str, since: str, instead: str) -> None:
    if not it.control.guards and isinstance(call.node, cst.Call):
        it.record.refuse(call.node, "older-pandas", call.name, what, since, instead)
