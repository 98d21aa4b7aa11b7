"""statsmodels: its data sets, and what takes a series apart."""

from __future__ import annotations

from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.interpreter import Interpreter
from lstm_lint.reader.abstract.registry import Call, Handler, Library
from lstm_lint.reader.abstract.values import Abstract, Items
from lstm_lint.reader.libraries.data.conversion import first_data, read, untensored
from lstm_lint.reader.libraries.data.looked_at import published, table
from lstm_lint.reader.libraries.decompositions import decomposed
from lstm_lint.reader.libraries.effects import Effect, described
from lstm_lint.reader.libraries.rules import shapes
from lstm_lint.script import Known, Unknown

_PART = Effect("x|", "arithmetic", shapes.same)


@described("x|lamb")
def cycle_and_trend(it: Interpreter, call: Call) -> Abstract | None:
    """`hpfilter(x, 1600)`: the cycle and the trend, of as many rows."""
    data = first_data(it, call)
    part = _PART(it, call)
    if data is None or not isinstance(part, Data):
        return None
    return Items([part, part.copy()], False)


@described("x|nlags")
def correlations(it: Interpreter, call: Call) -> Abstract | None:
    """`acf(x, nlags=n)`: n + 1 numbers about all rows; with a confidence level or a test there are more."""
    lags = call.args.at(None, "nlags")
    plain = (
        call.args.complete
        and not {"alpha", "qstat"} & {*call.args.keywords}
        and len(call.args.positional) == 1
    )
    found = Effect("x|", "arithmetic")(it, call)
    if plain and isinstance(found, Data) and isinstance(lags, Known) and isinstance(lags.value, int):
        found.shape, found.kind = (lags.value + 1,), "array"
        return found
    return Unknown("a statistic")


def _report(it: Interpreter, call: Call) -> Abstract:
    return Unknown("a test of a series")


def _data_set(it: Interpreter, call: Call) -> Abstract:
    """`sm.datasets.co2.load_pandas()`, whose `data` is the table."""
    name = call.path.removesuffix(".load_pandas").rpartition(".")[2]
    profile = published(it, call, f"statsmodels.datasets.{name}.load_pandas")
    plain = read(it, call)
    return table(plain.steps[-1], profile) if profile is not None else plain


# By name: statsmodels has each of them once, under several modules (`tsa.api`, `tsa.stattools`, `api.tsa`).
FUNCTIONS: dict[str, Handler] = {
    "load_pandas": _data_set,
    "get_rdataset": read,
    **dict.fromkeys(("seasonal_decompose", "STL", "MSTL"), untensored(decomposed)),
    "hpfilter": untensored(cycle_and_trend),
    "acf": untensored(correlations),
    "pacf": untensored(correlations),
    **dict.fromkeys(("adfuller", "kpss", "grangercausalitytests", "acorr_ljungbox"), _report),
}


def find(path: str) -> Handler | None:
    return FUNCTIONS.get(path.rpartition(".")[2]) if path.startswith("statsmodels.") else None


LIBRARY = Library(find=find)
