"""Scores of predictions beside the values of the same rows, and of others."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

CODE = """
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.metrics import mean_squared_error, r2_score
from sklearn.preprocessing import MinMaxScaler

frame = pd.read_csv("prices.csv", parse_dates=["date"]).sort_values("date")
values = frame[["close"]].to_numpy("float32")
cut, L = int(len(values) * 0.8), 30
scaler = MinMaxScaler().fit(values[:cut])
scaled = scaler.transform(values)

def windows(a, ahead=1):
    x, y = [], []
    for i in range(L, len(a) - ahead + 1):
        x.append(a[i - L:i])
        y.append(a[i + ahead - 1, 0])
    return np.array(x), np.array(y)

ahead = {ahead}
x_train, y_train = windows(scaled[:cut], ahead)
x_test, y_test = windows({test}, ahead)
model = Sequential([Input((L, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x_train, y_train)
p = scaler.inverse_transform(model.predict({of}))
y = scaler.inverse_transform(y_test.reshape(-1, 1))
print({score})
"""


def found(score: str, ahead: int = 1, test: str = "scaled[cut:]", of: str = "x_test") -> list[str]:
    settings = Settings((Selection("the test", ("LL797",)),), "strict", keras="3")
    code = CODE.format(score=score, ahead=ahead, test=test, of=of)
    return [one.message for one in lint(from_bytes(code.encode(), "example.py"), settings)]


@pytest.mark.parametrize(
    "score, ahead, rows",
    [
        ("mean_squared_error(y[:-1], p[1:])", 1, "1 row before"),
        ("mean_squared_error(y[1:], p[:-1])", 1, "1 row after"),
        ("r2_score(y[3:], p[:-3])", 1, "3 rows after"),
        ("mean_squared_error(values[cut:-L], p)", 1, "30 rows before"),
        ("mean_squared_error(values[cut:cut + len(p)], p)", 1, "30 rows before"),
        ("mean_squared_error(values[cut:cut + len(p)], p)", 5, "34 rows before"),
        ("mean_squared_error(values[cut:cut + len(p)], p * 3 + 2)", 1, "30 rows before"),  # put back by hand
        ("mean_squared_error(y[1:], p[:-1] * values.std() + values.mean())", 1, "1 row after"),
        ("mean_squared_error(y[:-1], p[1:])", 5, "1 row before"),
    ],
)
def test_other_rows(score: str, ahead: int, rows: str) -> None:
    (message,) = found(score, ahead)
    assert f"the value {rows} its own" in message and len(message) <= 120


@pytest.mark.parametrize(
    "score, ahead, of",
    [
        ("mean_squared_error(y, p)", 1, "x_test"),
        ("mean_squared_error(y, p)", 5, "x_test"),
        ("mean_squared_error(y[1:], p[1:])", 1, "x_test"),
        ("mean_squared_error(y[:-4], p[:-4])", 1, "x_test"),
        ("mean_squared_error(y[-20:], p[-20:])", 1, "x_test"),
        ("mean_squared_error(values[cut + L:], p)", 1, "x_test"),
        ("mean_squared_error(values[L:cut], p)", 1, "x_train"),
        ("np.mean((p[1:] - y[:-1]) > 0)", 1, "x_test"),
        ("mean_squared_error(y[1:], y[:-1])", 1, "x_test"),
        ("mean_squared_error(values[cut + L:], p * 3 + 2)", 1, "x_test"),
        ("mean_squared_error(y[1:], p[:-1] + y[:-1, None])", 1, "x_test"),  # of differences
        ("mean_squared_error(np.load('other.npy'), p)", 1, "x_test"),
    ],
)
def test_same_rows_and_such_as_cannot_be_counted(score: str, ahead: int, of: str) -> None:
    assert found(score, ahead, of=of) == []


@pytest.mark.parametrize("test", ["scaled[380:]", "scaled[cut - L:]", "scaled"])
def test_where_the_test_part_begins_does_not_matter(test: str) -> None:
    assert found("mean_squared_error(y, p)", test=test) == []
    assert len(found("mean_squared_error(y[:-1], p[1:])", test=test)) == 1
