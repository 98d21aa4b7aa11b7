"""`float` of rows with several values: what raises in every NumPy, and near misses that do not."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras, numpy as np, pandas as pd
from keras import Input, Sequential, layers
model = Sequential([Input((30, 2)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
frame = pd.read_csv("prices.csv")[["Close", "Volume"]]
values = frame.values
"""


def said(text: str, keras: str = "3") -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}\n".encode(), "train.py"), Settings(keras=keras))
    return [finding.severity.value for finding in found if finding.code == "LL931"]


@pytest.mark.parametrize(
    "text",
    [
        "a = [float(p) for p in values]",
        "a = float(values[0])",
        "for row in values:\n    print(float(row))",
        "for i in range(len(values)):\n    print(int(values[i]))",
        "def scale(window):\n    return [float(p) - 1 for p in window]\n"
        "a = [scale(values[i:i + 30]) for i in range(9)]",
        "a = float(np.zeros(3))",
        "a = int(np.random.rand(5, 1)[:, 0])",
        "a = np.zeros(9)\nfor i in range(9):\n    a[i] = values[i]",
        "a = np.zeros((9, 2))\nfor i in range(9):\n    a[i, 0] = values[i]",
    ],
)
@pytest.mark.parametrize("keras", ["3", "2.10"])
def test_a_row_of_several_values(text: str, keras: str) -> None:
    assert said(text, keras) == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "a = [float(p[0]) for p in values]",
        "a = float(values[0][1])",
        "a = float(values[0, 0])",
        "a = float(values[0].mean())",
        "a = float(np.max(values))",
        "a = [float(p) for row in values for p in row]",
        "a = [float(p) for p in values.ravel()]",
        "a = [float(p) for p in frame['Close'].values]",
        "a = float(np.load('one.npy'))",
        "try:\n    a = float(values[0])\nexcept TypeError:\n    a = 0",
        "a = np.zeros((9, 2))\nfor i in range(9):\n    a[i] = values[i]",
        "a = np.empty(9, dtype=object)\nfor i in range(9):\n    a[i] = values[i]",
        "a = [None] * 9\nfor i in range(9):\n    a[i] = values[i]",
        "a = {}\nfor i in range(9):\n    a[i] = values[i]",
        "a = float(len(values))",
        "a = float(values.shape[1])",
    ],
)
def test_one_number(text: str) -> None:
    assert said(text) == []


def test_a_function_that_is_called_with_one_number_too_says_nothing() -> None:
    shared = "def percent(share):\n    return int(share * 100)\nx = np.zeros((5, 30, 2))\nparts = model.predict(x)\n"
    both = "for row in values:\n    percent(row)\nfor part in parts[:, 0]:\n    percent(part)"
    assert said(shared + "for row in values:\n    percent(row)") == ["error"]
    assert said(shared + both) == []
