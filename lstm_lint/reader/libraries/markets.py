"""Libraries that fetch tables, of stock exchanges most of all: frames of unknown columns at raw scale."""

from __future__ import annotations

from lstm_lint.keras_api.sources import functions
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Items, Module
from lstm_lint.reader.libraries.data.conversion import read
from lstm_lint.reader.libraries.data.looked_at import published, table
from lstm_lint.script import Known, Read, Step, Unknown

ROOTS = (
    "yfinance",
    "pandas_datareader",
    "quandl",
    "Quandl",
    "nasdaqdatalink",
    "yahoo_fin",
    "yahooquery",
    "investpy",
    "nsepy",
    "tushare",
    "FinanceDataReader",
    "seaborn",
)
_SERIES = "alpha_vantage.timeseries.TimeSeries"


def _object(it: Interpreter, call: Call) -> Abstract:
    """`yfinance.Ticker("AAPL")`: its methods are those of the class."""
    return Module(call.path)


def _series(it: Interpreter, call: Call) -> Abstract:
    """`TimeSeries(key, output_format="pandas")`; without the format it gives dicts."""
    given = call.args.at(1, "output_format")
    return Module(_SERIES) if given == Known("pandas") else Unknown("a dict of prices")


def _with_notes(it: Interpreter, call: Call) -> Abstract:
    """`data, notes = series.get_daily("AAPL")`."""
    return Items([read(it, call), Unknown("what is said of the data")], False)


def _published(it: Interpreter, call: Call) -> Data:
    """A table that a library publishes, `vega_datasets.data.stocks()`."""
    step = Step("read", call.name, call.place, Read("raw"))
    profile = published(it, call, call.path) if not call.args.values() else None
    return table(step, profile) if profile is not None else Data((step,), ("?", "?"), kind="frame")


def find(path: str) -> Handler | None:
    """`vega_datasets.data.stocks`: each data set has a function of its own."""
    return _published if path.startswith("vega_datasets.data.") and path.count(".") == 2 else None


FUNCTIONS: dict[str, Handler] = {
    **dict.fromkeys(functions(*ROOTS), read),
    **dict.fromkeys(functions("alpha_vantage"), _with_notes),
    "yfinance.Ticker": _object,
    "yahooquery.Ticker": _object,
    _SERIES: _series,
}
LIBRARY = Library(FUNCTIONS, find=find)
