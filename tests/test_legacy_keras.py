"""A script that asks TensorFlow for Keras 2 is linted for Keras 2."""

from __future__ import annotations

import pytest

from lstm_lint.lint import script_of, target_of
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


@pytest.mark.parametrize(
    ("line", "major"),
    [
        ('os.environ["TF_USE_LEGACY_KERAS"] = "1"', 2),
        ("os.environ.setdefault('TF_USE_LEGACY_KERAS', 'True')", 2),
        ('os.environ["TF_USE_LEGACY_KERAS"] = "0"', 3),
        ('print("TF_USE_LEGACY_KERAS is not set")', 3),
    ],
)
def test_the_script_chooses_keras_2(line: str, major: int) -> None:
    text = f"import os\n{line}\nimport tensorflow as tf\nmodel = tf.keras.Sequential([tf.keras.layers.LSTM(4)])\n"
    assert target_of(from_bytes(text.encode(), "/nowhere/example.py"), Settings()).high[0] == major


STACK = """
from keras.layers import LSTM, Conv1D, Conv2D, Dense, MaxPooling1D, Reshape
from keras.models import Sequential

model = Sequential()
model.add({first})
model.add({second})
"""


@pytest.mark.parametrize(
    ("keras", "first", "second", "shapes"),
    [
        (
            "2.3",
            "Conv2D(16, 3, 5, input_shape=(20, 12, 1))",
            "Dense(2)",
            [(None, 18, 8, 16), (None, 18, 8, 2)],
        ),
        ("3", "Conv2D(16, 3, 5, input_shape=(20, 12, 1))", "Dense(2)", [(None, 4, 2, 16), (None, 4, 2, 2)]),
        ("auto", "Conv2D(16, 3, 5, input_shape=(20, 12, 1))", "Dense(2)", [None, None]),
        (
            "2.3",
            "Conv2D(16, 3, 3, border_mode='same', input_shape=(20, 12, 1))",
            "Dense(2)",
            [None, None],
        ),
        (
            "2.3",
            "Conv1D(8, 4, border_mode='same', subsample_length=2, input_shape=(20, 3))",
            "MaxPooling1D(pool_length=5)",
            [(None, 10, 8), (None, 2, 8)],
        ),
        ("2.3", "LSTM(output_dim=7, input_shape=(20, 3))", "Dense(output_dim=2)", [(None, 7), (None, 2)]),
    ],
)
def test_sizes_as_keras_1_wrote_them(keras: str, first: str, second: str, shapes: list[object]) -> None:
    source = from_bytes(STACK.format(first=first, second=second).encode(), "/nowhere/example.py")
    (model,) = script_of(source, Settings(keras=keras)).models
    assert [layer.output_shape for layer in model.layers] == shapes
