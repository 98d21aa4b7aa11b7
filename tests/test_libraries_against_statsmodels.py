"""What is known of statsmodels, against statsmodels; and of tables that libraries fetch, which only a network has."""

from __future__ import annotations

import pytest

pytest.importorskip("pandas")


from lstm_lint.proof import compare, execute, is_known, read_names
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.reader.abstract.values import Items

pytestmark = pytest.mark.keras

IMPORTS = "import numpy as np\nimport pandas as pd\nimport statsmodels.api as sm\n"
IMPORTS += "from statsmodels.tsa import stattools\n"


@pytest.mark.parametrize(
    "call",
    [
        "sm.datasets.co2.load_pandas().data", "sm.datasets.sunspots.load_pandas().data",
        "sm.datasets.sunspots.load_pandas().data['SUNACTIVITY']",
        "sm.datasets.macrodata.load_pandas().data[['cpi', 'm1']]",
        "sm.tsa.filters.hpfilter(np.random.rand(40), 1600)", "sm.tsa.filters.hpfilter(pd.Series(np.random.rand(40)))",
        "stattools.acf(np.random.rand(40), nlags=5)", "stattools.pacf(np.random.rand(40), nlags=7)",
        "stattools.acf(pd.Series(np.random.rand(40)), nlags=5)", "sm.tsa.acf(np.random.rand(40), nlags=3)",
        "sm.tsa.stattools.acf(np.random.rand(40), nlags=5, alpha=0.1)", "sm.tsa.acf(np.random.rand(40), qstat=True)",
        "sm.tsa.adfuller(np.random.rand(40))", "sm.tsa.seasonal_decompose(np.random.rand(40), period=4)",
    ],
)  # fmt: skip
def test_entry_says_what_statsmodels_does(call: str) -> None:
    pytest.importorskip("statsmodels")
    text = f"{IMPORTS}result = {call}\n"
    ours, real = read_names(text)["result"], execute(text)["result"]
    assert not compare(ours, real)
    assert is_known(ours) or not isinstance(ours, (Data, Items))


@pytest.mark.parametrize(
    "text",
    [
        "from vega_datasets import data\nx = data.stocks()", "import yfinance as yf\nx = yf.download('A')",
        "from alpha_vantage.timeseries import TimeSeries as T\nx, y = T('k', output_format='pandas').get_daily('A')",
        "from yahooquery import Ticker\nx = Ticker('A').history(period='max')", "import quandl\nx = quandl.get('A')",
        "import pandas_datareader as web\nx = web.get_data_fred('GDP')",
        "import pandas_datareader.data as web\nx = web.DataReader('A', 'yahoo')",
        "import FinanceDataReader as fdr\nx = fdr.DataReader('A')", "import tushare as ts\nx = ts.get_k_data('A')",
    ],
)  # fmt: skip
def test_table_that_a_library_fetches_is_a_frame_of_unknown_columns(text: str) -> None:
    found = read_names(text)["x"]
    assert isinstance(found, Data) and (found.kind, found.shape) == ("frame", ("?", "?")) and found.certain
    assert [step.kind for step in found.steps] == ["read"]


def test_prices_in_a_dict_are_no_frame() -> None:
    text = "from alpha_vantage.timeseries import TimeSeries\nx, y = TimeSeries('k').get_daily('A')"
    assert not isinstance(read_names(text)["x"], Data)
