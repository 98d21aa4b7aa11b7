"""Programs that an expert finds right, and that rules about rows and numbers once spoke of."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Severity
from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

START = """
import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler
def net(width=1, size=30):
    m = keras.Sequential([layers.Input((size, width)), layers.LSTM(16), layers.Dense(1)])
    m.compile("adam", "mse")
    return m
"""
RIGHT = {
    "predictions in an array of objects": """
model = net(2, 12)
res = np.empty(4, dtype=object)
other = np.empty((3,), "O")
for k in range(3):
    res[k] = model.predict(np.random.rand(5, 12, 2))
    other[k] = model.predict(np.random.rand(5, 12, 2))
""",
    "a row of NaN that is cut off": """
df = pd.read_csv("d.csv")
df["y"] = df["close"].shift(-1) / 100
df = df.iloc[:-1]
x, y = [], []
for i in range(30, len(df)):
    x.append(df[["close"]].values[i - 30 : i] / 100)
    y.append(df["y"].values[i - 1])
net().fit(np.array(x), np.array(y), validation_split=0.1)
""",
    "rows of NaN that no window reaches": """
df = pd.read_csv("d.csv")
df["ma"] = df["close"].rolling(10).mean()
a = df[["close", "ma"]].values / 100
x, y = [], []
for i in range(40, len(a)):
    x.append(a[i - 30 : i])
    y.append(a[i, 0])
net(2).fit(np.array(x), np.array(y), validation_split=0.1)
""",
    "a last model on all rows, scored on nothing": """
def windows(a):
    return np.array([a[i : i + 10] for i in range(len(a) - 10)])
def prepare(f):
    s = MinMaxScaler()
    a = s.fit_transform(f)
    return windows(a), a[10:], s
df = pd.read_csv("d.csv")[["close"]].values
x, y, s = prepare(df[:800])
m = net(1, 10)
m.fit(x, y)
b = s.transform(df[800:])
m.evaluate(windows(b), b[10:])
every, aims, _ = prepare(df)
final = net(1, 10)
final.fit(every, aims)
""",
    "windows of a frame that is made of the lines of a file": """
rows = []
with open("walk.txt") as file:
    for line in file:
        parts = line.split(",")
        rows.append([parts[0], parts[1], parts[2]])
frame = pd.DataFrame(rows, columns=["gait", "x", "y"])
frame[["x", "y"]] = frame[["x", "y"]].astype(float) / 20
x, y = [], []
for gait in frame["gait"].unique():
    own = frame[frame["gait"] == gait]
    for i in range(0, len(own) - 50, 50):
        x.append(own.iloc[i : i + 50][["x", "y"]].values)
        y.append(own["x"].values[i + 50])
net(2, 50).fit(np.array(x), np.array(y), validation_split=0.1, epochs=50)
""",
    "super in a method that __init__ calls": """
class Via(layers.Layer):
    def __init__(self):
        self._setup()
    def _setup(self):
        super().__init__()
        self.rnn = layers.GRU(3)
    def call(self, x):
        return self.rnn(x)
model = keras.Sequential([layers.Input((4, 2)), Via(), layers.Dense(1)])
""",
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_not_spoken_of(name: str) -> None:
    found = lint(from_bytes((START + RIGHT[name]).encode(), "train.py"), load(None))
    assert [(one.line, one.code) for one in found if one.severity is not Severity.ADVICE] == []


def test_leading_rows_of_nan_that_a_window_begins_with_are() -> None:
    code = RIGHT["rows of NaN that no window reaches"].replace("range(40, len(a))", "range(len(a) - 30)")
    found = lint(
        from_bytes((START + code.replace("i - 30 : i", "i : i + 30")).encode(), "train.py"), load(None)
    )
    assert "LL708" in {one.code for one in found}


def test_layers_below_too_many_loops_are_unread() -> None:
    from lstm_lint.lint import outcome

    deep = "".join(f"{' ' * n}for a{n} in range(9):\n" for n in range(14))
    text = f"import keras\n{deep}{' ' * 14}m = keras.Sequential([keras.layers.LSTM(3)])\n"
    assert [one.what for one in outcome(from_bytes(text.encode(), "train.py"), load(None)).unread] == [
        "`LSTM`"
    ]
