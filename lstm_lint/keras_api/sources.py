"""Where data comes from, one row a source: the functions that read it and the data sets that libraries publish.

The only table of sources, for the reader and for the rules. A function that is not in it is unknown; `*` is any name.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple


class Source(NamedTuple):
    """A function that reads data.

    `numbers`: raw, as they were measured, from a stock exchange or published. text: of a text file or a sheet, where
    people keep raw data and also what a program scaled. typed: a table that a program stored, perhaps scaled. stored:
    whatever a program stored, of which nothing is known.
    """

    numbers: Literal["raw", "text", "typed", "stored"]
    frame: bool = False  # rows and columns for certain


SOURCES: Final[dict[str, Source]] = {
    **dict.fromkeys(
        ("pandas.read_csv", "pandas.read_excel", "pandas.read_table", "pandas.read_fwf", "pandas.read_clipboard",
         "pandas.read_sas", "pandas.read_stata"),
        Source("text", frame=True),
    ),
    **dict.fromkeys(
        ("yfinance.download",
         "pandas_datareader.DataReader", "pandas_datareader.data.DataReader", "pandas_datareader.get_data_yahoo",
         "pandas_datareader.data.get_data_yahoo", "yfinance.Ticker.history", "quandl.get", "Quandl.get",
         "nasdaqdatalink.get", "yahoo_fin.stock_info.get_data", "investpy.get_stock_historical_data",
         "seaborn.load_dataset", "pandas_datareader.get_data_fred", "pandas_datareader.data.get_data_fred",
         "pandas_datareader.get_data_stooq", "pandas_datareader.data.get_data_stooq",
         "pandas_datareader.get_data_tiingo", "pandas_datareader.data.get_data_tiingo",
         "pandas_datareader.get_data_alphavantage", "pandas_datareader.data.get_data_alphavantage",
         "quandl.get_table", "nasdaqdatalink.get_table", "investpy.get_index_historical_data",
         "investpy.get_crypto_historical_data", "investpy.get_currency_cross_historical_data", "nsepy.get_history",
         "tushare.get_k_data", "tushare.get_hist_data", "FinanceDataReader.DataReader", "yahooquery.Ticker.history",
         *(f"alpha_vantage.timeseries.TimeSeries.{name}" for name in
           ("get_daily", "get_daily_adjusted", "get_intraday", "get_weekly", "get_weekly_adjusted", "get_monthly")),
         "statsmodels.datasets.*.load_pandas", "statsmodels.datasets.get_rdataset", "vega_datasets.data.*"),
        Source("raw", frame=True),
    ),
    **dict.fromkeys(("numpy.genfromtxt", "numpy.loadtxt"), Source("text")),
    **dict.fromkeys(
        ("pandas.read_feather", "pandas.read_json", "pandas.read_parquet", "pandas.read_sql", "pandas.read_sql_query",
         "pandas.read_sql_table", "pandas.read_orc"),
        Source("typed", frame=True),
    ),
    **dict.fromkeys(
        ("numpy.load", "numpy.fromfile", "joblib.load", "scipy.io.loadmat", "scipy.io.wavfile.read",
         "pandas.read_pickle", "pandas.read_hdf", "pickle.load", "cPickle.load", "_pickle.load", "json.load"),
        Source("stored"),
    ),
}  # fmt: skip

# What reads text as a table, with `na_values` for what it takes for a missing value.
READERS_OF_TEXT: Final = frozenset({"read_csv", "read_table", "read_excel", "read_fwf"})

# Tables that are passed around as files under their own names, in lower-case letters alone, by a number that they hold.
PUBLISHED_FILES: Final[dict[str, float]] = {
    "titanic": 512.3,  # Fare
    "winequality": 440.0,  # total sulfur dioxide
    "jenaclimate": 1015.3,  # p (mbar)
    "householdpowerconsumption": 254.2,  # Voltage
    "airlinepassengers": 622.0,
    "airpassengers": 622.0,
    "dailymintemp": 26.3,
    "dailyminimumtemperatures": 26.3,
    "femalebirths": 73.0,
    "sunspots": 253.8,
}


def published_file(path: str) -> bool:
    """Whether the path is that of a table that is passed around as it was published."""
    letters = "".join(filter(str.isalpha, path.lower()))
    return any(name in letters for name in PUBLISHED_FILES)


def functions(*packages: str) -> tuple[str, ...]:
    """The paths of the functions that these packages have."""
    return tuple(path for path in SOURCES if path.partition(".")[0] in packages)


class Dataset(NamedTuple):
    """A data set that a library publishes, from its own documentation."""

    rows: tuple[int, ...]  # of the whole, or of training and test part
    row: tuple[int, ...] = ()  # the shape of one row; empty for texts, whose lengths differ
    largest: float | None = None  # value of the inputs
    target: Literal["ids", "quantity"] = "ids"
    largest_target: float | None = None
    column: bool = False  # the targets are (rows, 1)
    fractions: bool = False  # the inputs are measurements, not counts or gray values
    words: int = 0  # ids of words end below, with the default arguments
    typical: int = 0  # words of a text: a quarter of the texts has no more


# By the module of `keras.datasets` or the function of `sklearn.datasets`.
DATASETS: Final[dict[str, Dataset]] = {
    "mnist": Dataset((60000, 10000), (28, 28), 255.0, largest_target=9.0),
    "fashion_mnist": Dataset((60000, 10000), (28, 28), 255.0, largest_target=9.0),
    "cifar10": Dataset((50000, 10000), (32, 32, 3), 255.0, largest_target=9.0, column=True),
    "cifar100": Dataset((50000, 10000), (32, 32, 3), 255.0, largest_target=99.0, column=True),
    "imdb": Dataset((25000, 25000), largest_target=1.0, words=88587, typical=130),
    "reuters": Dataset((8982, 2246), largest_target=45.0, words=30982, typical=60),
    "boston_housing": Dataset((404, 102), (13,), 711.0, "quantity", 50.0, fractions=True),
    "load_iris": Dataset((150,), (4,), 7.9, largest_target=2.0, fractions=True),
    "load_wine": Dataset((178,), (13,), 1680.0, largest_target=2.0, fractions=True),
    "load_breast_cancer": Dataset((569,), (30,), 4254.0, largest_target=1.0, fractions=True),
    "load_digits": Dataset((1797,), (64,), 16.0, largest_target=9.0),
    "load_diabetes": Dataset((442,), (10,), 0.2, "quantity", 346.0, fractions=True),
    "load_boston": Dataset((506,), (13,), 711.0, "quantity", 50.0, fractions=True),
    "fetch_california_housing": Dataset((20640,), (8,), 35682.0, "quantity", 5.00001, fractions=True),
    "fetch_covtype": Dataset((581012,), (54,), 7173.0, largest_target=7.0),
}

_BY_NAME: Final = {path.rpartition(".")[2]: source for path, source in SOURCES.items()}


def source(name: str) -> Source | None:
    """The source of a step that says `read_csv` or `pandas.read_csv`."""
    return _BY_NAME.get(name.rpartition(".")[2])


def dataset(name: str) -> Dataset | None:
    """The data set of a step that says `load_iris` or `imdb`."""
    return DATASETS.get(name.rpartition(".")[2])
