"""Lists of rows as columns of a DataFrame, and frequencies of periods: right, beside their refused twins."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

PREDICTED = """
import keras
import numpy as np
import pandas as pd
from keras import layers

x = np.random.rand(30, 10, 2)
model = keras.Sequential([keras.Input((10, 2)), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, x[:, 0, :1], epochs=1, validation_split=0.1)
p = model.predict(x)
"""
LOADED = (
    PREDICTED
    + """
frame = pd.DataFrame({"load": np.random.rand(400)}, index=pd.date_range("2020-01-01", periods=400))
"""
)


def told(code: str) -> list[str]:
    """The findings of LL932 in it."""
    return [
        one.code
        for one in lint(from_bytes(code.encode(), "train.py"), Settings(keras="3"))
        if one.code == "LL932"
    ]


@pytest.mark.parametrize(
    "column",
    ["p.tolist()", "p.tolist() * 2", "2 * p.tolist()", "sorted(p.tolist())", "p.tolist().copy()", "tuple(p)",
     "list(p)", "[*p]", "[row for row in p]", "p.tolist()[::-1]", "p.ravel()", "p[:, 0]", "p.squeeze()"],
)  # fmt: skip
def test_a_list_of_rows_is_a_column(column: str) -> None:
    assert not told(PREDICTED + f'table = pd.DataFrame({{"p": {column}}})\n')


def test_a_list_made_longer_in_place_is_a_column() -> None:
    assert not told(PREDICTED + 'rows = p.tolist()\nrows *= 2\ntable = pd.DataFrame({"p": rows})\n')


@pytest.mark.parametrize("column", ["p", "p * 2", "p.reshape(-1, 1)", "np.round(p, 2)"])
def test_an_array_of_two_axes_is_none(column: str) -> None:
    assert told(PREDICTED + f'table = pd.DataFrame({{"p": {column}}})\n')


@pytest.mark.parametrize(
    "asked",
    ['frame.to_period("M").groupby(level=0).mean().resample("Q").mean()',
     'pd.DataFrame({"v": range(8)}, index=pd.period_range("2020-01", periods=8, freq="M")).asfreq("D").resample("M")',
     'pd.DataFrame({"v": [1, 2]}, index=pd.PeriodIndex(["2020-01", "2020-02"], freq="M")).resample("Y").sum()'],
)  # fmt: skip
def test_periods_keep_their_letters(asked: str) -> None:
    assert not told(LOADED + f"shown = {asked}\n")


@pytest.mark.parametrize("asked", ['frame.resample("M").mean()', 'frame.asfreq("H")'])
def test_offsets_do_not(asked: str) -> None:
    assert told(LOADED + f"shown = {asked}\n")
