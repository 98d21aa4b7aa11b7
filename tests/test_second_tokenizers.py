"""A tokenizer or an encoder that each part of the data gets for itself, inside a function or from a file of its own."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
import pandas as pd
from keras import layers
from keras.utils import pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

train, test = pd.read_csv("{0}"), pd.read_csv("{1}")


def ids_of(texts, known=None):
    tokenizer = known or Tokenizer(num_words=5000)
    if known is None:
        tokenizer.fit_on_texts(texts)
    return pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=100), tokenizer


{2}
hidden = [layers.Embedding(5000, 32, mask_zero=True), layers.LSTM(32)]
model = keras.Sequential([*hidden, layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, train["label"], epochs=3, validation_split=0.1)
{3}
"""


def found(*parts: str) -> list[str]:
    selection = Settings((Selection("a test", ("LL713",)),), keras="3")
    source = from_bytes(TEXT.format(*parts).encode(), "elsewhere/example.py")
    return [one.message for one in lint(source, selection)]


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        ('x, words = ids_of(train["text"])', 'model.evaluate(ids_of(test["text"])[0], test["label"])'),
        ('x, _ = ids_of(train["text"])\nnew, _ = ids_of(test["text"])', "print(model.predict(new))"),
        (
            'mails = [line for line in open("a.txt")]\nothers = [line for line in open("b.txt")]\n'
            "x, _ = ids_of(mails)",
            "print(model.predict(ids_of(others)[0]))",
        ),
    ],
)
def test_each_call_makes_a_tokenizer_of_its_own(made: str, asked: str) -> None:
    (message,) = found("train.csv", "test.csv", made, asked)
    assert "mean other words" in message


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        ('x, words = ids_of(train["text"])', 'print(model.predict(ids_of(test["text"], words)[0]))'),
        (
            'x, words = ids_of(train["text"])',
            'print(model.evaluate(ids_of(train["text"])[0], train["label"]))',
        ),
        ('x, words = ids_of(train["text"])', "print(model.predict(x))"),
        (
            'mails = [line for line in open("a.txt")]\nx, _ = ids_of(mails)',
            "print(model.predict(ids_of(mails)[0]))",
        ),
    ],
)
def test_the_tokenizer_of_the_training(made: str, asked: str) -> None:
    assert found("train.csv", "test.csv", made, asked) == []


ENCODED = """
from sklearn.preprocessing import LabelEncoder

encoder = LabelEncoder()
train_y = encoder.fit_transform(train["kind"])
test_y = encoder.{}(test["kind"])
x = np.load("x.npy")
"""


@pytest.mark.parametrize(
    ("first", "second", "method", "told"),
    [
        ("train.csv", "test.csv", "fit_transform", 1),
        ("data/Train_set.csv", "data/test_set.csv", "fit_transform", 1),
        ("train.csv", "test.csv", "transform", 0),
        ("train.csv", "weather.csv", "fit_transform", 0),
    ],
)
def test_two_parts_of_one_table_in_two_files(first: str, second: str, method: str, told: int) -> None:
    made = ENCODED.format(method).replace('(test["kind"])', '(b["kind"])').replace("(train[", "(a[")
    made = f"a, b = train, test\n{made}"
    assert len(found(first, second, made, "")) == told
