"""Lists of different length, splits of a stateful model, and labels of datasets against models of the program."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Finding
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes


def found(text: str, code: str) -> list[Finding]:
    everything = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    return [one for one in everything if one.code == code]


WORDS = """
import keras
import numpy as np
from keras import layers

texts = {texts}
known = {{}}
for text in texts:
    for word in text.split():
        known.setdefault(word, len(known) + 1)
x = np.{made}
model = keras.Sequential([layers.Embedding(9, 4), layers.LSTM(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.zeros(2))
"""
IDS = "[[known[word] for word in text.split()] for text in texts]"


@pytest.mark.parametrize("made", [f"array({IDS})", f'asarray({IDS}, dtype="int32")'])
def test_ids_of_texts_of_different_length_make_no_array(made: str) -> None:
    (one,) = found(WORDS.format(texts='["a b c", "d e"]', made=made), "LL171")
    assert "lists of 2 and of 3" in one.message and one.line == 11


@pytest.mark.parametrize(
    "texts, made",
    [
        ('["a b", "d e"]', f"array({IDS})"),
        ('["a b c", "d e"]', f"array({IDS}, dtype=object)"),
        ('["a b c", "d e"]', f"array([row[:2] for row in {IDS}])"),
        ("open('texts.txt').readlines()", f"array({IDS})"),
    ],
)
def test_lists_of_one_length_or_of_objects_do(texts: str, made: str) -> None:
    assert not found(WORDS.format(texts=texts, made=made), "LL171")


STATEFUL = """
import keras
import numpy as np
from keras import layers

x, y = np.random.rand({rows}, 8, 2), np.random.rand({rows}, 1)
model = keras.Sequential([keras.Input(batch_shape=(25, 8, 2)), layers.LSTM(4, stateful=True), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(
    x,
    y,
    batch_size=25,
    validation_split={share},
    shuffle=False,
)
"""


@pytest.mark.parametrize("rows, share, line", [(400, 0.1, 13), (410, 0.1, 12)])
def test_a_split_that_leaves_no_whole_batches_is_where_it_stands(rows: int, share: float, line: int) -> None:
    (one,) = found(STATEFUL.format(rows=rows, share=share), "LL112")
    assert one.line == line


def test_a_split_into_whole_batches_is_fine() -> None:
    assert not found(STATEFUL.format(rows=400, share=0.25), "LL112")


LABELS = """
import keras
import numpy as np
import tensorflow as tf
from keras import layers

x, y = np.random.rand(64, 10, 3).astype("float32"), np.random.randint(0, 5, {labels})
data = tf.data.Dataset.from_tensor_slices((x, y)){batched}


class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.memory = layers.GRU(8, return_sequences={sequences})
        self.head = layers.Dense(5, activation="softmax")

    def call(self, steps):
        return self.head(self.memory(steps))
{more}

model = Own()
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(data)
"""


@pytest.mark.parametrize("labels, sequences", [("(64, 10)", False), ("64", True)])
def test_labels_of_a_dataset_meet_what_a_model_of_the_program_predicts(labels: str, sequences: bool) -> None:
    text = LABELS.format(labels=labels, sequences=sequences, batched=".batch(16)", more="")
    (one,) = found(text, "LL417")
    assert one.line == 14 and one.message.endswith(("return_sequences=True", "not at each step"))
    right = LABELS.format(labels=labels, sequences=not sequences, batched=".batch(16)", more="")
    assert not found(right, "LL417")


@pytest.mark.parametrize(
    "batched, more",
    [("", ""), (".batch(16)", "\n    def train_step(self, data):\n        return {'loss': 0.0}\n")],
)
def test_a_dataset_without_batches_and_a_training_of_its_own_say_nothing(batched: str, more: str) -> None:
    assert not found(LABELS.format(labels="(64, 10)", sequences=False, batched=batched, more=more), "LL417")


LAGS = """
import random
import keras
import numpy as np
from keras import layers

sold = [random.randint(40, 60) / 100 for _ in range(120)]
columns = []
for k in range(3):
    columns.append(sold[k : len(sold) - 3 + k])
x, y = np.array(columns){turned}, np.array(sold[3:])
model = keras.Sequential([keras.Input((3, 1)), layers.SimpleRNN(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x[..., None], y)
"""


def test_slices_of_a_list_that_a_comprehension_filled_have_a_length() -> None:
    (one,) = found(LAGS.format(turned=""), "LL714")
    assert "x has 3 samples, y has 117" in one.message
    assert not found(LAGS.format(turned=".T"), "LL714")


def test_a_list_that_grew_after_its_loop_has_no_known_length() -> None:
    more = LAGS.format(turned="").replace(
        "columns = []", "columns = []\nif random.random() < 0.5:\n    sold.append(0.5)"
    )
    assert not found(more, "LL714")


MERGED = """
import keras
from keras import layers

first = keras.Sequential([keras.Input((8, 1)), layers.GRU(4)])
second = keras.Sequential([keras.Input((6, 2)), layers.LSTM(4)])
model = keras.Sequential()
model.add({merged})
model.add(layers.Dense(1))
"""


@pytest.mark.parametrize(
    "merged", ["layers.Concatenate([first, second])", "layers.Add([first.layers[0], layers.GRU(3)])"]
)
def test_a_merge_layer_that_is_made_of_models_merges_nothing(merged: str) -> None:
    (one,) = found(MERGED.format(merged=merged), "LL167")
    assert "does not merge" in one.message and len(one.message) <= 120


DATASETS = """
import numpy as np
import tensorflow as tf
import keras

x, y = np.random.rand(40, 3), np.random.rand(40)
data = tf.data.Dataset.{made}
model = keras.Sequential([keras.Input((3, 1)), keras.layers.LSTM(2), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(data)
"""


@pytest.mark.parametrize(
    "made",
    [
        "from_tensor_slices((x, y)).map(lambda row: row)",
        "from_tensor_slices(x).batch(5).map(lambda x, y: (x, y))",
        "from_tensor_slices((x, y)).window(3).flat_map(lambda rows: rows.batch(3))",
        "zip((tf.data.Dataset.from_tensor_slices(x), tf.data.Dataset.from_tensor_slices(y))).map(lambda x: x)",
    ],
)
def test_a_function_of_a_dataset_takes_what_an_element_holds(made: str) -> None:
    (one,) = found(DATASETS.format(made=made), "LL473")
    assert one.line == 7 and len(one.message) <= 120


@pytest.mark.parametrize(
    "made",
    [
        "from_tensor_slices((x, y)).map(lambda *row: row)",
        "from_tensor_slices((x, y)).map(lambda row, label, scale=2: (row * scale, label))",
        "from_tensor_slices([[1, 2], [3, 4]]).map(lambda row: row + 1)",
        "from_tensor_slices((x, y, y)).map(lambda row, label, weight: (row, label))",
        'from_tensor_slices({"x": x, "y": y}).map(lambda row: (row["x"], row["y"])).map(lambda x, y: (x, y))',
        "from_generator(make, output_types=(tf.float32, tf.float32)).map(lambda x, y: (x, y))",
    ],
)
def test_a_function_that_takes_it_is_fine(made: str) -> None:
    assert not found(DATASETS.format(made=made), "LL473")
