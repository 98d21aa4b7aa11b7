"""Random vectors that stay are the method of a reservoir, whose recurrent layers stay as they are too."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

WORDS = """\
import keras
import numpy as np
from keras import layers

model = keras.Sequential([keras.Input((25,)), layers.Embedding(200, 24, trainable=False), {recurrent}])
model.add(layers.Dense(8, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(np.load("ids.npy"), np.load("y.npy"), epochs=10, validation_split=0.2)
"""


@pytest.mark.parametrize(
    ("recurrent", "found"),
    [
        ("layers.SimpleRNN(300, trainable=False)", False),
        ("layers.SimpleRNN(300)", True),
        ("layers.GRU(300, trainable=True)", True),
        ("layers.GRU(64, return_sequences=True, trainable=False), layers.LSTM(64)", True),
    ],
)
def test_a_reservoir_is_frozen_as_a_whole(recurrent: str, found: bool) -> None:
    text = WORDS.format(recurrent=recurrent)
    reported = {one.code for one in lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings())}
    assert ("LL673" in reported) is found
