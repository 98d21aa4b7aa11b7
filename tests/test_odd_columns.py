"""Dates, texts and truth values among the columns of a frame: which arrays of it are of objects, as in pandas."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

FRAME = """
import numpy as np
import pandas as pd
n = 60
df = pd.DataFrame({"day": pd.date_range("2024-01-01", periods=n), "a": np.random.rand(n), "b": np.random.rand(n)})
df["open"] = df["a"] > 0.5
"""
TRAIN = """
import keras
from keras import layers
x = np.stack([v[i : i + 5] for i in range(50)])
model = keras.Sequential([layers.GRU(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, np.random.rand(50))
"""
OBJECTS = {
    "v = df.values": "dates of day",
    "v = df[['a', 'open']].to_numpy()": "truth values of open",
    "v = np.array(df[['open', 'b']])": "truth values of open",
    "df['when'] = pd.to_datetime(df['day'])\nv = df[['a', 'when']].values": "dates of when",
    "v = df[['day', 'b']].iloc[:55].to_numpy()": "dates of day",
    "df['kind'] = ['x', 'y'] * 30\nv = df[['b', 'kind']].values": "texts of kind",
    "df['b'] = (df['b'] - df['b'].mean()) / df['b'].std()\nv = df[['b', 'open']].values": "truth values of open",
    "v = df[['a', 'open']].dropna().values[:58]": "truth values of open",
}
NUMBERS = [
    "v = df[['a', 'b']].values",
    "v = df[['a', 'open']].to_numpy(dtype='float32')",
    "v = df[['a', 'open']].to_numpy('float32')",
    "v = df[['a', 'open']].values.astype(float)",
    "v = df[['a', 'open']].astype(float).values",
    "v = np.array(df[['a', 'open']], dtype='float32')",
    "v = np.asarray(df[['a', 'open']].values, dtype=float)",
    "df['open'] = df['open'].astype(int)\nv = df[['a', 'open']].values",
    "v = df[['open']].values",
    "v = df.drop(columns=['day', 'open']).values",
    "df = df.set_index('day').drop('open', axis=1)\nv = df.values",
    "del df['day'], df['open']\nv = df.values",
    "df.pop('day')\ndf.pop('open')\nv = df.values",
    "v = df.select_dtypes('float').values",
    "v = df.iloc[:, 1:3].values",
    "df['day'] = df['day'].dt.dayofyear\nv = df[['day', 'a']].values",
    "df['day'] = df['day'].astype('int64')\nv = df[['day', 'a']].values",
    "from sklearn.preprocessing import MinMaxScaler\nv = MinMaxScaler().fit_transform(df[['a', 'open']])",
    "from sklearn.preprocessing import MinMaxScaler\nv = MinMaxScaler().fit_transform(df[['a', 'open']].values)",
    "w = df[['a', 'open']].values\nv = np.array([[w[i, 0], w[i, 1]] for i in range(60)], float)",
    "w = df[['a', 'open']].values\nv = np.zeros((60, 2))\nv[:] = w",
    "df['open'] = df['open'] * 1.0\nv = df[['a', 'open']].values",
    "df['open'] = np.where(df['open'], 1, 0)\nv = df[['a', 'open']].values",
    "df = df.set_index('day').resample('7D').mean()\ndf = pd.concat([df] * 8)\nv = df.values",
    "df['day'] = (df['day'] - df['day'].min()).dt.days\nv = df[['day', 'a']].values",
    "df['day'] = pd.to_numeric(df['day'])\nv = df[['day', 'a']].values",
]


def said(text: str) -> list[str]:
    found = lint(from_bytes(f"{FRAME}{text}\n{TRAIN}".encode(), "train.py"), Settings(keras="3"))
    return [one.message for one in found if one.code == "LL171"]


def dtype(text: str) -> str:
    pytest.importorskip("pandas")
    pytest.importorskip("sklearn")
    names: dict[str, object] = {}
    exec(FRAME + text, names)
    return str(names["v"].dtype)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "held"), OBJECTS.items(), ids=map(str, range(len(OBJECTS))))
def test_an_array_of_objects(text: str, held: str) -> None:
    (message,) = said(text)
    assert message.startswith(f"x holds {held}, so its dtype is object: `fit` raises; ")
    assert dtype(text) == "object"


@pytest.mark.parametrize("text", NUMBERS)
def test_an_array_of_numbers(text: str) -> None:
    assert not said(text)
    assert dtype(text) != "object"
