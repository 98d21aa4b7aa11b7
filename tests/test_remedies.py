"""What messages say to write instead, and whom they name: followed to the letter, nothing is left to say."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

START = """
import numpy as np
from keras import Input, Sequential, layers, optimizers
"""


def said(code: str, text: str, keras: str = "3") -> Finding | None:
    source = from_bytes((START + dedent(text)).encode(), "train.py")
    found = [
        one
        for one in lint(source, Settings(keras=keras))
        if one.code == code and one.severity is not Severity.ADVICE
    ]
    assert len(found) < 2
    return found[0] if found else None


def dropouts(rates: list[float]) -> str:
    stack = "".join(f"layers.LSTM(8, return_sequences=True), layers.Dropout({rate}), " for rate in rates)
    return f"model = Sequential([Input((10, 3)), {stack}layers.LSTM(8), layers.Dense(1)])\n"


@pytest.mark.parametrize("rates", [[0.2, 0.2, 0.5, 0.5], [0.5] * 3, [0.6, 0.6], [0.5] * 8, [0.3] * 12])
def test_rates_up_to_the_one_that_is_named_keep_enough(rates: list[float]) -> None:
    found = said("LL602", dropouts(rates))
    assert found is not None
    named = re.fullmatch(r".*; use fewer dropouts, or (\d+) of at most (0\.\d)", found.message)
    assert named is not None and int(named[1]) == len(rates)
    assert said("LL602", dropouts([min(rate, float(named[2])) for rate in rates])) is None
    assert said("LL602", dropouts([float(named[2]) + 0.1] * len(rates)))


def test_no_rate_is_named_where_none_would_do() -> None:
    found = said("LL602", dropouts([0.1] * 20))
    assert found is not None and found.message.endswith("; use fewer dropouts")


@pytest.mark.parametrize(
    ("front", "reader"),
    [
        ("", "LSTM"),
        ("layers.Conv1D(8, 3), ", "Conv1D"),
        ("layers.Dropout(0.1), layers.Masking(), ", "LSTM"),
        ("layers.SpatialDropout1D(0.1), layers.Conv1D(8, 3), layers.Conv1D(4, 3), ", "Conv1D"),
        ("layers.TimeDistributed(layers.Dense(4)), ", "TimeDistributed(Dense)"),
    ],
)
def test_the_layer_that_reads_token_ids_is_named(front: str, reader: str) -> None:
    found = said(
        "LL709",
        f"""
        from keras.datasets import imdb
        from keras.utils import pad_sequences
        (x, y), _ = imdb.load_data(num_words=5000)
        x = pad_sequences(x, maxlen=100).reshape(-1, 100, 1)
        model = Sequential([Input((100, 1)), {front}layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(x, y)
        """,
    )
    assert found is not None and found.message.startswith(f"`{reader}` reads the token ids of `imdb`")


@pytest.mark.parametrize(("keras", "title"), [("3", "Keras 3"), ("2.15", "Keras 2.15")])
def test_the_keras_that_refuses_two_clippings_is_named(keras: str, title: str) -> None:
    found = said(
        "LL506",
        "optimizer = optimizers.Adam(clipnorm=1.0, global_clipnorm=2.0)\n"
        + """
model = Sequential([layers.LSTM(8), layers.Dense(1)])
model.compile(optimizer, "mse")
""",
        keras,
    )
    assert found is not None
    assert f": {title} raises, it takes one of them; keep `global_clipnorm`" in found.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("x = np.array([[90, 80, 70]] * 9)", "x holds values up to about 90"),
        ("x = np.array([[90, 80, 70, 500]] * 9)[:, :-1]", "x is cut from values up to about 500"),
        ("x = np.array([[90, 80, 70]] * 99)[:50]", "x is cut from values up to about 90"),
    ],
)  # fmt: skip
def test_of_a_part_the_largest_value_is_that_of_the_whole(data: str, words: str) -> None:
    found = said(
        "LL701",
        f"""
        {data}
        model = Sequential([Input((3, 1)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x.reshape(-1, 3, 1), np.zeros(len(x)))
        """,
    )
    assert found is not None and found.message.startswith(words)


@pytest.mark.parametrize(("units", "columns"), [(1, 20), (3, 1)])
def test_both_ways_to_make_target_and_output_alike(units: int, columns: int) -> None:
    text = """
        x, y = np.random.rand(40, 6, 3), np.random.rand(40, {columns})
        {more}
        model = Sequential([Input((6, 3)), layers.LSTM(8), layers.Dense({units})])
        model.compile("adam", "mse")
        model.fit(x, y)
        """
    found = said("LL104", text.format(units=units, columns=columns, more=""))
    assert found is not None and f"write Dense({columns})" in found.message
    assert said("LL104", text.format(units=columns, columns=columns, more="")) is None
    assert found.message.endswith(", or keep one value of y") is (units == 1)
    if units == 1:
        assert said("LL104", text.format(units=units, columns=columns, more="y = y[:, -1]")) is None
