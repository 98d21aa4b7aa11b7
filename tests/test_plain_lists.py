"""Plain lists as data of a model: what Keras 3 refuses, and near misses that it takes."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np, tensorflow as tf
from keras import layers, models
from keras.utils import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer
texts = open("poem.txt").read().splitlines()
x, y = np.load("x.npy"), np.load("y.npy")
tk = Tokenizer(num_words=2000)
tk.fit_on_texts(texts)
model = models.Sequential([layers.Embedding(2000, 32), layers.LSTM(32), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
ids = tk.texts_to_sequences(texts)
"""


def said(text: str, keras: str = "3") -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}\n".encode(), "train.py"), Settings(keras=keras))
    return [finding.severity.value for finding in found if finding.code == "LL171"]


LISTS = [
    "model.predict(ids)",
    "model.fit(ids, y, epochs=5)",
    "model.evaluate(x=ids, y=y)",
    "new = tk.texts_to_sequences(['the river sings'])\nprint(model.predict(new)[0])",
    "def ask(text):\n    return model.predict(tk.texts_to_sequences([text]))\nask('so')",
    "model.predict([[1, 2, 3], [4, 5]])",
    "model.predict([[1, 2, 3], [4, 5, 6]])",
    "model.fit(x, [0, 1, 1, 0])",
    "model.fit(x, [[0], [1]])",
    "labels = []\nfor i in range(len(x)):\n    labels.append(1)\nmodel.fit(x, labels)",
    "model.fit(x, [0] * 50 + [1] * 50)",
    "model.fit(x, np.arange(50).tolist())",
    "labels = []\nfor row in x:\n    labels.append(1 if row[0] > 3 else 0)\nmodel.fit(x, labels)",
    "model.fit(x, np.zeros((50, 2)).tolist())",
    "model.fit(x, np.arange(90).tolist()[:50])",
    "rows = [[float(v) for v in line.split(',')] for line in open('rows.txt')]\nmodel.predict(rows)",
    "vals = [float(v) for v in open('v.txt')]\nmodel.fit(x, [vals[n + 3] for n in range(90)])",
]


@pytest.mark.parametrize("text", LISTS)
def test_a_plain_list(text: str) -> None:
    assert said(text) == ["error"]
    assert said(text, "2.10") == []


@pytest.mark.parametrize(
    "x", ["np.array(ids)", "np.asarray(ids, dtype='int32')", "tf.constant(ids)", "tf.convert_to_tensor(ids)"]
)
def test_texts_of_different_lengths_make_no_array(x: str) -> None:
    assert said(f"model.predict({x})") == ["error"]


@pytest.mark.parametrize(
    "text",
    [
        "model.predict(pad_sequences(ids, maxlen=12))",
        "ids = pad_sequences(ids)\nmodel.predict(ids)",
        "model.predict(np.array(tk.texts_to_sequences(['the river sings'])))",
        "model.predict(tf.constant(tk.texts_to_sequences(['the river sings'])))",
        "model.fit(x, np.array(ids))",
        "model.predict(tf.ragged.constant(ids))",
        "model.predict(np.array([[1, 2, 3], [4, 5, 6]]))",
        "model.predict([np.zeros((4, 12))])",
        "model.predict([x])",
        "model.fit([x], [y])",
        "model.fit(x, y.tolist())",
        "model.fit(x, np.array(y.tolist()))",
        "model.fit(x, np.asarray(y.tolist()[:50], dtype='float32'))",
        "model.fit(x, np.array([0] * 50 + [1] * 50))",
        "ids = fix(ids)\nmodel.predict(ids)",
        "ids = pad_sequences(ids) if input() else np.load('ids.npy')\nmodel.predict(ids)",
        "fix(ids)\nx = np.vstack([pad_sequences(ids), x])\nmodel.predict(x)",
        "model.predict(tk.texts_to_matrix(texts))",
        "labels = []\nfor i in range(9):\n    labels.append(i)\nlabels = np.array(labels)\nmodel.fit(x, labels)",
        "labels = []\nfor i in range(9):\n    labels.append(x[i])\nmodel.fit(x, labels)",
    ],
)
def test_what_is_no_plain_list(text: str) -> None:
    assert said(text) == []
