"""Scaling that leaves one number, or none: a constant column, a row of one column; and data that lack the scaling."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SETUP = """
import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler, Normalizer, StandardScaler, normalize

noise = np.random.default_rng(1).normal(60, 9, 1200)
WIDTH = 1


def unit(values):
    return (values - values.min()) / (values.max() - values.min())


def windows(rows):
    return np.array([rows[i : i + 12] for i in range(len(rows) - 12)]).reshape(-1, 12, WIDTH)


def trained(rows):
    model = keras.Sequential([keras.Input((12, WIDTH)), layers.LSTM(16), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(windows(rows), noise[12:] / 100, validation_split=0.1)
    return model


"""


def found(code: str, text: str) -> list[int]:
    """The lines of the findings, counted from 1 in the text."""
    selection = Settings((Selection("a test", (code,)),), "strict", keras="3")
    source = from_bytes((SETUP + textwrap.dedent(text)).encode(), "elsewhere/example.py")
    return [one.line - SETUP.count("\n") for one in lint(source, selection) if one.code == code]


CONSTANT = {
    "full": "limit = np.full(1200, 80.0)",
    "ones times a number": "limit = np.ones(1200) * 3",
    "of float32": "limit = np.full(1200, 80.0).astype('float32')",
    "a column of a frame": (
        "frame = pd.DataFrame({'speed': noise}); frame['limit'] = np.full(1200, 4.0); limit = frame['limit']"
    ),
}
NOT_CONSTANT = {
    "a part is another": "limit = np.full(1200, 80.0); limit[600:] = 50.0",
    "some are others": "limit = np.ones(1200); limit[np.arange(0, 1200, 7)] = 2",
    "row by row": "limit = np.ones(1200)\nfor t in range(1200): limit[t] += np.random.rand()",
    "put": "limit = np.ones(1200); np.put(limit, [3, 4], 2)",
    "filled": "limit = np.ones(1200); limit.fill(2.0); limit[3] = 4",
    "added at places": "limit = np.ones(1200); np.add.at(limit, np.arange(9), 1)",
    "zeros, which any function may fill": "limit = np.zeros(1200)",
    "times another": "limit = np.ones(1200) * noise",
    "several columns": "limit = np.full((1200, 1), 3.0) + noise[:, None]",
}


@pytest.mark.parametrize("make", CONSTANT.values(), ids=CONSTANT)
@pytest.mark.parametrize(
    "scaled",
    [
        "(limit - limit.min()) / (limit.max() - limit.min())",
        "limit / np.ptp(limit)",
        "(limit - np.min(limit)) / (np.max(limit) - np.min(limit))",
    ],
)
def test_a_column_of_one_number_has_no_spread(make: str, scaled: str) -> None:
    assert found("LL782", f"{make}\nrows = np.asarray({scaled})\ntrained(rows)") == [2]


@pytest.mark.parametrize("how", ["(limit - limit.mean()) / limit.std()", "limit / limit.var()"])
def test_the_spread_of_whole_numbers_is_exactly_zero(how: str) -> None:
    assert found("LL782", f"limit = np.full(1200, 80.0)\ntrained({how})") == [2]
    assert found("LL782", f"limit = np.full(1200, 0.1)\ntrained({how})") == []  # the mean is rounded


@pytest.mark.parametrize("make", NOT_CONSTANT.values(), ids=NOT_CONSTANT)
def test_what_is_written_into_is_no_constant(make: str) -> None:
    assert (
        found("LL782", f"{make}\nlimit = (limit - limit.min()) / (limit.max() - limit.min())\ntrained(limit)")
        == []
    )


@pytest.mark.parametrize(
    "divided",
    [
        "(limit - low) / ((high - low) or 1.0)",
        "(limit - low) / (high - low + 1e-9)",
        "(limit - low) / (high - low if high > low else 1.0)",
        "np.divide(limit - low, high - low, out=np.zeros(1200), where=high > low)",
        "np.nan_to_num((limit - low) / (high - low))",
    ],
)
def test_a_guarded_division_is_none_by_zero(divided: str) -> None:
    text = f"limit = np.full(1200, 80.0)\nlow, high = limit.min(), limit.max()\ntrained({divided})"
    assert found("LL782", text) == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("trained(normalize(noise.reshape(-1, 1)))", [1]),
        ("trained(Normalizer().fit_transform(noise[:, None]))", [1]),
        ("trained(keras.utils.normalize(noise.reshape(-1, 1)))", [1]),
        ("trained(MinMaxScaler().fit_transform(noise.reshape(1, -1))[0])", [1]),
        ("trained(StandardScaler().fit_transform([noise])[0])", [1]),
        ("trained(normalize(noise.reshape(-1, 1), axis=0))", []),
        ("trained(normalize(noise.reshape(1, -1))[0])", []),
        ("trained(normalize(noise.reshape(-1, 12)).reshape(-1))", []),
        ("trained(keras.utils.normalize(noise))", []),
        ("trained(keras.utils.normalize(noise.reshape(-1, 1), axis=0))", []),
        ("trained(MinMaxScaler().fit_transform(noise.reshape(-1, 1)))", []),
        ("trained(normalize(pd.read_csv('x.csv').to_numpy()))", []),
    ],
)
def test_what_scales_along_one_number(text: str, lines: list[int]) -> None:
    assert found("LL720", text) == lines


@pytest.mark.parametrize(
    ("layer", "width", "told"),
    [
        ("layers.LayerNormalization()", 1, True),
        ("layers.LayerNormalization(axis=2)", 1, True),
        ("layers.UnitNormalization()", 1, True),
        ("layers.LayerNormalization(axis=1)", 1, False),
        ("layers.LayerNormalization(axis=[1, 2])", 1, False),
        ("layers.LayerNormalization()", 3, False),
        ("layers.BatchNormalization()", 1, False),
        ("layers.LSTM(1, return_sequences=True), layers.LayerNormalization()", 1, False),
    ],
)
def test_a_layer_that_normalises_one_feature(layer: str, width: int, told: bool) -> None:
    text = f"model = keras.Sequential([keras.Input((12, {width})), {layer}, layers.LSTM(8), layers.Dense(1)])"
    assert found("LL720", text) == ([1] if told else [])


PREDICTED = """
day = np.arange(1200)
level = 60 + 25 * np.sin(day / 30) + noise
scaler = StandardScaler()
scaled = scaler.fit_transform(level[:1000].reshape(-1, 1))
model = trained(scaled)
"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("model.predict(level[-12:].reshape(1, 12, 1))", True),
        ("last = level[-12:].tolist()\nmodel.predict(np.array(last).reshape(1, 12, 1))", True),
        ("model.predict(windows(level[1000:]))", True),
        ("model.predict(windows(scaler.transform(level[1000:].reshape(-1, 1))))", False),
        ("model.predict(scaled[-12:].reshape(1, 12, 1))", False),
        ("model.predict(((level[-12:] - scaler.mean_) / scaler.scale_).reshape(1, 12, 1))", False),
        ("model.predict(np.zeros((1, 12, 1)))", False),
    ],
)
def test_made_up_data_that_predict_gets_unscaled(text: str, told: bool) -> None:
    written = PREDICTED + text
    assert found("LL723", written) == ([written.count("\n") + 1] if told else [])
