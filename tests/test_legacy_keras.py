"""A script that asks TensorFlow for Keras 2 is linted for Keras 2."""

from __future__ import annotations

import pytest

from lstm_lint.lint import target_of
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
