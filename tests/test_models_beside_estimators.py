"""Recurrent models and estimators of scikit-learn in one loop: a condition gives each the array that it takes."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

_FRAME = """\
import keras
import numpy as np
import sklearn
from keras import layers
from sklearn.ensemble import RandomForestRegressor
from sklearn.linear_model import Ridge

x = np.random.rand(200, 10, 3)
y = x[:, :, 0].mean(axis=1)
flat = x.reshape(len(x), -1)


def build():
    model = keras.Sequential([keras.Input((10, 3)), layers.LSTM(8), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


models = {"forest": RandomForestRegressor(), "ridge": Ridge(), "lstm": build()}
"""
_LOOP = "for name, model in models.items():\n    "


def _codes(body: str) -> list[str]:
    found = lint(from_bytes((_FRAME + body).encode(), "models.py"), Settings(keras="3"))
    return [one.code for one in found if one.code in ("LL116", "LL789")]


@pytest.mark.parametrize(
    "body",
    [
        _LOOP
        + "if isinstance(model, keras.Model):\n        model.fit(x, y)\n    else:\n        model.fit(flat, y)\n",
        _LOOP + "if isinstance(model, (keras.Sequential, keras.Model)):\n        model.fit(x, y)\n"
        "    else:\n        model.fit(flat, y)\n",
        _LOOP + "if not isinstance(model, keras.Model):\n        model.fit(flat, y)\n        continue\n"
        "    model.fit(x, y)\n",
        _LOOP + "if isinstance(model, RandomForestRegressor) or isinstance(model, Ridge):\n"
        "        model.fit(flat, y)\n    else:\n        model.fit(x, y)\n",
        _LOOP
        + 'if hasattr(model, "summary"):\n        model.fit(x, y)\n    else:\n        model.fit(flat, y)\n',
        _LOOP + 'model.fit(flat if hasattr(model, "get_params") else x, y)\n',
        _LOOP + 'model.fit(x if name == "lstm" else flat, y)\n',
        "def train(model):\n    data = x if isinstance(model, keras.Model) else flat\n"
        "    return model.fit(data, y)\n\n\n"
        "train(Ridge())\ntrain(build())\n",
        "for model, data in [(Ridge(), flat), (build(), x)]:\n    model.fit(data, y)\n",
    ],
)
def test_each_gets_the_array_that_it_takes(body: str) -> None:
    assert _codes(body) == []


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("Ridge().fit(x, y)\n", ["LL789"]),
        ("build().fit(flat, y)\n", ["LL116"]),
        ("model = build()\nif isinstance(model, keras.Model):\n    model.fit(flat, y)\n", ["LL116"]),
        ('model = build()\nif hasattr(model, "summary"):\n    model.fit(flat, y)\n', ["LL116"]),
        ("model = Ridge()\nif not isinstance(model, keras.Model):\n    model.fit(x, y)\n", ["LL789"]),
    ],
)
def test_the_other_array_is_an_error(body: str, codes: list[str]) -> None:
    assert _codes(body) == codes
