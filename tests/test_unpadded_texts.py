"""What holds words, lists of words or lists of other lengths and is handed to `fit`; what makes numbers of it."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras, numpy as np, pandas as pd
from keras import Sequential, layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder
from tensorflow.keras.preprocessing.text import Tokenizer
from tensorflow.keras.utils import pad_sequences

df = pd.read_csv("reviews.csv")
y = df["stars"].to_numpy()
words = Tokenizer(num_words=5000)
words.fit_on_texts(df["text"])
ids = words.texts_to_sequences(df["text"])
low = df["text"].str.lower().str.strip()
model = Sequential([layers.Input((None,)), layers.Embedding(5000, 8), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
"""


def said(text: str) -> list[str]:
    found = lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras="3"))
    return [finding.message for finding in found if finding.code == "LL171"]


@pytest.mark.parametrize(
    "x",
    [
        "np.array(ids)",
        "np.asarray(ids)",
        "low",
        "low.values",
        "low.to_numpy()",
        "train_test_split(low)[0]",
        "df['text'].astype(str).values",
        "df['text'].str.replace('!', '')",
        "low.str.slice(0, 100)",
    ],
)
def test_words_and_lists_are_no_numbers(x: str) -> None:
    assert len(said(f"model.fit({x}, y)\n")) == 1


def test_a_column_of_lists() -> None:
    assert said("df['ids'] = ids\nmodel.fit(df['ids'].values, y)\n") == [
        "x holds texts of different lengths, which make no array: it raises; write pad_sequences around it"
    ]
    assert said("df['ids'] = ids\nx, _ = train_test_split(df['ids'])\nmodel.fit(x, y)\n")
    assert not said("df['ids'] = ids\nmodel.fit(pad_sequences(df['ids']), y)\n")


@pytest.mark.parametrize(
    "x",
    [
        "pad_sequences(ids, maxlen=40)",
        "pad_sequences(np.array(ids, dtype=object))",
        "np.array(words.texts_to_sequences(['one text']))",
        "np.array(words.texts_to_sequences([question()]))",
        "words.texts_to_matrix(df['text'])",
        "low.map({'yes': 1, 'no': 0})",
        "low.replace({'yes': 1, 'no': 0})",
        "pd.to_numeric(low)",
        "low.astype(float)",
        "low.to_numpy('float32')",
        "low.to_numpy(dtype=float)",
        "low.astype('category').cat.codes",
        "pd.factorize(low)[0]",
        "LabelEncoder().fit_transform(low)",
        "low.apply(float)",
        "low.str.len()",
        "low.str.count('a')",
        "low == 'yes'",
        "(low != 'yes').astype(int)",
        "np.where(low == 'yes', 1, 0)",
        "np.array([len(one) for one in low])",
        "df['price'].str.replace(',', '').astype('float32')",
    ],
)
def test_what_is_made_of_words_may_be_numbers(x: str) -> None:
    assert not said(f"model.fit({x}, y)\n")


@pytest.mark.parametrize(
    "change",
    [
        "df = df.astype({'price': float})",
        "df['price'] = df['price'].astype(float)",
        "df[['price', 'stars']] = df[['price', 'stars']].astype(float)",
        "df = df.apply(pd.to_numeric)",
        "df = df.replace({'price': {'free': 0}})",
        "df['price'].replace({'free': 0}, inplace=True)",
        "df.price.replace(['free'], [0], inplace=True)",
        "for name in ['price']:\n    df[name] = LabelEncoder().fit_transform(df[name])",
        "df.price = df.price.map({'free': 0})",
    ],
)
def test_a_column_that_held_words_before(change: str) -> None:
    text = "df['price'] = df['price'].str.replace('%', '')\n"
    assert said(f"{text}model.fit(df['price'].values, y)\n")
    assert not said(f"{text}{change}\nmodel.fit(df['price'].values, y)\n")


def test_labels_of_one_word_are_an_array() -> None:
    labels = "labels = Tokenizer()\nlabels.fit_on_texts(df['label'])\n"
    assert not said(
        f"{labels}model.fit(pad_sequences(ids), np.array(labels.texts_to_sequences(df['label'])))\n"
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("[[1, 2], [3]]", "lists of 1 and of 2 numbers"),
        ("[[[1, 2], [3, 4]], [[1, 2]]]", "lists of 1 and of 2 lists"),
        ("[[[1, 2], [3]], [[1, 2], [3, 4]]]", "lists of 1 and of 2 numbers"),
        ("[[[1], [3, 4]], [[1], [3, 4]]]", "lists of 1 and of 2 numbers"),
        ("[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]", ""),
        ("[[1, 2], [3, 4]]", ""),
        ("[1, 2]", ""),
        ("[[1, 2], rows()]", ""),
    ],
)
def test_lists_that_are_not_equally_long(rows: str, message: str) -> None:
    told = said(f"rows_of = {rows}\nx = np.array(rows_of)\n")
    assert [one.partition(" make")[0] for one in told] == ([message] if message else [])
    assert not said(f"x = np.array({rows}, dtype=object)\n")


def test_lists_that_are_in_one_another_a_thousand_times() -> None:
    text = "a = [0] * 1000\nb = [a] * 1000\nc = [b] * 1000\n"
    assert not said(f"{text}x = np.array(c)\n")
    assert said(f"{text}x = np.array([c, b])\n") == []  # of other numbers of axes
    assert len(said(f"{text}x = np.array([c, [b]])\n")) == 1
