"""Arrays that are stacked as rows, and cut again as if they were columns."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

CODE = """
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers

table = pd.read_csv("sensors_scaled.csv")
a, b, c = table["x"].to_numpy(), table["y"].values, table["z"].to_numpy()
n, L = len(table), 24
made = {made}
model = Sequential([Input((None, None)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(made, np.load("targets.npy"))
"""


def found(made: str) -> int:
    settings = Settings((Selection("the test", ("LL734",)),), "strict", keras="3")
    return len(list(lint(from_bytes(CODE.format(made=made).encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "made",
    [
        "np.array([a, b, c]).reshape(n, 3)",
        "np.array([a, b, c]).reshape(-1, L, 3)",
        "np.reshape(np.stack([a, b, c]), (-1, L, 3))",
        "np.vstack((a, b)).reshape((-1, 2))",
        "np.vstack([a, b, c]).reshape(n // L, L, 3)",
        "np.stack((a, b, c), axis=0).reshape(-1, 3)",
    ],
)
def test_rows_cut_as_columns(made: str) -> None:
    assert found(made) == 1


@pytest.mark.parametrize(
    "made",
    [
        "np.array([a, b, c]).T.reshape(-1, L, 3)",
        "np.stack([a, b, c], axis=1).reshape(-1, L, 3)",
        "np.column_stack([a, b, c]).reshape(-1, L, 3)",
        "np.array([a, b, c]).reshape(3, -1, 1)",
        "np.array([a, b, c]).reshape(-1, L, 1)",
        "np.array([a, b, c]).reshape(n, 3, order='F')",
        "np.concatenate([a, b, c]).reshape(-1, L, 3)",
        "np.array([a[:3], b[:3], c[:3]]).reshape(3, 3)",
    ],
)
def test_axes_that_stay_or_are_turned(made: str) -> None:
    assert found(made) == 0
