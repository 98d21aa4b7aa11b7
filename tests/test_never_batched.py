"""Datasets that nothing batches, of arrays whose shape is not known; and all that makes batches, or may."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np, tensorflow as tf
from keras import Sequential, layers
x, y = np.load("x.npy"), np.load("y.npy")
model = Sequential([layers.Input((30, FEATURES)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
rows = tf.data.Dataset.from_tensor_slices
"""


def said(data: str, features: int = 5) -> list[str]:
    text = f"{HEAD.replace('FEATURES', str(features))}data = {data}\nmodel.fit(data, epochs=3)\n"
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    return [finding.severity.value for finding in found if finding.code == "LL116"]


@pytest.mark.parametrize(
    "data",
    [
        "rows((x, y))",
        "rows((x, y)).shuffle(len(x)).prefetch(tf.data.AUTOTUNE)",
        "rows((x[:100], y[:100])).cache().repeat()",
        "rows((x, y)).take(80).shuffle(9)",
        "rows(x).window(31, 1, drop_remainder=True).flat_map(lambda w: w.batch(31)).map(lambda w: (w[:-1], w[-1]))",
    ],
)
def test_one_row_where_a_batch_must_be(data: str) -> None:
    assert said(data) == ["error"]
    assert said(data, 1) == ["warning"]
    assert not said(f"({data}).batch(16)")
    assert not said(f"({data}).padded_batch(16)")


@pytest.mark.parametrize(
    "data",
    [
        "rows((x, y)).ragged_batch(4)",
        "rows((x, y)).map(lambda a, b: (a[None], b[None]))",
        "rows((x, y)).map(lambda a, b: (tf.expand_dims(a, 0), tf.expand_dims(b, 0)))",
        "rows((x, y)).map(prepared)",
        "batches_of(rows((x, y)))",
        "rows((x, y)).apply(tf.data.experimental.dense_to_ragged_batch(4))",
        "rows((x, y)).bucket_by_sequence_length(lambda a, b: 1, [30], [8, 8])",
        "rows((x, y)).group_by_window(lambda a, b: 0, lambda key, part: part.batch(8), 8)",
        "tf.data.Dataset.from_tensors((x, y))",
        "rows((x.reshape(-1, 8, 30, 5), y.reshape(-1, 8)))",
        "rows(x).window(31).flat_map(lambda w: w.batch(31)).map(lambda w: (w[None, :-1], w[-1:]))",
        "tf.data.Dataset.load('saved')",
        "x",
    ],
)
def test_what_makes_batches_or_may(data: str) -> None:
    assert not said(data)


@pytest.mark.parametrize(
    ("series", "features", "wrong"),
    [("v", 5, True), ("v", 1, False), ("v.reshape(-1, 1)", 1, False), ("w", 2, False), ("w", 5, True)],
)
def test_windows_of_a_column_have_no_axis_for_features(series: str, features: int, wrong: bool) -> None:
    text = f"""
import pandas as pd
from keras import Sequential, layers
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator
frame = pd.read_csv("prices.csv")
v, w = frame["close"].values, frame[["open", "close"]].values
model = Sequential([layers.Input((10, {features})), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(TimeseriesGenerator({series}, v, length=10), epochs=2)
"""
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert [finding.severity.value for finding in found if finding.code == "LL116"] == ["error"] * wrong


UNDECLARED = """
import numpy as np, tensorflow as tf
from keras import Sequential, layers
x, y, ids = np.random.rand(64, 30, 5), np.random.rand(64), np.random.randint(0, 9, (64, 30))
rows = tf.data.Dataset.from_tensor_slices
model = Sequential([LAYERS, layers.Dense(1)])
model.compile("adam", "mse")
model.fit(DATA, epochs=3)
"""
OF_IDS = "layers.Embedding(9, 4), layers.Dropout(0.1), layers.GRU(4)"


@pytest.mark.parametrize(
    ("model", "data", "wrong"),
    [
        ("layers.LSTM(8)", "rows((x, y))", True),
        ("layers.LSTM(8)", "rows((x.reshape(8, 8, 30, 5), y.reshape(8, 8)))", False),
        ("layers.LSTM(8)", "rows((x, y)).batch(8)", False),
        (OF_IDS, "rows((ids, y)).shuffle(9)", True),
        (OF_IDS, "rows((ids.reshape(8, 8, 30), y.reshape(8, 8)))", False),
        ("layers.Embedding(9, 4), layers.Flatten()", "rows((ids, y))", False),
    ],
)
def test_a_model_that_takes_its_shape_from_a_dataset(model: str, data: str, wrong: bool) -> None:
    text = UNDECLARED.replace("LAYERS", model).replace("DATA", data)
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    told = [(one.code, one.severity.value) for one in found if one.code in ("LL102", "LL116")]
    assert told == [("LL116", "error")] * wrong
