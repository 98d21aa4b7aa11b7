"""Libraries that fetch tables, of stock exchanges most of all: frames of unknown columns at raw scale."""

from __future__ import annotations

from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Module
from lstm_lint.reader.libraries.data.conversion import read

ROOTS = (
    "yfinance",
    "pandas_datareader",
    "quandl",
    "Quandl",
    "nasdaqdatalink",
    "yahoo_fin",
    "investpy",
    "seaborn",
)


def _ticker(it: Interpreter, call: Call) -> Module:
    """`yfinance.Ticker("AAPL")`: its methods are those of the class."""
    return Module("yfinance.Ticker")


FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(functions(*ROOTS), read),
    "yfinance.Ticker": _ticker,
}
LIBRARY = Library(FUNCTIONS)
