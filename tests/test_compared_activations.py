"""Models that a program compares, and models that it only loads: what is tried or given is no mistake."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.notions import sweeps
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """import numpy as np
from keras import Input, Sequential
from keras.layers import LSTM, Dense
x, y = np.load("x_scaled.npy").reshape(900, 60, 3), np.load("y_scaled.npy").reshape(900, 1)
"""
BUILT = """
def build(act, units=32):
    model = Sequential([Input((60, 3)), LSTM(units, activation=act), Dense(1)])
    model.compile("adam", "mse")
    return model
"""
CALLED = """
first = build("{act}")
h1 = first.fit(x, y, epochs=20, validation_split=0.2)
second = build("tanh"{more})
h2 = second.fit({x}, y, epochs=20, validation_split=0.2)
"""
COPIED = """
first = Sequential([Input((60, 3)), LSTM(32, activation="{act}"), Dense(1)])
first.compile("adam", "mse")
first.fit(x, y, epochs=20, validation_split=0.2)
inputs = Input((60, 3))
second = Sequential([Input((60, 3)), LSTM(32), Dense(1)])
second.compile("adam", "mse")
second.fit(x, y, epochs=20, validation_split=0.2)
"""


def codes(text: str) -> set[str]:
    return {one.code for one in lint(from_bytes((HEAD + text).encode(), "elsewhere/a.py"), Settings())}


@pytest.mark.parametrize(("act", "code"), [("relu", "LL203"), ("sigmoid", "LL204")])
def test_activations_that_are_compared(act: str, code: str) -> None:
    assert code not in codes(BUILT + CALLED.format(act=act, more="", x="x"))
    assert code not in codes(COPIED.format(act=act))
    assert code in codes(BUILT + CALLED.format(act=act, more=", 64", x="x")), "another size"
    assert code in codes(BUILT + CALLED.format(act=act, more="", x="x[:, :, :3] * 2")), "other rows"
    assert code in codes(COPIED.format(act=act).replace("second.fit", "print")), "one is not trained"
    assert code in codes(BUILT + CALLED.format(act=act, more="", x="x").replace('"tanh"', f'"{act}"'))


LOADED = """
model = Sequential([Input((60, 3)), LSTM(32, activation="sigmoid"), Dense(8), Dense(1)])
{first}
model.compile("adam", "mse")
{then}
"""
LOADS, FITS = 'model.load_weights("a.weights.h5")', "model.fit(x, y, epochs=20, validation_split=0.2)"


def test_a_model_that_is_only_loaded_is_as_it_was_trained() -> None:
    assert not {"LL204", "LL413"} & codes(LOADED.format(first=LOADS, then="print(model.predict(x))"))
    assert codes(LOADED.format(first=LOADS, then=FITS)) >= {"LL204", "LL413"}
    assert codes(LOADED.format(first="", then=FITS)) >= {"LL204", "LL413"}


SCALED = """
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
def scaled(frame):
    return MinMaxScaler(feature_range=(0, {top})).fit_transform(frame)
values = {values}
x = np.array([values[i : i + 30, 1:] for i in range(len(values) - 30)])
y = np.array([values[i + 30, 0] for i in range(len(values) - 30)])
model = Sequential([Input((30, 2)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=20, validation_split=0.2)
"""


def test_a_target_that_is_scaled_is_not_called_raw() -> None:
    read = 'pd.read_csv("data.csv")[["load", "wind", "sun"]]'
    assert "LL702" not in codes(SCALED.format(top=1, values=f"scaled({read})"))
    assert "LL702" in codes(
        SCALED.format(top=1, values=f"{read}.values").replace(
            "values[i : i + 30, 1:]", "scaled(values)[i : i + 30, 1:]"
        )
    )


SWEPT = """
from keras.callbacks import LearningRateScheduler
from keras.optimizers import SGD
model = Sequential([Input((60, 3)), LSTM(32), Dense(1)])
model.compile(SGD(momentum=0.9), "mse")
rising = LearningRateScheduler(lambda epoch: 1e-8 * 10 ** (epoch / 20))
model.fit(x, y, epochs=100{callbacks})
"""


def test_a_search_for_the_rate_needs_no_clipping() -> None:
    assert "LL505" in codes(SWEPT.format(callbacks=""))
    assert "LL505" not in codes(SWEPT.format(callbacks=", callbacks=[rising]"))


@pytest.mark.parametrize("act", ["relu", "tanh"])
def test_the_models_of_a_grid_are_not_compared_with_each_other(
    act: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hundreds of models that all have one activation: to look for twins among them would grow with the square."""
    compared: list[object] = []
    monkeypatch.setattr(sweeps, "same_array", lambda *fits: compared.append(fits))
    grid = f"""
for units in [8, 16, 32]:
    for steps in [10, 20, 30]:
        model = build("{act}", units)
        model.fit(x[:, :steps], y, epochs=20, validation_split=0.2)
"""
    assert ("LL203" in codes(BUILT + grid)) is (act == "relu")
    assert not compared
