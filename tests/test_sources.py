"""The table of data sources: it says of data sets what scikit-learn publishes, and there is no other list."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lstm_lint.findings import Severity
from lstm_lint.keras_api import sources
from lstm_lint.keras_api.sources import DATASETS, SOURCES, dataset, source
from lstm_lint.lint import lint
from lstm_lint.reader.libraries.registry import REGISTRY
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

PACKAGE = Path(sources.__file__).parent.parent


def test_functions_of_one_name_are_alike_so_that_a_step_need_not_say_the_module() -> None:
    for path, row in SOURCES.items():
        assert source(path) == source(path.rpartition(".")[2]) == row


def test_what_is_not_in_the_table_is_unknown() -> None:
    assert source("read_minds") is None
    assert dataset("load_dice") is None


@pytest.mark.parametrize("path", sorted(SOURCES))
def test_each_source_is_read_by_the_tables_of_its_library(path: str) -> None:
    assert REGISTRY.function(path) is not None


def test_what_an_exchange_sends_is_raw_and_what_a_file_holds_is_not_known() -> None:
    kinds = [source(name).numbers for name in ("download", "read_csv", "loadtxt")]  # type: ignore[union-attr]
    assert kinds == ["raw", "text", "text"]
    assert (
        source("pandas.read_feather") == source("pandas.read_parquet") == sources.Source("typed", frame=True)
    )
    assert source("numpy.load") == sources.Source("stored")


@pytest.mark.keras
@pytest.mark.parametrize(
    "name", ["load_iris", "load_wine", "load_breast_cancer", "load_digits", "load_diabetes"]
)
def test_data_sets_are_as_scikit_learn_publishes_them(name: str) -> None:
    published = pytest.importorskip("sklearn.datasets")
    x, y = getattr(published, name)(return_X_y=True)
    row = DATASETS[name]
    assert (row.rows, row.row) == ((len(x),), x.shape[1:])
    assert row.largest == pytest.approx(abs(x).max(), rel=0.1)
    assert row.fractions == bool((x % 1).any())
    assert row.largest_target in (None, y.max())
    assert row.target == "ids" or y.min() >= 0  # as `reach` says of them
    assert (row.target == "ids") == (set(y) == set(range(len(set(y)))))


SCRIPT = """
import numpy as np
import pandas as pd
import yfinance as yf
from scipy.signal import savgol_filter
from keras import Input, Sequential, layers

x = {read}
xs, ys = np.array([x[i : i + 24] for i in range(len(x) - 24)]), x[24:]
model = Sequential([Input((24, 1)), layers.LSTM(32), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(xs, ys, epochs=20)
"""


@pytest.mark.parametrize(
    ("read", "severity"),
    [
        ('pd.read_csv("load.csv")[["megawatts"]].values', Severity.ADVICE),
        ('pd.read_csv("load.csv")[["Adj Close"]].values', Severity.WARNING),
        ('pd.read_csv("load.csv")[["close_scaled"]].values', None),
        ('pd.read_csv("load.csv")[["close_door"]].values', Severity.ADVICE),
        ('pd.read_csv("load.csv")[["price_change"]].values', Severity.ADVICE),
        ('pd.read_csv("load.csv")[["Open"]].values', Severity.ADVICE),
        ('pd.read_csv("load.csv")[["AveragePrice"]].values', Severity.WARNING),
        ('pd.read_csv("load.csv", usecols=[1]).values', Severity.ADVICE),
        ('pd.read_csv("airline-passengers.csv", usecols=[1]).values', Severity.WARNING),
        ('pd.read_csv("data/stock/AAPL.csv", usecols=[1]).values', Severity.WARNING),
        ('pd.read_csv("data/stock_standardized/AAPL.csv", usecols=[1]).values', None),
        ('np.loadtxt("outside-temperatures.csv", delimiter=",").reshape(-1, 1)', Severity.ADVICE),
        ('np.loadtxt("daily-minimum-temperatures.csv", delimiter=",").reshape(-1, 1)', Severity.WARNING),
        ('pd.read_feather("load.dat")[["megawatts"]].values', Severity.ADVICE),
        ('savgol_filter(pd.read_csv("load.csv")[["megawatts"]].values, 11, 3, axis=0)', Severity.ADVICE),
        ('savgol_filter(pd.read_csv("load.csv")[["megawatts"]].values, 11, 3, 1, axis=0)', None),
        ('yf.Ticker("A").history(period="max")[["Close"]].values', Severity.WARNING),
        ('np.fromfile("load.dat").reshape(-1, 1)', Severity.ADVICE),
        ('read_minds("load.dat")[["megawatts"]].values', None),
    ],
)
def test_data_that_is_raw_by_nature_is_a_warning_and_a_file_that_may_be_scaled_advice(
    read: str, severity: Severity | None
) -> None:
    text = SCRIPT.format(read=read)
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert [one.severity for one in found if one.code == "LL701"] == ([severity] if severity else [])


FILE = """
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers


def load(path):
    return pd.read_csv(path)


class Tables:
    def __init__(self, folder):
        self.folder = folder

    def read(self, name):
        return pd.read_csv(f"{{self.folder}}/{{name}}.csv")


FOLDER = "data/"
table = {read}
x = table[["level", "rain"]].values.reshape(-1, 24, 2)
y = table["{target}"].values[::24] / 3
model = Sequential([Input((24, 2)), layers.LSTM(32), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=20)
"""


@pytest.mark.parametrize(
    ("read", "target", "said"),
    [
        ('load("train.csv")', "next", "nothing scales x after `read_csv`; unless it was stored scaled, "),
        ('load("train_normalised.csv")', "next", None),
        ('load(FOLDER + "train_scaled.csv")', "next", None),
        ('Tables("standardised").read("train")', "next", None),
        ('Tables("data").read("stocks")', "next", "raw values (`stocks.csv`) above 10 saturate the gates"),
        (
            'load("kaggle_titanic/train.csv")',
            "next",
            "raw values (`kaggle_titanic`) above 10 saturate the gates",
        ),
        ('load("train.csv")', "SalePrice", "raw values (column `SalePrice`) above 10 saturate the gates"),
        ("load(unknown)", "next", "nothing scales x after `read_csv`; unless it was stored scaled, "),
    ],
)
def test_names_of_files_and_of_their_columns_tell_what_they_hold(
    read: str, target: str, said: str | None
) -> None:
    text = FILE.format(read=read, target=target)
    found = [
        one for one in lint(from_bytes(text.encode(), "train.py"), Settings(keras="3")) if one.code == "LL701"
    ]
    assert len(found) == (said is not None)
    if said is not None:
        assert said in found[0].message
        assert (found[0].severity is Severity.WARNING) == ("raw values" in said)


def test_sources_are_listed_in_the_table_alone() -> None:
    plain = {"get", "read"}  # names of many other methods
    names = {path.rpartition(".")[2] for path in SOURCES} - plain | set(DATASETS) | set(SOURCES)
    for file in PACKAGE.rglob("*.py"):
        if file.name == "sources.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, (ast.Set, ast.Tuple, ast.List)):
                found = {
                    item.value for item in node.elts if isinstance(item, ast.Constant) and item.value in names
                }
                assert len(found) < 2, f"{file.name}:{node.lineno}"
