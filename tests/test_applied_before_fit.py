"""LL772: what learns from data and is applied in a program that fits it nowhere."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import os
import pickle
import joblib
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler

x = pd.read_csv("load.csv").values
model = Sequential([Input((4, 2)), layers.LSTM(3), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.zeros((50, 4, 2)), np.zeros(50))
"""


def found(body: str) -> list[str]:
    settings = Settings((Selection("the test", ("LL772",)),), "strict", keras="3")
    return [
        finding.message for finding in lint(from_bytes((HEAD + body + "\n").encode(), "example.py"), settings)
    ]


@pytest.mark.parametrize(
    "body",
    [
        "s = MinMaxScaler()\ns.transform(x)",
        "s = StandardScaler()\nprint(s.inverse_transform(model.predict(np.zeros((5, 4, 2)))))",
        "def scaled(scaler, rows):\n    return scaler.transform(rows)\n\nscaled(MinMaxScaler(), x)",
        "class Data:\n    def __init__(self):\n        self.tool = MinMaxScaler()\n    def get(self):\n"
        "        return self.tool.transform(x)\n\nData().get()",
        'e = LabelEncoder()\ny = e.transform(["a", "b"])',
        "s = MinMaxScaler()\njoblib.dump(s, 's.pkl')\ns.transform(x)",
        "other = MinMaxScaler().fit(x)\ns = MinMaxScaler()\ns.transform(x)",
        "def train():\n    s = MinMaxScaler()\n    return s.fit_transform(x)\n\n"
        "def ask(rows):\n    s = MinMaxScaler()\n    return s.transform(rows)\n\ntrain()\nask(x)",
        "class First:\n    def __init__(self):\n        self.tool = MinMaxScaler()\n        self.tool.fit(x)\n\n"
        "First()\ntool = MinMaxScaler()\ntool.transform(x)",
    ],
)
def test_what_nothing_fits_is_reported(body: str) -> None:
    assert len(found(body)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "s = MinMaxScaler()\ns.fit(x)\ns.transform(x)",
        "def train():\n    s = MinMaxScaler()\n    return s.fit_transform(x)\n\n"
        "def ask(s, rows):\n    s.fit(x)\n\ntrain()\ns = MinMaxScaler()\nprint(os.environ[s](s))\ns.transform(x)",
        "a = MinMaxScaler()\na.fit(x)\ns = MinMaxScaler()\nimport tools\ntools.load().s.fit(x)\ns.transform(x)",
        "s = MinMaxScaler().fit(x)\ns.transform(x)",
        "s = MinMaxScaler()\nz = s.fit_transform(x)\ns.inverse_transform(z)",
        "s = MinMaxScaler()\nfor part in np.array_split(x, 3):\n    s.partial_fit(part)\ns.transform(x)",
        "s = MinMaxScaler()\nmake_pipeline(s).fit(x)\ns.transform(x)",
        "s = MinMaxScaler()\nPipeline([('scale', s)]).fit(x)\ns.transform(x)",
        "from mine import prepare\ns = MinMaxScaler()\nprepare(s, x)\ns.transform(x)",
        "from mine import prepare\ns = MinMaxScaler()\nprepare({'a': [s]}, x)\ns.transform(x)",
        "s = MinMaxScaler()\nif os.path.exists('s'):\n    s = joblib.load('s')\nelse:\n    s.fit(x)\ns.transform(x)",
        "try:\n    s = joblib.load('s')\nexcept OSError:\n    s = MinMaxScaler()\n    s.fit(x)\ns.transform(x)",
        "s = MinMaxScaler()\ns.min_, s.scale_ = np.load('a.npy'), np.load('b.npy')\ns.transform(x)",
        "s = MinMaxScaler()\ns.__dict__.update(pickle.load(open('s', 'rb')))\ns.transform(x)",
        "e = LabelEncoder()\ne.classes_ = np.load('classes.npy')\ne.transform(['a'])",
        "a, b = MinMaxScaler(), MinMaxScaler()\nfor s in (a, b):\n    s.fit(x)\na.transform(x)",
        "s = MinMaxScaler()\nlearn = s.fit\nlearn(x)\ns.transform(x)",
        "class Data:\n    def __init__(self):\n        self.s = MinMaxScaler()\n    def fit(self):\n"
        "        self.s.fit(x)\n    def get(self):\n        return self.s.transform(x)\n\nd = Data()\nd.fit()\nd.get()",
        "class Data:\n    def __init__(self):\n        self.s = MinMaxScaler()\n    def get(self):\n"
        "        return self.s.transform(x)\n    def learn(self):\n        self.s.fit(x)\n\nData().get()",
        "s = MinMaxScaler()\ndef scale(rows):\n    return s.transform(rows)",
        "scalers = {}\nfor name in ('a', 'b'):\n    scalers[name] = MinMaxScaler()\n    scalers[name].fit(x)\n"
        "scalers['a'].transform(x)",
    ],
)
def test_what_may_have_been_fitted_is_not(body: str) -> None:
    assert found(body) == []
