"""Exclusive classes that are trained as so many yes-or-no questions: LL409."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops
from sklearn.preprocessing import MultiLabelBinarizer

x, kinds = np.load("x.npy"), np.load("kinds.npy")
inputs = keras.Input((30, 4))
outputs = {head}
model = keras.Model(inputs, outputs)
model.compile("adam", {loss})
model.fit(x, {y}, epochs=5, validation_split=0.1)
"""
SIGMOID = 'layers.Dense({}, activation="sigmoid")(layers.LSTM(32)(inputs))'


def found(head: str, loss: str, y: str) -> list[str]:
    selection = Settings((Selection("a test", ("LL409",)),), "strict", keras="3")
    text = TEXT.format(head=head, loss=loss, y=y)
    return [one.severity.name for one in lint(from_bytes(text.encode(), "elsewhere/example.py"), selection)]


@pytest.mark.parametrize(
    ("head", "loss", "y", "level"),
    [
        (SIGMOID.format(20), '"binary_crossentropy"', "keras.utils.to_categorical(kinds, 20)", "WARNING"),
        (SIGMOID.format(20), "keras.losses.BinaryCrossentropy()", "tf.one_hot(kinds, 20)", "WARNING"),
        (
            'layers.Activation("sigmoid")(layers.Dense(12)(layers.GRU(32)(inputs)))',
            '"binary_crossentropy"',
            "keras.utils.to_categorical(kinds)",
            "WARNING",
        ),
        (SIGMOID.format(4), '"binary_crossentropy"', "keras.utils.to_categorical(kinds, 4)", "ADVICE"),
    ],
)
def test_one_class_of_many_as_questions(head: str, loss: str, y: str, level: str) -> None:
    assert found(head, loss, y) == [level]


@pytest.mark.parametrize(
    ("head", "loss", "y"),
    [
        (SIGMOID.format(20), '"binary_crossentropy"', "MultiLabelBinarizer().fit_transform(kinds)"),
        (SIGMOID.format(20), '"binary_crossentropy"', "kinds"),  # several at once, for all that is known
        (SIGMOID.format(2), '"binary_crossentropy"', "keras.utils.to_categorical(kinds, 2)"),
        (
            SIGMOID.format(20),
            '"binary_crossentropy"',
            "np.maximum(keras.utils.to_categorical(kinds, 20), np.load('more.npy'))",
        ),
        (
            SIGMOID.replace("sigmoid", "softmax").format(20),
            '"categorical_crossentropy"',
            "keras.utils.to_categorical(kinds, 20)",
        ),
    ],
)
def test_several_classes_at_once_or_a_distribution(head: str, loss: str, y: str) -> None:
    assert found(head, loss, y) == []
