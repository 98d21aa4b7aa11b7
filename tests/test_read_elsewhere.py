"""What a rule calls unused is read nowhere in the text: neither below a flag that is off nor for its shape."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.notebook import of_cells
from lstm_lint.source.source import from_bytes

HEAD = """\
import joblib
import keras
import numpy as np
from keras import layers
from sklearn.preprocessing import StandardScaler

x, y = np.load("x.npy"), np.load("y.npy")
"""
FITTED = 'model.compile("adam", "mse")\nmodel.fit(x, y, validation_split=0.1)\n'


def codes(data: bytes, path: str = "elsewhere/example.py") -> set[str]:
    settings = Settings((Selection("the test", ("ALL",)),), "strict", keras="3")
    return {one.code for one in lint(from_bytes(data, path), settings)}


NET = """\
def net(norm=False):
    i = keras.Input((40, 6))
    h = layers.Conv1D(16, 3)(i)
    {made}
    {use}
    h = layers.LSTM(16)(h)
    out = layers.Dense(1)(h)
    return {result}


model = net()
"""


@pytest.mark.parametrize(
    ("made", "use", "result", "found"),
    [
        ("normed = layers.BatchNormalization()(h)", "", "keras.Model(i, out)", True),
        (
            "normed = layers.BatchNormalization()(h)",
            "h = normed if norm else h",
            "keras.Model(i, out)",
            False,
        ),
        ("normed = layers.BatchNormalization()(h)", "if norm: h = normed", "keras.Model(i, out)", False),
        (
            "normed = layers.BatchNormalization()(h)",
            "",
            "keras.Model(i, [out, normed] if norm else out)",
            False,
        ),
        ("normed = layers.BatchNormalization()(h)", "print(normed.shape)", "keras.Model(i, out)", False),
        ("normed = layers.BatchNormalization()(h)", "normed = 1; print(normed)", "keras.Model(i, out)", True),
        ("layer = layers.BatchNormalization(); other = layer(h)", "", "keras.Model(i, out)", True),
        (
            "layer = layers.BatchNormalization(); other = layer(h)",
            "print(other)",
            "keras.Model(i, out)",
            False,
        ),
        ("layers.BatchNormalization()(h)", "", "keras.Model(i, out)", True),
    ],
)
def test_a_layer_whose_output_the_text_reads_is_not_lost(
    made: str, use: str, result: str, found: bool
) -> None:
    text = HEAD + NET.format(made=made, use=use, result=result) + FITTED
    assert ("LL182" in codes(text.encode())) is found


def test_a_name_that_is_given_anew_in_the_next_pass_is_not_read() -> None:
    for last, found in (("", True), ("    print(h)", False)):
        text = f"""{HEAD}for units in (8, 16):
    i = keras.Input((40, 6))
    h = layers.LSTM(units)(i)
    out = layers.Dense(1)(h)
    h = layers.Dropout(0.5)(h)
    model = keras.Model(i, out)
    model.compile("adam", "mse")
    model.fit(x, y, validation_split=0.1)
{last}
"""
        assert ("LL182" in codes(text.encode())) is found


SCALED = """\
scaler = StandardScaler()
{scaled} = scaler.fit_transform(x.reshape(-1, 6))
{use}
model = keras.Sequential([keras.Input((30, 6)), {first}layers.LSTM(16), layers.Dense(1)])
"""
NORMALIZED = "layers.Normalization(mean=scaler.mean_, variance=scaler.var_), "


@pytest.mark.parametrize(
    ("scaled", "use", "first", "found"),
    [
        ("scaled", "", "", True),
        ("_", "", "", False),
        ("_scaled", "", "", False),
        ("scaled", 'joblib.dump(scaler, "scaler.pkl")', "", False),
        ("scaled", "", NORMALIZED, False),
        ("scaled", "def later(row):\n    return scaler.transform(row)", "", False),
        ("scaled", 'tests = scaler.transform(np.load("tests.npy"))', "", True),
        ("scaled", 'tests = scaler.transform(np.load("tests.npy"))\nprint(tests)', "", False),
        ("scaled", "back = scaler.inverse_transform(x.reshape(-1, 6))\nprint(back)", "", True),
    ],
)
def test_a_scaler_that_something_reads_is_what_is_wanted(
    scaled: str, use: str, first: str, found: bool
) -> None:
    text = HEAD + SCALED.format(scaled=scaled, use=use, first=first) + FITTED
    assert ("LL730" in codes(text.encode())) is found


BUILT = """\
def build():
    model = keras.Sequential([keras.Input((30, 6)), layers.LSTM(16), layers.Dense(1)])
    model.compile("adam", "mse")
    return model


model = build()
model.fit(x, y, validation_split=0.1)
"""


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("other = build()\nprint(other.predict(x))", True),
        ("other = build()\nother.predict(x)", False),
        ("other = build()\nassert other.predict(x).shape == (len(x), 1)", False),
        ("other = build()\nassert len(other.predict(x)) == len(x)", False),
        ("other = build()\np = other.predict(x)\nprint(p.shape)", False),
        ("other = build()\np = other.predict(x)\nprint(p.shape, np.abs(p - y).mean())", True),
        ("other = build()\np = other.predict(x)", True),
        ("other = build()\n_ = other.predict(x)", False),
        ("other = build()\nother.evaluate(x, y)", True),
        ("other = build()\nother.predict(x)\nprint(other.predict(x))", True),
        ("untrained = build()\nprint(untrained.predict(x))", False),
        ("other = build()\nchance_level = other.predict(x)\nprint(chance_level)", False),
        ("baseline_model = build()\nprint(baseline_model.evaluate(x, y))", False),
        ("randomized = build()\nprint(randomized.predict(x))", True),
    ],
)
def test_only_values_that_are_taken_for_a_forecast_come_from_the_wrong_model(use: str, found: bool) -> None:
    assert ("LL718" in codes(f"{HEAD}{BUILT}{use}\n".encode())) is found


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("x.reshape(-1, 30, 6)", True),
        ("try:\n    x.reshape(-1, 30, 6)\nexcept ValueError:\n    raise SystemExit(1)", False),
        (
            "try:\n    x.reshape(-1, 30, 6)\n    y = y[:100]\nexcept ValueError:\n    raise SystemExit(1)",
            True,
        ),
        ("try:\n    pass\nfinally:\n    x.reshape(-1, 30, 6)", True),
    ],
)
def test_a_try_that_keeps_nothing_asks_whether_it_raises(before: str, found: bool) -> None:
    assert ("LL724" in codes(f"{HEAD}{before}\n{BUILT}".encode())) is found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("x.reshape(-1, 30, 6)", False),
        ("x.reshape(-1, 30, 6)  # seen below\n\n# and no more", False),
        ("x.reshape(-1, 30, 6);", True),
        ("x.reshape(-1, 30, 6)\nprint(x.shape)", True),
        ("if len(x):\n    x.reshape(-1, 30, 6)", True),
    ],
)
def test_a_notebook_shows_the_last_expression_of_a_cell(cell: str, found: bool) -> None:
    assert ("LL724" in codes(of_cells([HEAD, cell, BUILT]), "elsewhere/example.ipynb")) is found
