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


CELL = """
import keras
from keras import layers, ops


class Cell(layers.{base}):
    def __init__(self, units, **options):
        super().__init__(**options)
        {size}

    def call(self, inputs, states):
        {state}
        return ops.tanh(inputs + state * 0.5), [state]


model = keras.Sequential([keras.Input((20, 4)), layers.RNN(Cell(4)), layers.Dense(1)])
"""


@pytest.mark.parametrize(
    "size, state, said",
    [
        ("self.units = units", "state = states[0]", "sets no `state_size`"),
        ("self.state_size = units", "state = states", "is a list of one state"),
    ],
)
def test_a_cell_says_how_many_states_it_has_and_takes_them_from_a_list(
    size: str, state: str, said: str
) -> None:
    (one,) = found(CELL.format(base="Layer", size=size, state=state), "LL174")
    assert said in one.message


@pytest.mark.parametrize(
    "base, size, state",
    [
        ("Layer", "self.state_size = units", "state = states[0]"),
        ("Layer", "self.state_size = units", "(state,) = states"),
        ("Layer", "self.state_size = units", "states = states[0]; state = states"),
        ("Layer", "setattr(self, 'state' + '_size', units)", "state = states[0]"),
        ("GRUCell", "self.units = units", "state = states[0]"),
    ],
)
def test_a_cell_that_does_is_fine(base: str, size: str, state: str) -> None:
    assert not found(CELL.format(base=base, size=size, state=state), "LL174")


CALLED = """
import keras
from keras import layers


class Gate(layers.Layer):
    def call(self, {parameters}):
        return steps


steps = keras.Input((10, 8))
gated = Gate()({given})
model = keras.Model(steps, layers.LSTM(4)(gated))
"""


@pytest.mark.parametrize(
    "parameters, given, wrong",
    [
        ("steps, context", "steps", True),
        ("steps, *, context", "steps", True),
        ("steps, context", "steps, steps", False),
        ("steps, context", "steps, context=steps", False),
        ("steps, context=None", "steps", False),
        ("steps, training", "steps", False),
        ("steps, context", "*[steps, steps]", False),
    ],
)
def test_a_layer_is_called_with_what_its_call_needs(parameters: str, given: str, wrong: bool) -> None:
    assert bool(found(CALLED.format(parameters=parameters, given=given), "LL473")) is wrong


NAMED = """
import keras
from keras import layers

model = {model}
features = keras.Model(model.inputs, model.get_layer("{name}").output)
"""
IN_LINE = 'keras.Sequential([keras.Input((8, 4)), layers.LSTM(16, name="encoder"), layers.Dense(1)])'
FUNCTIONAL = (
    'keras.Model(first := keras.Input((8, 4)), layers.Dense(1)(layers.LSTM(16, name="encoder")(first)))'
)


@pytest.mark.parametrize("model", [IN_LINE, FUNCTIONAL])
@pytest.mark.parametrize(
    "name, wrong", [("lstm", True), ("encoder", False), ("dense", False), ("dense_3", False)]
)
def test_a_layer_is_asked_for_by_a_name_that_one_has(model: str, name: str, wrong: bool) -> None:
    assert bool(found(NAMED.format(model=model, name=name), "LL932")) is wrong


PAIRS = """
import keras
import numpy as np
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator

data = np.random.rand(300, 4)
windows = TimeseriesGenerator(data, {targets}, length=10, batch_size=16)
model = keras.Sequential([keras.Input((10, 4)), keras.layers.LSTM(8), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(windows)
"""


@pytest.mark.parametrize(
    "targets, wrong", [("data[10:, 0]", True), ("data[:, 0]", False), ("np.load('y.npy')", False)]
)
def test_a_generator_of_windows_takes_as_many_targets_as_rows(targets: str, wrong: bool) -> None:
    assert bool(found(PAIRS.format(targets=targets), "LL714")) is wrong


SEEN = """
import keras
from keras import layers

query, value = keras.Input((6, {query})), keras.Input((9, {value}))
seen = layers.{attention}()([query, value])
model = keras.Model([query, value], layers.LSTM(3)(seen))
"""


@pytest.mark.parametrize(
    "attention, query, value, wrong",
    [("Attention", 8, 16, True), ("Attention", 8, 8, False), ("AdditiveAttention", 1, 8, False)],
)
def test_attention_multiplies_features_of_one_number(
    attention: str, query: int, value: int, wrong: bool
) -> None:
    assert bool(found(SEEN.format(attention=attention, query=query, value=value), "LL119")) is wrong


OF_IDS = """
import keras
import numpy as np
from keras import layers

x = keras.utils.pad_sequences([[1, 2, 9], [3]], maxlen={maxlen}, value={value})
model = keras.Sequential([keras.Input(({maxlen},)), layers.Embedding(9, 8), layers.LSTM(4)])
model.compile("adam", "mse")
model.fit(x, np.zeros((2, 4)))
"""


@pytest.mark.parametrize("maxlen, value, wrong", [(3, 0, True), (5, 0, True), (2, 0, False)])
def test_ids_that_are_written_out_stay_below_the_rows_of_the_embedding(
    maxlen: int, value: int, wrong: bool
) -> None:
    assert bool(found(OF_IDS.format(maxlen=maxlen, value=value), "LL305")) is wrong


LABELS_OF_ROWS = """
import keras
import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

frame = pd.read_csv("power.csv")
cut = int(len(frame) * 0.8)
train, test = train_test_split(frame, shuffle=False)
mixed, _ = train_test_split(frame)
late = frame["load"][cut:]
y = np.array([{asked}])
model = keras.Sequential([keras.layers.LSTM(2)])
"""


@pytest.mark.parametrize(
    "asked",
    [
        'test["load"][i + 3] for i in range(len(test) - 3)',
        'mixed["load"][i] for i in range(len(mixed))',
        "late[i] for i in range(5)",
        "late[0]",
    ],
)
def test_rows_behind_a_border_keep_their_labels(asked: str) -> None:
    (one,) = found(LABELS_OF_ROWS.format(asked=asked), "LL932")
    assert "asks for a label" in one.message and len(one.message) <= 120


@pytest.mark.parametrize(
    "asked",
    [
        'train["load"][i + 3] for i in range(len(train) - 3)',
        "late.iloc[i] for i in range(5)",
        "late.values[i] for i in range(5)",
        "late.reset_index(drop=True)[i] for i in range(5)",
        "late[i] for i in range(cut, len(frame))",
        "late[i] for i in late.index",
        "late[cut + i] for i in range(5)",
        'mixed["load"][0]',
        'frame["load"][:cut][i] for i in range(5)',
    ],
)
def test_rows_that_have_the_label_are_found(asked: str) -> None:
    assert not found(LABELS_OF_ROWS.format(asked=asked), "LL932")


YIELDED = """
import keras
import numpy as np
from keras import layers


def batches(x, y, size):
    while True:
        for at in range(0, len(x) - size, size):
            yield x[at : at + size]{form}, y[at : at + size]


x, y = np.random.rand(200, 20, 4), np.random.rand(200)
model = keras.Sequential([keras.Input((20, 4)), layers.GRU(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(batches(x, y, 16), steps_per_epoch=10)
"""


@pytest.mark.parametrize(
    "form, lines", [(".reshape(size, -1)", [10]), ("[:, :, :3]", [14]), ("", []), (".astype('float32')", [])]
)
def test_batches_that_a_generator_yields_meet_the_input(form: str, lines: list[int]) -> None:
    assert [one.line for one in found(YIELDED.format(form=form), "LL116")] == lines


WEIGHTED = """
import keras
import tensorflow as tf
from keras import layers, ops


class Started(layers.Layer):
    def call(self, inputs):
        return ops.zeros((inputs.shape[0], 4))


start = Started()
print(start(ops.zeros((1, 10, 5))))
rows = tf.data.Dataset.from_tensor_slices((tf.zeros((9, 10, 5)), tf.zeros((9, 1)), tf.ones(9))).batch(3)
for batch in rows:
    x, y, weights = batch
model = keras.Sequential([keras.Input((10, 5)), layers.LSTM(4), layers.Dense(1)])
"""


def test_a_layer_on_an_array_and_a_dataset_with_weights_raise_nothing() -> None:
    assert not found(WEIGHTED, "LL932")


LATER = """
import keras
import numpy as np
import pandas as pd
import yfinance as yf
from keras import layers

frame = {frame}
rest = frame[border:]["close"]
print(rest[0])
model = keras.Sequential([keras.Input((10, 1)), layers.LSTM(4), layers.Dense(1)])
"""


@pytest.mark.parametrize(
    ("frame", "count"),
    [
        ('pd.read_csv("p.csv")', 1),
        ('pd.read_csv("p.csv", index_col="date")', 0),
        ('pd.read_csv("p.csv").set_index("date")', 0),
        ('yf.download("AAPL")', 0),
    ],
)
def test_numbers_are_labels_where_rows_have_no_other_names(frame: str, count: int) -> None:
    text = LATER.format(frame=frame).replace("rest =", "border = int(len(frame) * 0.8)\nrest =")
    assert len(found(text, "LL932")) == count
