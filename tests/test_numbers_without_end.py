"""Infinite and huge numbers among the arguments of Keras are no reason to stop."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

CODE = """
import keras
import numpy as np
model = keras.Sequential([keras.Input((20, 3)), keras.layers.LSTM(8, dropout={0}), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(learning_rate={0}, clipnorm={0}), "mse")
model.fit(np.zeros((90, 20, 3)), np.zeros((90, 1)), epochs={0}, batch_size={0}, validation_split={0})
"""


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "float('nan')", "float('inf')", "10**10**10", "9" * 39]
)
def test_any_number_is_read(number: str) -> None:
    lint(from_bytes(CODE.format(number).encode(), "train.py"), load(None))
