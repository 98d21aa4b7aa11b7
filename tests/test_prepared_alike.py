"""What a model is asked about after training must be prepared as its training data were: LL713, LL773, LL774."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

NUMBERS = """
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.preprocessing import MinMaxScaler, StandardScaler

def windows(rows):
    return np.array([rows[i : i + 24] for i in range(len(rows) - 24)]), rows[24:]

load = pd.read_csv("load.csv")[["megawatts"]].values
new = pd.read_csv("new.csv")[["megawatts"]].values
scaler = MinMaxScaler()
x, y = windows(scaler.fit_transform(load))
model = Sequential([Input((24, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
"""
TEXTS = """
import pandas as pd
from tensorflow.keras import Sequential, layers
from tensorflow.keras.preprocessing.sequence import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

reviews = pd.read_csv("reviews.csv")
words = Tokenizer(num_words=500)
words.fit_on_texts(reviews["text"])
x = pad_sequences(words.texts_to_sequences(reviews["text"]), maxlen=50{side})
model = Sequential([layers.Embedding(500, 8{mask}), {layer}, layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, reviews["stars"].values, epochs=3)
"""


def lines(code: str, text: str) -> list[int]:
    settings = Settings((Selection("the test", (code,)),), "strict", keras="2.15")
    return [finding.span.line for finding in lint(from_bytes(text.encode(), "example.py"), settings)]


@pytest.mark.parametrize(
    "body, found",
    [
        ("model.predict(windows(scaler.fit_transform(new))[0])", 1),
        ("scaler.fit(new)\nmodel.predict(windows(scaler.transform(new))[0])", 1),
        ("own = MinMaxScaler()\nmodel.predict(windows(own.fit_transform(new))[0])", 1),
        ("own = StandardScaler().fit(new)\nmodel.predict(windows(own.transform(new))[0])", 1),
        ("model.evaluate(*windows(scaler.fit_transform(new)))", 1),
        ("model.predict(windows(scaler.transform(new))[0])", 0),
        ("model.predict(x[-1:])", 0),
        ("own = MinMaxScaler().fit(load)\nmodel.predict(windows(own.transform(new))[0])", 0),
        ("later = scaler.fit_transform(new)\nmodel.predict(x)", 0),
        (
            "model.fit(*windows(MinMaxScaler().fit_transform(new)))\n"
            "z = windows(MinMaxScaler().fit_transform(new))[0]\nmodel.predict(z[:0])\nmodel.predict(x)",
            0,
        ),
    ],
)
def test_scaler_that_is_fitted_on_what_is_asked_about(body: str, found: int) -> None:
    assert len(lines("LL713", NUMBERS + body)) == found


def test_each_part_by_a_function_of_its_own_is_the_business_of_others() -> None:
    code = NUMBERS.replace("scaler.fit_transform(load)", "prepared(load)").replace(
        "load = ", "def prepared(rows):\n    return MinMaxScaler().fit_transform(rows)\n\nload = ", 1
    )
    assert lines("LL713", code + "model.predict(windows(prepared(new))[0])") == []


@pytest.mark.parametrize(
    "body, found",
    [
        ("words.fit_on_texts(new)\nids = words.texts_to_sequences(new)", 1),
        ("other = Tokenizer(num_words=500)\nother.fit_on_texts(new)\nids = other.texts_to_sequences(new)", 1),
        ("ids = words.texts_to_sequences(new)", 0),
        ("other = Tokenizer()\nother.fit_on_texts(reviews['text'])\nids = other.texts_to_sequences(new)", 0),
    ],
)
def test_tokenizer_that_is_fitted_on_what_is_asked_about(body: str, found: int) -> None:
    code = TEXTS.format(side="", mask="", layer="layers.LSTM(8)") + 'new = ["a good film"]\n'
    assert len(lines("LL713", f"{code}{body}\nmodel.predict(pad_sequences(ids, maxlen=50))")) == found


@pytest.mark.parametrize(
    "trained, asked, mask, layer, found",
    [
        ("", ', padding="post"', "", "layers.LSTM(8)", 1),
        (', padding="post"', "", "", "layers.GRU(8)", 1),
        (', padding="post"', ', padding="post"', "", "layers.LSTM(8)", 0),
        ("", ', padding="pre"', "", "layers.LSTM(8)", 0),
        ("", ', padding="post"', ", mask_zero=True", "layers.LSTM(8)", 0),
        ("", ', padding="post"', "", "layers.Bidirectional(layers.LSTM(8))", 0),
        ("", ', padding="post"', "", "layers.LSTM(8, return_sequences=True), layers.GlobalMaxPooling1D()", 0),
        ("", ", padding=side()", "", "layers.LSTM(8)", 0),
    ],
)
def test_side_of_the_padding(trained: str, asked: str, mask: str, layer: str, found: int) -> None:
    code = TEXTS.format(side=trained, mask=mask, layer=layer)
    code += f'ids = words.texts_to_sequences(["a good film"])\nmodel.predict(pad_sequences(ids, maxlen=50{asked}))'
    assert len(lines("LL773", code)) == found


@pytest.mark.parametrize(
    "prepare, back, found",
    [
        ("a.fit_transform(t), b.fit_transform(m)", "a.inverse_transform(p)", 1),
        ("a.fit_transform(t), m", "a.inverse_transform(p)", 1),
        ("a.fit_transform(t), m", "a.inverse_transform(p.reshape(-1, 1))", 1),
        ("a.fit_transform(t), b.fit_transform(m)", "b.inverse_transform(p)", 0),
        ("a.fit_transform(t), a.fit_transform(m)", "a.inverse_transform(p)", 0),
        ("a.fit_transform(t), b.fit_transform(m)", "a.inverse_transform(p * 2)", 0),
        (
            "a.fit_transform(t), b.fit_transform(m)",
            "b.fit(m) and MinMaxScaler().fit(m).inverse_transform(p)",
            0,
        ),
        ("a.fit_transform(t), np.log(m)", "a.inverse_transform(p)", 0),
    ],
)
def test_scaler_that_takes_a_prediction_back(prepare: str, back: str, found: int) -> None:
    code = NUMBERS[: NUMBERS.index("scaler = ")] + (
        't, m = pd.read_csv("t.csv")[["celsius"]].values, pd.read_csv("m.csv")[["megawatts"]].values\n'
        f"a, b = MinMaxScaler(), MinMaxScaler()\nt, m = {prepare}\n"
        "x, y = windows(t)[0], m[24:]\n"
    )
    code += NUMBERS[NUMBERS.index("model = ") :] + f"p = model.predict(x)\nprint({back})"
    assert len(lines("LL774", code)) == found


@pytest.mark.parametrize(("column", "found"), [("close", []), ("open", [22])])
def test_fit_on_the_same_column_taken_again_learns_the_same(column: str, found: list[int]) -> None:
    text = f"""
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.preprocessing import MinMaxScaler

def windows(rows):
    return np.array([rows[i : i + 24] for i in range(len(rows) - 24)]), rows[24:]

def prepare(table):
    closes = table.filter(["close"]).values
    return windows(MinMaxScaler().fit_transform(closes)[:800])

prices = pd.read_csv("prices.csv")
x, y = prepare(prices)
model = Sequential([Input((24, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=3)
again = prices
again = again.filter(["{column}"])
scaler = MinMaxScaler()
scaled = scaler.fit_transform(again.values)
later, _ = windows(scaled[776:])
print(scaler.inverse_transform(model.predict(later)))
"""
    assert lines("LL713", text) == found
