"""LL737: a change between drawn rows, of which the window shows one half, can be forecast in part."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

PROGRAM = """\
import numpy as np
import pandas as pd
from keras import Sequential, layers

x = np.random.normal(size=(1000, 3))
frame = pd.DataFrame(x, columns=["a", "b", "c"])
{made}
X = np.array([x[i : i + 20] for i in range(len(x) - 20)])
Y = np.array([y[i + 20] for i in range(len(x) - 20)])
model = Sequential([layers.Input((20, 3)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(X, Y, epochs=20, validation_split=0.1)
"""


def count(made: str) -> int:
    source = from_bytes(PROGRAM.format(made=made).encode(), "elsewhere/example.py")
    return [one.code for one in lint(source, Settings(profile="strict", keras="3"))].count("LL737")


@pytest.mark.parametrize(
    "made",
    [
        "y = (0.5 * frame['a'] - 0.5 * frame['a'].shift(1)).fillna(0).values",
        "y = 3 * (x[:, 0] - np.roll(x[:, 0], 1)) + 1",
        "y = (2 * frame['a'].diff() + 1).fillna(0).values",
        "y = 3 * np.diff(x[:, 0], prepend=0) + 1",
        "frame['y'] = 2 * frame['a'].rolling(3).mean() + frame['a'] * 2\ny = frame['y'].fillna(0).values",
        "y = np.where(x[:, 0] * 2 > np.roll(x[:, 0], 1) * 2, 1, 0)",
    ],
)
def test_a_change_between_rows_is_seen_in_part(made: str) -> None:
    assert count(made) == 0


@pytest.mark.parametrize(
    "made",
    [
        "y = x[:, 0] * 2 + x[:, 1]",
        "y = (frame['a'] * 2 + frame['b']).values",
        "y = (2 * frame['a'] - 0.5 * frame['b'].shift(1) + 1).fillna(0).values",
        "y = (x[:, 0] * 2 + x[:, 1] > 0).astype(int)",
    ],
)
def test_what_is_made_of_the_next_row_alone_is_not(made: str) -> None:
    assert count(made) == 1
