"""Faults that raise, in other styles than on the pages of their rules, and neighbors that must stay silent.

A line that ends in `# LL123` has that finding as an error; no other line has one of the rules named.
"""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from lstm_lint.findings import Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import layers
"""

BOUNDS = {
    "in a class": """
        class Part:
            def __init__(self, data, ratio=0.8):
                self.border = len(data) * ratio
                self.train = data[: self.border]  # LL792

        Part(np.load("x.npy"))
        model = keras.Sequential([keras.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "of rows of a frame": """
        frame = pd.read_csv("x.csv")
        half = frame.iloc[len(frame) / 2 :]  # LL792
        first = frame["close"][: len(frame) * 0.5]  # LL792
        model = keras.Sequential([keras.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "in a function": """
        def parts(data, ratio):
            border = len(data) * (1 - ratio)
            return data[:border]  # LL792

        parts(np.load("x.npy"), 0.2)
        model = keras.Sequential([keras.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "whole numbers": """
        data, frame = np.load("x.npy"), pd.read_csv("x.csv")
        a, b = data[: round(len(data) * 0.8)], data[len(data) // 2 :]
        c = frame.loc[: len(frame) * 0.5]
        try:
            d = data[: len(data) * 0.8]
        except TypeError:
            d = data[: int(len(data) * 0.8)]
        model = keras.Sequential([keras.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
}

OPEN = {
    "behind a mask": """
        def network():
            steps = keras.Input((4, None))  # LL119
            h = layers.Dropout(0.1)(layers.Masking()(steps))
            return keras.Model(steps, layers.Dense(1)(layers.GRU(4)(h)))

        network()
        """,
    "of the first layer": """
        model = keras.Sequential()
        model.add(layers.LSTM(32, input_shape=(None, None)))  # LL119
        model.add(layers.Dense(1))
        """,
    "of each step": """
        model = keras.Sequential(
            [
                keras.Input(batch_shape=(8, 7, None)),  # LL119
                layers.TimeDistributed(layers.Dense(4)),
                layers.LSTM(3),
            ]
        )
        """,
    "the axis of time": """
        keras.Sequential([keras.Input((None, 3)), layers.LSTM(3), layers.Dense(1)])
        keras.Sequential([keras.Input((None,)), layers.Embedding(10, 4), layers.LSTM(3), layers.Dense(1)])
        keras.Sequential([keras.Input((7, None)), layers.Permute((2, 1)), layers.LSTM(3)])
        """,
    "cut by a function": """
        steps = keras.Input((None, None))
        h = layers.LSTM(3)(layers.Lambda(lambda t: t[:, :, :3])(steps))
        model = keras.Model(steps, layers.Dense(1)(h))
        """,
}

STATES = {
    "two each": """
        seen = keras.Input((5, 3))
        a, b, c, d = (keras.Input((4,)) for _ in range(4))
        core = layers.RNN([layers.LSTMCell(4), layers.LSTMCell(4)])
        model = keras.Model([seen, a, b, c, d], core(seen, initial_state=[a, b, c, d]))  # LL107
        """,
    "stacked by name": """
        seen, a, b = keras.Input((5, 3)), keras.Input((4,)), keras.Input((4,))
        cells = layers.StackedRNNCells([layers.LSTMCell(4) for _ in range(2)])
        model = keras.Model([seen, a, b], layers.RNN(cells)(seen, initial_state=[a, b]))  # LL107
        """,
    "in pairs": """
        seen = keras.Input((5, 3))
        a, b, c, d = (keras.Input((4,)) for _ in range(4))
        core = layers.RNN([layers.LSTMCell(4), layers.LSTMCell(4)])
        model = keras.Model([seen, a, b, c, d], core(seen, initial_state=[[a, b], [c, d]]))
        """,
    "from stacked cells": """
        seen = keras.Input((5, 3))
        found = layers.RNN([layers.LSTMCell(4), layers.LSTMCell(4)], return_state=True)(seen)
        core = layers.RNN([layers.LSTMCell(4), layers.LSTMCell(4)])
        model = keras.Model(seen, core(seen, initial_state=found[1:]))
        """,
    "one cell": """
        seen, a, b = keras.Input((5, 3)), keras.Input((4,)), keras.Input((4,))
        model = keras.Model([seen, a, b], layers.RNN(layers.LSTMCell(4))(seen, initial_state=[a, b]))
        """,
}

PLACES = {
    "ids under the loss for vectors": """
        x, y = np.random.rand(40, 8, 2), np.random.rand(40) > 0.5
        model = keras.Sequential([keras.Input((8, 2)), layers.GRU(8), layers.Dense(3, activation="softmax")])
        model.compile(
            optimizer="adam",
            loss="categorical_crossentropy",  # LL417
        )
        model.fit(x, y)
        """,
    "repeated as often as the input": """
        source = keras.Input((12,))
        h = layers.LSTM(64)(layers.Embedding(40, 32)(source))
        h = layers.RepeatVector(12)(h)  # LL417
        h = layers.LSTM(64, return_sequences=True)(h)
        model = keras.Model(source, layers.Dense(40, activation="softmax")(h))
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit(np.random.randint(1, 40, (50, 12)), np.random.randint(1, 40, (50, 9)))
        """,
}

TAGGED = """
        KINDS = ["walk", "run", "sit", "stand"]
        FROM_0 = {{"walk": 0, "run": 1, "sit": 2, "stand": 3}}
        FROM_1 = {{"walk": 1, "run": 2, "sit": 3, "stand": 4}}
        ALL_KNOWN = layers.StringLookup(vocabulary=KINDS, num_oov_indices=0)
        x, kind = np.random.rand(400, 9, 2), np.random.choice(KINDS, 400)
        model = keras.Sequential(
            [keras.Input((9, 2)), layers.LSTM(4), layers.Dense({units}, activation="softmax")]{mark}
        )
        model.compile("adam", "{loss}")
        model.fit(x, {y})
        """
LABELLED = {
    f"{y} and {units} units": TAGGED.format(
        y=y, units=units, loss=loss, mark=f"  # {code}" if code else ""
    )
    for y, units, loss, code in (
        ("pd.get_dummies(kind).to_numpy()", 5, "categorical_crossentropy", "LL406"),
        ("pd.get_dummies(kind).to_numpy()", 4, "categorical_crossentropy", ""),
        ("pd.get_dummies(kind, drop_first=True).to_numpy()", 3, "categorical_crossentropy", ""),
        ("pd.get_dummies(kind[kind != 'run']).to_numpy()", 3, "categorical_crossentropy", ""),
        ("pd.factorize(kind)[0]", 3, "sparse_categorical_crossentropy", "LL406"),
        ("pd.factorize(kind)[0]", 4, "sparse_categorical_crossentropy", ""),
        ("layers.StringLookup(vocabulary=KINDS)(kind)", 4, "sparse_categorical_crossentropy", "LL406"),
        ("layers.StringLookup(vocabulary=KINDS)(kind)", 5, "sparse_categorical_crossentropy", ""),
        ("layers.StringLookup(vocabulary=KINDS)(kind) - 1", 4, "sparse_categorical_crossentropy", ""),
        ("ALL_KNOWN(kind)", 4, "sparse_categorical_crossentropy", ""),
        ("pd.Series(kind).map(FROM_1)", 4, "sparse_categorical_crossentropy", "LL406"),
        ("pd.Series(kind).map(FROM_0)", 4, "sparse_categorical_crossentropy", ""),
        ("np.random.choice([1, 2], 400)", 2, "sparse_categorical_crossentropy", "LL406"),
        ("np.random.randint(0, 3, 400) + 1", 3, "sparse_categorical_crossentropy", "LL406"),
        ("np.random.randint(0, 3, 400) + 1", 4, "sparse_categorical_crossentropy", ""),
        ("np.random.randint(1, 4, 400) - 1", 3, "sparse_categorical_crossentropy", ""),
        ("np.random.randint(-1, 3, 400) + 1", 4, "sparse_categorical_crossentropy", ""),
        ("pd.factorize(kind)[0] + 1", 4, "sparse_categorical_crossentropy", "LL406"),
        ("pd.factorize(kind)[0] + (-1)", 4, "sparse_categorical_crossentropy", ""),
    )
}  # fmt: skip
IDS = {
    "of a column": """
        orders = pd.read_csv("orders.csv")
        ids = {part: n for n, part in enumerate(sorted(orders["part"].unique()), start=1)}
        orders["id"] = orders["part"].map(ids)
        baskets = np.stack([one["id"].to_numpy() for _, one in orders.groupby("garage")])
        model = keras.Sequential(
            [
                layers.Embedding(len(ids), 12),  # LL305
                layers.GRU(16),
                layers.Dense(1),
            ]
        )
        model.compile("adam", "mse")
        model.fit(baskets[:, :-1], np.load("late.npy"))
        """,
    "of the letters of a file": """
        text = open("poems.txt").read()
        letters = sorted(list(set(text)))
        number = {letter: n + 1 for n, letter in enumerate(letters)}
        x = np.array([[number[one] for one in text[i : i + 20]] for i in range(len(text) - 20)])
        model = keras.Sequential()
        model.add(layers.Embedding(len(letters), 16))  # LL305
        model.add(layers.LSTM(32))
        model.add(layers.Dense(1))
        model.compile("adam", "mse")
        model.fit(x, np.load("next.npy"))
        """,
    "of a dict that is listed": """
        LEVEL = {"low": 1, "mid": 2, "high": 3}
        x = np.array([[LEVEL[word] for word in line.split()] for line in open("levels.txt")])
        model = keras.Sequential(
            [
                layers.Embedding(3, 4),  # LL305
                layers.LSTM(8),
                layers.Dense(1),
            ]
        )
        model.compile("adam", "mse")
        model.fit(x, np.load("y.npy"))
        """,
    "with a row more": """
        text = open("poems.txt").read()
        letters = sorted(set(text))
        number = {letter: n for n, letter in enumerate(letters, 1)}
        x = np.array([[number[one] for one in text[i : i + 20]] for i in range(len(text) - 20)])
        keras.Sequential([layers.Embedding(len(letters) + 1, 16), layers.LSTM(32), layers.Dense(1)])
        model = keras.Sequential([layers.Embedding(len(letters) + 1, 16), layers.LSTM(32), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x, np.load("next.npy"))
        """,
}

WINDOWS = {
    "of a function": """
        def windows(data, steps=6):
            found = []
            for i in range(len(data) - 1):  # LL171
                found.append(data[i : (i + steps), 0])
            return np.array(found)

        x = windows(np.random.rand(200, 3))
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "by the shape": """
        series, x = np.load("x.npy"), []
        for i in range(series.shape[0]):  # LL171
            x.append(series[i + 1 : i + 7])
        x = np.asarray(x)
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "one too many": """
        series, steps = np.load("x.npy"), 6
        x = np.array([series[i : i + steps] for i in range(len(series) - steps + 2)])  # LL171
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "all whole": """
        series, steps = np.load("x.npy"), 6
        padded = np.concatenate([series, np.zeros(steps)])
        a = np.array([series[i : i + steps] for i in range(len(series) - steps + 1)])
        b = np.array([padded[i : i + steps] for i in range(len(series))])
        c = np.array([series[i : i + steps] for i in range(len(series)) if i + steps <= len(series)])
        d = []
        for i in range(len(series)):
            end = i + steps
            if end > len(series) - 1:
                break
            d.append(series[i:end])
        d = np.array(d)
        e = np.array([series[i - steps : i] for i in range(steps, len(series))])
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "the short ones left out": """
        series, x = np.load("x.npy"), []
        for i in range(len(series)):
            x.append(series[i : i + 6])
        x = np.array(x[:-6])
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
}
BATCH = """
        class Batches(keras.utils.Sequence):
            def __init__(self, x, y, size=32):
                super().__init__()
                self.x, self.y, self.size = x, y, size

            def __len__(self):
                return len(self.x) // self.size

            def __getitem__(self, at):
                x = self.x[at * self.size : (at + 1) * self.size]
                y = {y}
                return x, y

        model = keras.Sequential([keras.Input((10, 3)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(Batches({data}))
        """
MADE, LOADED = "np.random.rand(320, 10, 3), np.random.rand(320, 1)", 'np.load("x.npy"), np.load("y.npy")'
BATCHES = {
    y: BATCH.format(y=y, data=data)
    for y, data in (
        ("self.y[at * self.size : (at + 2) * self.size]  # LL714", MADE),
        ("self.y[at * 16 : (at + 1) * 16]  # LL714", LOADED),
        ("self.y[at * self.size : (at + 1) * self.size]", LOADED),
        ("self.y[at * self.size : at * self.size + self.size]", MADE),
        ("np.array([len(one) for one in x])", MADE),
        ("self.y[at]", MADE),
    )
}
UNPADDED = {
    "by lengths": """
        rows = tf.RaggedTensor.from_row_lengths([1, 2, 3, 4, 5, 6, 7], [2, 1, 3, 1])  # LL152
        model = keras.Sequential([layers.Embedding(20, 8), layers.Bidirectional(layers.GRU(8)), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(rows[:3], np.zeros(3))
        """,
    "padded": """
        rows = tf.ragged.constant([[1, 2, 3], [4, 5]])
        model = keras.Sequential([layers.Embedding(20, 8), layers.GRU(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(keras.utils.pad_sequences(rows.to_list()), np.zeros(2))
        rows = rows.to_tensor()
        model.fit(rows, np.zeros(2))
        """,
    "pooled": """
        rows = tf.ragged.constant([[1, 2, 3], [4, 5]])
        model = keras.Sequential([layers.Embedding(20, 8), layers.GlobalAveragePooling1D(), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(rows, np.zeros(2))
        """,
}

SIDES = {
    "of a function": """
        from sklearn.model_selection import train_test_split

        def parts(x, y):
            x_tr, y_tr, x_te, y_te = train_test_split(x, y, test_size=0.2)  # LL714
            return x_tr, x_te, y_tr, y_te

        parts(np.load("x.npy"), np.load("y.npy"))
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
    "in the order of the program": """
        from sklearn.model_selection import train_test_split

        def parts(x, y):
            first, second, third, last = train_test_split(x, y, test_size=0.2)
            return first, third, second, last

        x_train, y_train, x_test, y_test = parts(np.load("x.npy"), np.load("y.npy"))
        x_train, x_test, y_train, y_test = train_test_split(x_train, y_train)
        model = keras.Sequential([keras.Input((6, 1)), layers.LSTM(4), layers.Dense(1)])
        """,
}
ATTENTION = """
        class Attention(layers.Layer):
            def build(self, input_shape):
                {before}
                self.b = self.add_weight(shape=({axis}, 1))  {mark}

            def call(self, x):
                return keras.ops.sum(x * self.b, axis=1)

        ids = keras.Input(({steps},))
        h = layers.GRU(16, return_sequences=True)(layers.Embedding(10, 8)(ids))
        model = keras.Model(ids, layers.Dense(1)(Attention(name="weighted")(h)))
        """
WEIGHTS = {
    f"{axis} of {steps}, {before}": ATTENTION.format(axis=axis, steps=steps, before=before, mark=mark)
    for axis, steps, before, mark in (
        ("input_shape[1]", None, "self.w = 1", "# LL119"),
        ("input_shape[-2]", None, "self.w = 1", "# LL119"),
        ("input_shape[1]", 7, "self.w = 1", ""),
        ("1", None, "self.w = 1", ""),
        ("input_shape[1]", None, "input_shape = (None, 7, 16)", ""),
    )
}
DECODERS = {
    "asked with states of another size": """
        source, target = keras.Input((None, 20)), keras.Input((None, 20))
        _, h, c = layers.LSTM(64, return_state=True)(source)
        decoder = layers.LSTM(64, return_sequences=True, return_state=True)
        steps, _, _ = decoder(target, initial_state=[h, c])
        model = keras.Model([source, target], steps)
        state_h, state_c = keras.Input((32,)), keras.Input((32,))  # LL107
        steps, h, c = decoder(target, initial_state=[state_h, state_c])
        asked = keras.Model([target, state_h, state_c], [steps, h, c])
        """,
    "asked with its states": """
        source, target = keras.Input((None, 20)), keras.Input((None, 20))
        _, h, c = layers.LSTM(64, return_state=True)(source)
        decoder = layers.LSTM(64, return_sequences=True, return_state=True)
        steps, _, _ = decoder(target, initial_state=[h, c])
        model = keras.Model([source, target], steps)
        state_h, state_c = keras.Input((64,)), keras.Input((64,))
        steps, h, c = decoder(target, initial_state=[state_h, state_c])
        asked = keras.Model([target, state_h, state_c], [steps, h, c])
        """,
}

ALL = {f"{name}, {title}": text for name, kinds in (
    ("bounds", BOUNDS), ("open", OPEN), ("states", STATES), ("places", PLACES),
    ("labels", LABELLED), ("ids", IDS),
    ("windows", WINDOWS), ("batches", BATCHES), ("ragged", UNPADDED),
    ("sides", SIDES), ("weights", WEIGHTS), ("decoders", DECODERS),
) for title, text in kinds.items()}  # fmt: skip
RULES = {"LL792", "LL119", "LL107", "LL417", "LL406", "LL305", "LL171", "LL714", "LL409", "LL152"}


def errors(text: str) -> set[tuple[int, str]]:
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    return {(one.line, one.code) for one in found if one.severity is not Severity.ADVICE}


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_each_is_said_where_it_is_and_nowhere_else(text: str) -> None:
    text = HEAD + dedent(text)
    wanted = {
        (at, code)
        for at, line in enumerate(text.splitlines(), 1)
        for code in re.findall(r"LL\d{3}", line.partition("# ")[2])
    }
    assert {(line, code) for line, code in errors(text) if code in RULES} == wanted
