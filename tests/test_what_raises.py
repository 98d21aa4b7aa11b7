"""What pandas, scikit-learn and Keras raise for whatever the data is: ways to write it, and near misses."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np, pandas as pd, keras
from keras import Input, Model, Sequential, layers
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split

model = Sequential([Input((10, 3)), layers.LSTM(4), layers.Dense(1)])
"""
LINES = HEAD.count("\n")


def said(text: str, keras: str = "3") -> list[tuple[int, str]]:
    """The lines and codes of errors, counted from the text on."""
    found = lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras=keras))
    return [(one.line - LINES, one.code) for one in found if one.severity.value == "error"]


FRAME = "df = pd.read_csv('prices.csv', parse_dates=['date']).sort_values('date')\n"


@pytest.mark.parametrize(
    "text",
    [
        "first = df[:, 0]\n",
        "x = df[['open', 'close']].dropna()\nlast = x[10:20, 1]\n",
        "rows = [df[i] for i in range(60, len(df))]\n",
        "rows = []\nfor i in range(60, len(df)):\n    rows.append(df[i])\n",
        "x = df.drop(columns=['date'])\nfor train, test in KFold(5).split(x):\n    part = x[train]\n",
        "train, test = train_test_split(df, shuffle=False)\nrow = test[0]\n",
        "scaled = pd.DataFrame(np.zeros((9, 2)), columns=['a', 'b'])\nrow = scaled[3]\n",
    ],
)
def test_a_frame_is_indexed_like_an_array(text: str) -> None:
    assert said(FRAME + text) == [(text.count("\n") + 1, "LL932")]


@pytest.mark.parametrize(
    "text",
    [
        "part = df[10:20]\n",
        "close = df['close']\nfirst = close[3]\n",
        "x = df.values[:, 0]\n",
        "x = df.iloc[:, 0]\n",
        "x = pd.read_csv('a.csv', header=None)[0]\n",
        "x = pd.read_csv('a.csv', names=[0, 1])[0]\n",
        "x = pd.DataFrame(np.zeros((5, 3)))[1]\n",
        "x = pd.DataFrame({0: np.zeros(5), 1: np.ones(5)})[1]\n",
        "x = df.T[0]\n",
        "x = pd.concat([df, pd.DataFrame(np.zeros((5, 3)))], axis=1)[2]\n",
        "df[0] = df['close'].shift(1)\nx = df[0]\n",
        "df.columns = range(5)\nx = df[0]\n",
        "x = df[df['close'] > 3]\n",
        "try:\n    x = df[0]\nexcept KeyError:\n    x = None\n",
    ],
)
def test_what_a_frame_takes(text: str) -> None:
    assert said(FRAME + text) == []


OUTPUTS = """
steps = Input((10, 3))
sequence, h, c = layers.LSTM(4, return_sequences=True, return_state=True)(steps)
encoder = Model(steps, [sequence, h, c])
x = np.zeros((7, 10, 3))
"""


@pytest.mark.parametrize(
    "text",
    [
        "a, b = encoder.predict(x)\n",
        "def decode(x):\n    a, b, c, d = encoder.predict_on_batch(x)\n\n\ndecode(x)\n",
        "for _ in range(3):\n    h, c = encoder.predict(x, verbose=0)\n",
    ],
)
def test_names_for_predictions(text: str) -> None:
    assert [code for _, code in said(OUTPUTS + text)] == ["LL932"]


@pytest.mark.parametrize(
    "text",
    [
        "a, b, c = encoder.predict(x)\n",
        "a, *states = encoder.predict(x)\n",
        "nested = Model(steps, [sequence, [h, c]])\na, states = nested.predict(x)\n",
        "single = Model(steps, [sequence])\na, b = single.predict(x[:2])\n",
        "named = Model(steps, {'a': sequence, 'b': h, 'c': c})\na, b = named.predict(x)\n",
    ],
)
def test_as_many_names_as_predictions(text: str) -> None:
    assert said(OUTPUTS + text) == []


@pytest.mark.parametrize(
    "text",
    [
        "layers.RepeatVector(None)",
        "layers.RepeatVector(Input((None, 3)).shape[1])",
        "layers.RepeatVector(n=Input((None, 3), batch_size=2).shape[1])",
        "layers.Dense(None)",
    ],
)
def test_no_size_at_all(text: str) -> None:
    assert said(f"{text}(layers.LSTM(4)(Input((None, 3))))\n") == [(1, "LL162")]


def test_a_default_that_another_file_replaces_is_no_size_of_none() -> None:
    text = """
def build(steps=None):
    inputs = Input((steps, 3))
    return Model(inputs, layers.RepeatVector(steps)(layers.LSTM(4)(inputs)))
"""
    assert said(text) == []


def test_a_cell_around_a_cell_returns_its_states() -> None:
    text = """
class Twice(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units
        self.state_size = units
        self.cell = layers.GRUCell(units)

    def call(self, inputs, states):
        return self.cell(inputs, states)


h = layers.RNN(Twice(8))(Input((10, 3)))
"""
    assert said(text) == []


def test_the_zeros_of_an_lstm_are_two_states() -> None:
    text = """
class Encoder(layers.Layer):
    def __init__(self):
        super().__init__()
        self.rnn = layers.LSTM(5, return_state=True)

    def call(self, x):
        return self.rnn(x, initial_state=self.rnn.get_initial_state(keras.ops.shape(x)[0]))


Encoder()(Input((10, 3)))
"""
    assert said(text) == []


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("{'negative': 0, 'neutral': 1, 'positive': 2}", ["LL406"]),
        ("{'negative': 0, 'positive': 1}", []),
        ("{'low': 0.5, 'high': 2.5}", []),
        ("{1: 0, 2: 1, 3: 2}", []),
        ("{'a': 0, 'b': 1, **others}", []),
    ],
)
def test_classes_that_a_dict_numbers(table: str, codes: list[str]) -> None:
    text = f"""
import json
others = json.load(open("others.json"))
frame = pd.read_csv("reviews.csv")
frame["label"] = frame["feeling"].map({table})
model = Sequential([Input((10, 3)), layers.LSTM(4), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(np.random.rand(len(frame), 10, 3), frame["label"].values)
"""
    assert [code for _, code in said(text)] == codes


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        ("np.random.randint(0, 3, 600)", ["LL406"]),
        ("np.random.default_rng(0).integers(0, 5, size=600)", ["LL406"]),
        ("np.random.randint(0, 3, 700)[np.random.permutation(700)[:600]]", ["LL406"]),
        ("np.random.randint(0, 2, 600)", []),
        ("(np.random.randint(0, 3, 600) > 1).astype(int)", []),
        ("np.random.rand(600)", []),
    ],
)
def test_classes_that_are_drawn_and_then_split(labels: str, codes: list[str]) -> None:
    text = f"""
y = {labels}
x_train, x_test, y_train, y_test = train_test_split(np.random.rand(600, 10, 3), y)
model = Sequential([Input((10, 3)), layers.LSTM(4), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x_train, y_train)
"""
    assert [code for _, code in said(text)] == codes


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("x = x.reshape(x.shape[0], x.shape[1], 1)\n", [3]),
        ("x = np.reshape(x, (x.shape[0], 30, 1))\n", [3]),
        ("x = x.reshape(len(x), 30)\n", [3]),
        ("x = x.reshape((len(x), 30, 2, 2))\n", [3]),
        ("x = x.reshape(x.shape[0], x.shape[1], 2)\n", []),
        ("x = x.reshape(x.shape[0], 60)\n", []),
        ("x = x.reshape(len(x), -1)\n", []),
        ("x = x.reshape(len(x), 1, 30, 2)\n", []),
        ("x = x.reshape(other(), 30, 1)\n", []),
        ("x = x.reshape(len(v), 30, 1)\n", []),
        ("n = x.shape[0]\nx = x[:n // 2].reshape(n, 30, 1)\n", []),
        ("try:\n    x = x.reshape(len(x), 30, 1)\nexcept ValueError:\n    pass\n", []),
    ],
)
def test_rows_that_are_counted_and_numbers_that_do_not_fill_them(text: str, lines: list[int]) -> None:
    made = "v = pd.read_csv('a.csv')[['a', 'b']].to_numpy()\n"
    made += "x = np.array([v[i : i + 30] for i in range(len(v) - 30)])\n"
    assert [line for line, code in said(made + text) if code == "LL932"] == lines


LOADED = "x, ids = np.load('x.npy'), np.load('y.npy')\ny = keras.utils.to_categorical(ids)\n"


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [
        ("y", True),
        ("y[:500]", True),
        ("ids", False),
        ("y.argmax(axis=1)", False),
        ("np.argmax(y, -1)", False),
        ("y[:, 0]", False),
        ("changed(y)", False),
    ],
)
def test_vectors_of_labels_that_a_file_holds(labels: str, wrong: bool) -> None:
    split = f"for train, test in StratifiedKFold(5).split(x[:500], {labels}):\n    print(len(train))\n"
    assert [code for _, code in said(LOADED + split)] == ["LL789"] * wrong
    assert not said(LOADED + split.replace("StratifiedKFold", "KFold"))
    score = f"""
from sklearn.metrics import accuracy_score
head = Sequential([Input((10, 3)), layers.LSTM(4), layers.Dense(3, activation="softmax")])
head.compile("adam", "categorical_crossentropy")
head.fit(x, y)
print(accuracy_score({labels}, head.predict(x).argmax(axis=1)))
"""
    assert ("LL719" in [code for _, code in said(LOADED + score)]) is wrong


BATCHES = """
import math
class Batches(keras.utils.PyDataset):
    def __init__(self, x, y, size=32):
        super().__init__()
        self.x, self.y, self.size = x, y, size
    def __len__(self):
        return LENGTH
    def __getitem__(self, at):
        part = slice(at * self.size, (at + 1) * self.size)
        return self.x[part], self.y[part]
model.compile("adam", "mse")
model.fit(Batches(np.load("x.npy"), np.load("y.npy"), 16), epochs=2)
"""


@pytest.mark.parametrize(
    ("length", "wrong"),
    [
        ("len(self.x) / self.size", True),
        ("np.ceil(len(self.x) / self.size)", True),
        ("np.floor(self.x.shape[0] / float(self.size))", True),
        ("len(self.x) // self.size", False),
        ("int(np.ceil(len(self.x) / self.size))", False),
        ("math.ceil(len(self.x) / self.size)", False),
        ("round(len(self.x) / self.size)", False),
        ("np.ceil(len(self.x) / self.size).astype(int)", False),
        ("(len(self.x) + self.size - 1) // self.size", False),
        ("self.count", False),
    ],
)
def test_a_length_that_is_a_float(length: str, wrong: bool) -> None:
    assert ("LL792" in [code for _, code in said(BATCHES.replace("LENGTH", length))]) is wrong


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("h = attention(x)\n", [3]),
        ("h = attention([x, x])\n", [3]),
        ("h = attention(x, attention_mask=None)\n", [3]),
        ("net = Sequential([Input((9, 4)), attention, layers.Dense(1)])\n", [2]),
        ("h = attention(x, x)\n", []),
        ("h = attention(x, value=x)\n", []),
        ("h = attention(query=x, value=x)\n", []),
        ("h = attention(*[x, x])\n", []),
        ("h = attention(x, **more)\n", []),
        ("h = attention(x, x, return_attention_scores=True)\n", []),
    ],
)
def test_attention_with_a_query_alone(text: str, lines: list[int]) -> None:
    made = "x = Input((9, 4))\nattention = layers.MultiHeadAttention(2, 4)\n"
    assert [line for line, code in said(made + text) if code == "LL119"] == lines


@pytest.mark.parametrize(
    ("index", "wrong"),
    [
        ("head.predict(x)", True),
        ("head.predict(x).argmax(axis=1)", True),
        ("np.argmax(head.predict(x[:1]), axis=-1)", True),
        ("head.predict(x).argmax(axis=1)[0]", False),
        ("np.argmax(head.predict(x[:1]))", False),
        ("np.argmax(head.predict(x)[0])", False),
        ("int(head.predict(x).argmax(axis=1)[0])", False),
        ("other(x)", False),
    ],
)
@pytest.mark.parametrize(
    "names", ["['walk', 'run', 'sit']", "{0: 'walk', 1: 'run', 2: 'sit'}", "('walk', 'run', 'sit')"]
)
def test_names_of_classes_that_are_asked_by_an_array(index: str, wrong: bool, names: str) -> None:
    made = f"""
head = Sequential([Input((10, 3)), layers.LSTM(4), layers.Dense(3, activation="softmax")])
x, names = np.load("x.npy"), {names}
print(names[{index}])
"""
    assert [code for _, code in said(made) if code == "LL932"] == ["LL932"] * wrong
    assert not [code for _, code in said(made.replace(names, f"np.array({names})")) if code == "LL932"]


@pytest.mark.parametrize(
    ("call", "wrong"),
    [
        ("optimizer.apply_gradients(grads)", True),
        ("optimizer.apply_gradients(tape.gradient(loss, model.trainable_weights))", True),
        ("optimizer.apply_gradients(zip(grads, model.trainable_weights))", False),
        ("optimizer.apply_gradients(list(zip(grads, model.trainable_weights)))", False),
        ("optimizer.apply_gradients([(g, v) for g, v in zip(grads, model.trainable_weights)])", False),
        ("optimizer.apply(grads, model.trainable_weights)", False),
        (
            "grads, _ = tf.clip_by_global_norm(grads, 1.0)\n    optimizer.apply_gradients(zip(grads, weights))",
            False,
        ),
        ("grads = zip(grads, model.trainable_weights)\n    optimizer.apply_gradients(grads)", False),
    ],
)
def test_gradients_without_their_variables(call: str, wrong: bool) -> None:
    text = f"""
import tensorflow as tf
optimizer = keras.optimizers.Adam(1e-3)
def step(x, y):
    weights = model.trainable_weights
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.mse(y, model(x, training=True)))
    grads = tape.gradient(loss, model.trainable_weights)
    {call}
for part in range(3):
    step(np.random.rand(8, 10, 3), np.random.rand(8, 1))
"""
    assert ("LL513" in [code for _, code in said(text)]) is wrong


OWN = """
REGISTER
class Scored(BASE):
    def __init__(self, units):
        super().__init__()
        self.score = layers.Dense(units)
    def call(self, x):
        return keras.ops.mean(self.score(x), axis=1)

net = Sequential([Input((20, 8)), layers.LSTM(8, return_sequences=True), Scored(4), layers.Dense(1)])
net.compile("adam", "mse")
net.fit(np.load("x.npy"), np.load("y.npy"))
net.save("net.keras")
again = keras.models.load_model("net.keras", custom_objects={"Scored": Scored})
"""


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("", "", True),
        ("REGISTER", "@keras.saving.register_keras_serializable()", True),
        ("net.keras", "net.h5", True),
        ("units):", "units, name=None):", True),
        ("units):", "units, **more):", False),
        ("units):", "units, name=None, trainable=True, dtype=None):", False),
        ('load_model("net.keras"', 'load_model("other.keras"', False),
        ('net.save("net.keras")', "", False),
        ("BASE", "mine.Base", False),
        ("    def call", "    def from_config(self, config):\n        return Scored(4)\n    def call", False),
    ],
)
def test_a_layer_that_does_not_take_its_name(old: str, new: str, wrong: bool) -> None:
    text = OWN.replace(old, new) if old else OWN
    text = text.replace("REGISTER\n", "").replace("BASE", "layers.Layer")
    assert ("LL173" in [code for _, code in said(text)]) is wrong


@pytest.mark.parametrize(
    "made",
    [
        "v.tolist()", "v.tolist() + [1]", "v.tolist()[:5]", "v.tolist() * 2", "sorted(v)", "list(v)[-3:]",
        "[*v]",
        "list(v) + list(v)", "pd.Series(v).tolist()", "pd.Series(v).to_list()", "v.astype(int).tolist()",
        "v.tolist() if len(v) else []", "np.unique(v).tolist()", "np.array_split(v, 3)", "list(v) * 2",
    ],
)  # fmt: skip
def test_lists_that_are_made_of_arrays_have_append(made: str) -> None:
    text = f"v = np.zeros(50)\nw = {made}\nw.append(1)\n"
    assert not [code for _, code in said(text) if code == "LL932"]
    array = "v = np.zeros(50)\nw = v\nw.append(1)\n"
    assert [code for _, code in said(array)] == ["LL932"]


def test_what_a_layer_is_called_with_is_no_list() -> None:
    text = """
class Distance(layers.Layer):
    def call(self, target, output):
        steps = target.shape[1] * keras.ops.ones((keras.ops.shape(output)[0],))
        first = target[:, 0]
        self.add_loss(keras.ops.mean(steps) * keras.ops.mean(first - output[:, 0]))
        return output

truth, series = Input((4,)), Input((10, 3))
out = Distance()(truth, layers.Dense(4)(layers.LSTM(4)(series)))
both = Model([series, truth], out)
"""
    assert said(text) == []


def test_a_layer_that_is_asked_for_where_it_is_there() -> None:
    text = 'model.compile("adam", "mse")\nnames = [layer.name for layer in model.layers]\n'
    assert said(text + 'if "gate" in names:\n    print(model.get_layer("gate"))\n') == []
    assert [code for _, code in said(text + 'print(model.get_layer("gate"))\n')] == ["LL932"]


def test_a_loss_of_keras_takes_sequences() -> None:
    text = "x = np.random.rand(64, 10, 3)\n"
    text += "series = Sequential([Input((10, 3)), layers.LSTM(4, return_sequences=True)])\n"
    text += 'series.compile("adam", "mse")\nseries.fit(x, np.random.rand(64, 10, 4))\n'
    assert said(text + "print(keras.losses.mean_squared_error(x[:, :, :1], series.predict(x)))\n") == []
