"""A series and it again, shifted by one row each time: beside each other they are windows, below each other not."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SETUP = """
import keras
import numpy as np
import pandas as pd
from keras import layers

load = pd.read_csv("grid.csv")["mw"].to_numpy() / 900
LAGS = 5


def lagged(values):
    columns = []
    for k in range(LAGS):
        columns.append(values[k : len(values) - LAGS + k])
    return columns


def trained(x, steps=LAGS):
    model = keras.Sequential([keras.Input((steps, 1)), layers.LSTM(16), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, load[LAGS:], validation_split=0.1)


"""


def found(text: str) -> list[int]:
    """The lines of the findings, counted from 1 in the text."""
    selection = Settings((Selection("a test", ("LL734",)),), "strict", keras="3")
    source = from_bytes((SETUP + textwrap.dedent(text)).encode(), "elsewhere/example.py")
    return [one.line - SETUP.count("\n") for one in lint(source, selection)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("trained(np.array(lagged(load))[..., None])", True),
        ("trained(np.stack(lagged(load))[:, :, np.newaxis])", True),
        ("trained(np.vstack(lagged(load)).reshape(LAGS, -1, 1))", True),
        ("trained(np.array(lagged(load)).reshape(-1, LAGS, 1))", True),
        ("trained(np.array([load[k : k - 5] for k in range(5)])[..., None])", True),
        ("trained(np.array([load[k : k - 5] for k in (4, 3, 2, 1, 0)])[..., None])", True),
        ("trained(np.array(lagged(load)).T[..., None])", False),
        ("trained(np.array(lagged(load)).transpose().reshape(-1, LAGS, 1))", False),
        ("trained(np.swapaxes(np.array(lagged(load)), 0, 1)[..., None])", False),
        ("trained(np.moveaxis(np.stack(lagged(load)), 0, -1)[..., None])", False),
        ("trained(np.stack(lagged(load), axis=1)[..., None])", False),
        ("trained(np.column_stack(lagged(load))[..., None])", False),
        ("trained(np.column_stack(lagged(load)).reshape(-1, LAGS, 1))", False),
        ("trained(np.dstack(lagged(load)).reshape(-1, LAGS, 1))", False),
        (
            "trained(np.concatenate([one[:, None] for one in lagged(load)], axis=1).reshape(-1, LAGS, 1))",
            False,
        ),
        ("trained(np.array([load[k : k + 24] for k in range(5)])[..., None], 24)", False),
        ("trained(np.array([load[k : k + 5] for k in range(5)])[..., None])", False),
        ("trained(np.array([load[7 * k : 7 * k - 40] for k in range(5)])[..., None])", False),
    ],
)
def test_lags_stacked_as_rows(text: str, told: bool) -> None:
    assert found(text) == ([1] if told else [])
