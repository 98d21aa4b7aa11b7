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


def test_text_files_are_raw_and_what_programs_store_is_not() -> None:
    assert {source(name).numbers for name in ("read_csv", "loadtxt", "download")} == {"raw"}  # type: ignore[union-attr]
    assert (
        source("pandas.read_feather") == source("pandas.read_parquet") == sources.Source("typed", frame=True)
    )
    assert source("numpy.load") == sources.Source("stored")


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
        ('pd.read_csv("load.csv")[["megawatts"]].values', Severity.WARNING),
        ('pd.read_feather("load.dat")[["megawatts"]].values', Severity.ADVICE),
        ('savgol_filter(pd.read_csv("load.csv")[["megawatts"]].values, 11, 3, axis=0)', Severity.WARNING),
        ('savgol_filter(pd.read_csv("load.csv")[["megawatts"]].values, 11, 3, 1, axis=0)', None),
        ('yf.Ticker("A").history(period="max")[["Close"]].values', Severity.WARNING),
        ('np.fromfile("load.dat").reshape(-1, 1)', Severity.ADVICE),
        ('read_minds("load.dat")[["megawatts"]].values', None),
    ],
)
def test_raw_numbers_are_a_warning_and_stored_ones_advice(read: str, severity: Severity | None) -> None:
    text = SCRIPT.format(read=read)
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert [one.severity for one in found if one.code == "LL701"] == ([severity] if severity else [])


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
