"""Where rows are cut into training and test parts: the border as each side writes it."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler, scale

frame = pd.read_csv("sales.csv")
border = int(np.ceil(len(frame) * 0.9))


def windows(rows):
    return np.array([rows[i : i + 30] for i in range(len(rows) - 30)]), rows[30:]


{parts}
x, y = windows(train)
model = keras.Sequential([keras.Input((30, 1)), layers.LSTM(32), layers.Dense(1)])
model.compile("adam", "{loss}")
model.fit(x, y, epochs=5)
print(model.evaluate(*windows(test)))
"""


def found(code: str, parts: str, loss: str = "mse") -> int:
    text = TEXT.format(parts=parts, loss=loss)
    selection = Settings((Selection("a test", (code,)),), keras="3")
    return len(lint(from_bytes(text.encode(), "elsewhere/example.py"), selection))


SCALED = 'values = MinMaxScaler().fit_transform(frame[["sold"]])\n'
COLUMN = 'frame["sold"] = scale(frame["sold"])\n'


@pytest.mark.parametrize(
    "parts",
    [
        SCALED + "train, test = values[0:int(border), :], values[border - 30 :, :]",
        SCALED + "train, test = values[:border], values[int(border) :]",
        COLUMN + 'train, test = frame[["sold"]].iloc[0:border].values, frame[["sold"]].iloc[border:].values',
        COLUMN + 'train, test = frame[["sold"]].to_numpy()[:border], frame[["sold"]].to_numpy()[border:]',
    ],
)
def test_both_sides_of_one_border(parts: str) -> None:
    assert found("LL703", parts) == 1


@pytest.mark.parametrize(
    "parts",
    [
        'rows = frame[["sold"]]\nscaler = MinMaxScaler().fit(rows[:border])\n'
        "train, test = scaler.transform(rows[: int(border)]), scaler.transform(rows[border:])",
        COLUMN + 'train, test = frame[["sold"]].to_numpy()[:border], frame[["kept"]].to_numpy()[border:]',
        SCALED + "train, test = values[: int(border / 2)], np.load('other.npy')",
    ],
)
def test_rows_that_no_border_divides(parts: str) -> None:
    assert found("LL703", parts) == 0


def test_percentages_of_a_column_around_its_mean() -> None:
    parts = (
        COLUMN + 'train, test = frame[["sold"]].iloc[:border].values, frame[["sold"]].iloc[border:].values'
    )
    assert found("LL475", parts, "mape") == 1
    assert found("LL475", parts, "mae") == 0
