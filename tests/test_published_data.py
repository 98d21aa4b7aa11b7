"""Data sets that libraries ship: what is said of them is what the real ones hold, and rules speak with it."""

from __future__ import annotations

import math
from typing import Any

import pytest

pytestmark = pytest.mark.keras
pytest.importorskip("sklearn")
pytest.importorskip("pandas")
pytest.importorskip("duckdb")

from lstm_lint import lint  # noqa: E402
from lstm_lint.data import published  # noqa: E402
from lstm_lint.data.sight import looked_at  # noqa: E402
from lstm_lint.settings.settings import Settings  # noqa: E402
from lstm_lint.source.source import from_bytes  # noqa: E402

SKLEARN = [path for path in published.profiles() if path.startswith("sklearn.")]


@pytest.mark.parametrize("path", SKLEARN)
def test_facts_are_those_of_the_real_data_set(path: str) -> None:
    import sklearn.datasets

    frame: Any = getattr(sklearn.datasets, path.rpartition(".")[2])(as_frame=True).frame
    profile = published.profiles()[path]
    assert profile.rows == len(frame)
    assert [one.name for one in profile.columns] == list(frame.columns)
    for column in profile.columns:
        assert column.missing == int(frame[column.name].isna().sum())
        assert column.distinct == frame[column.name].nunique()
        assert column.mean is not None
        assert math.isclose(column.mean, frame[column.name].mean(), rel_tol=1e-9, abs_tol=1e-12)
        assert (column.minimum, column.maximum) == (frame[column.name].min(), frame[column.name].max())


def test_three_libraries_are_looked_at() -> None:
    roots = {path.partition(".")[0] for path in published.profiles()}
    assert roots == {"sklearn", "statsmodels", "vega_datasets"}


def test_missing_values_of_a_published_series_are_found() -> None:
    text = """
import numpy as np
import statsmodels.api as sm
from keras import Sequential
from keras.layers import LSTM, Dense

values = sm.datasets.co2.load_pandas().data[["co2"]].values
x = np.array([values[i : i + 12] for i in range(len(values) - 12)])
model = Sequential([LSTM(16, input_shape=(12, 1)), Dense(1)])
model.compile("adam", "mse")
model.fit(x, values[12:], validation_split=0.2, epochs=20)
"""
    source = from_bytes(text.encode(), "train.py")
    settings = Settings(data="")
    found = lint.outcome(source, settings, profiles=looked_at(source, settings).profiles).findings
    said = {one.code: one.message for one in found}
    assert "`co2` has 59 missing values" in said["LL788"]
    assert "313 to 373.9" in said["LL701"]
