"""A model made of tensors inside another one: `keras.Model(cnn.inputs, cnn.layers[-2].output)`."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

CLIPS = """
import keras
import numpy as np
from keras import layers

clips, labels = np.random.rand(60, 9, 16, 16, 1), np.random.randint(0, 5, 60)
cnn = {cnn}
cnn.compile("adam", "sparse_categorical_crossentropy")
cnn.fit(clips[:, -1], labels)
extractor = keras.Model({ends})
features = extractor.predict(clips.reshape(-1, 16, 16, 1)).reshape(60, 9, -1)
model = keras.Sequential([keras.Input((9, 32)), layers.LSTM(8), layers.Dense(5, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(features, labels)
"""
WITH_INPUT = """keras.Sequential([
    keras.Input((16, 16, 1)), layers.Flatten(), layers.Dense(32, name="features"), layers.Dense(5, activation="softmax")
])"""
WITH_SHAPE = """keras.Sequential()
cnn.add(layers.Conv2D(8, 3, input_shape=(16, 16, 1)))
cnn.add(layers.Flatten())
cnn.add(layers.Dense(32, name="features"))
cnn.add(layers.Dense(5, activation="softmax"))"""


def said(text: str) -> list[str]:
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    return [one.message for one in found if one.code == "LL116"]


@pytest.mark.parametrize("cnn", [WITH_INPUT, WITH_SHAPE])
@pytest.mark.parametrize(
    "ends",
    [
        "cnn.inputs, cnn.layers[-1].output",
        "cnn.input, cnn.output",
        "inputs=cnn.layers[0].input, outputs=cnn.outputs",
    ],
)
def test_the_shape_of_what_a_cut_model_predicts_is_known(cnn: str, ends: str) -> None:
    (message,) = said(CLIPS.format(cnn=cnn, ends=ends))
    assert "(60, 9, 5)" in message


@pytest.mark.parametrize("cnn", [WITH_INPUT, WITH_SHAPE])
@pytest.mark.parametrize(
    "ends", ["cnn.inputs, cnn.layers[-2].output", 'cnn.input, cnn.get_layer("features").output']
)
def test_the_layer_before_the_last_gives_its_features(cnn: str, ends: str) -> None:
    assert not said(CLIPS.format(cnn=cnn, ends=ends))


def test_a_functional_model_that_is_a_line_of_layers_lists_them() -> None:
    cnn = """keras.Input((16, 16, 1))
h = layers.Dense(32)(layers.Flatten()(cnn))
cnn = keras.Model(cnn, layers.Dense(5, activation="softmax")(h))"""
    assert said(CLIPS.format(cnn=cnn, ends="cnn.inputs, cnn.layers[-1].output"))
    assert not said(CLIPS.format(cnn=cnn, ends="cnn.inputs, cnn.layers[-2].output"))
