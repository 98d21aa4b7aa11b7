"""LL779: slices of windows that are datasets, held against what TensorFlow says of the same program."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import LSTM

series = np.arange(40.0)[:, None]
windows = tf.data.Dataset.from_tensor_slices(series).window(5, shift=1, drop_remainder=True)
flat = windows.flat_map(lambda w: w.batch(5))
"""


@pytest.mark.parametrize(
    "code, raises",
    [
        ("windows.map(lambda w: (w[:-1], w[-1]))", True),
        ("[w[0] for w in windows.take(1)]", True),
        ("windows.map(lambda w: w.batch(5))", False),
        ("flat.map(lambda w: (w[:-1], w[-1]))", False),
        ("list(flat)[0]", False),
        ("list(flat.as_numpy_iterator())[0]", False),
        ("next(iter(flat))[:3]", False),
        ("flat.batch(4).map(lambda w: (w[:, :-1], w[:, -1]))", False),
    ],
)
def test_slices_of_windows(code: str, raises: bool) -> None:
    settings = Settings((Selection("the test", ("LL779",)),), "strict", keras="3")
    found = list(lint(from_bytes((HEAD + code + "\n").encode(), "example.py"), settings))
    assert bool(found) == raises
