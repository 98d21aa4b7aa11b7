"""Dicts that number words or letters: what they look up are ids, and their size says how large a table must be."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

READ = """
import numpy as np
from keras import Sequential, layers
from keras.preprocessing.sequence import pad_sequences
from keras.utils import to_categorical

sentences = [line.split() for line in open("texts.txt")]
labels = np.array([int(line) for line in open("labels.txt")])
words = sorted({word for sentence in sentences for word in sentence})
"""
PADDED = """
x = pad_sequences([[ids[word] for word in sentence] for sentence in sentences], maxlen=30)
"""
EMBEDDED = """
model = Sequential([layers.Embedding({rows}, 32), layers.LSTM(64), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, labels, validation_split=0.1)
"""
AS_NUMBERS = """
model = Sequential([layers.Input((30, 1)), layers.LSTM(64), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit({x}, labels, validation_split=0.1)
"""
NUMBERED = {
    "comprehension": "ids = {word: i for i, word in enumerate(words)}",
    "comprehension over a range": "ids = {words[i]: i for i in range(len(words))}",
    "pairs": "ids = dict((word, i) for i, word in enumerate(words))",
    "zip": "ids = dict(zip(words, range(len(words))))",
    "loop": "ids = {}\nfor i, word in enumerate(words):\n    ids[word] = i + 1",
    "some of them": "ids = {word: i for i, word in enumerate(words, 2) if i < 5000}\nids['<pad>'] = 0",
}


def codes(text: str) -> set[str]:
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    return {finding.code for finding in found if finding.code in ("LL305", "LL709")}


@pytest.mark.parametrize("numbered", NUMBERED.values(), ids=NUMBERED)
@pytest.mark.parametrize("x", ["x[..., None]", "np.reshape(x, (len(x), 30, 1)) / float(len(words))"])
def test_ids_that_a_program_numbers_itself_are_no_magnitudes(numbered: str, x: str) -> None:
    assert codes(READ + numbered + PADDED + AS_NUMBERS.format(x=x)) == {"LL709"}


def test_letters_of_one_text_in_windows() -> None:
    text = """
import numpy as np
from keras import Sequential, layers
from keras.utils import to_categorical

text = open("book.txt").read()
letters = sorted(set(text))
number = {letter: i for i, letter in enumerate(letters)}
windows, following = [], []
for start in range(len(text) - 60):
    windows.append([number.get(letter, 0) for letter in text[start : start + 60]])
    following.append(number[text[start + 60]])
x = np.reshape(windows, (len(windows), 60, 1)) / len(letters)
model = Sequential([layers.LSTM(256, input_shape=x.shape[1:]), layers.Dense(len(letters), activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(x, to_categorical(following), epochs=5)
"""
    assert codes(text) == {"LL709"}


@pytest.mark.parametrize(
    "numbered, rows",
    [
        ("ids = {word: i + 1 for i, word in enumerate(words)}", "len(ids)"),
        ("ids = {word: i for i, word in enumerate(words, 1)}", "len(ids)"),
        ("ids = dict((word, i) for i, word in enumerate(words, start=1))\nsize = len(ids)", "size"),
    ],
)
def test_a_table_of_as_many_rows_as_words_numbered_from_1_is_too_small(numbered: str, rows: str) -> None:
    assert codes(READ + numbered + PADDED + EMBEDDED.format(rows=rows)) == {"LL305"}


@pytest.mark.parametrize(
    "numbered, rows",
    [
        ("ids = {word: i + 1 for i, word in enumerate(words)}", "len(ids) + 1"),
        ("ids = {word: i + 1 for i, word in enumerate(words)}\nids['<pad>'] = 0", "len(ids)"),
        ("ids = {word: i for i, word in enumerate(words)}", "len(ids)"),
        ("ids = {word: i for i, word in enumerate(words, first)}", "len(ids)"),
        ("ids = {words[i]: i for i in range(1, len(words))}", "len(ids) + 1"),
        ("ids = dict(zip(words, range(1, len(words) + 1)))", "len(ids) + 1"),
    ],
)
def test_tables_that_are_large_enough_or_of_unknown_need(numbered: str, rows: str) -> None:
    assert codes(READ + "first = int(input())\n" + numbered + PADDED + EMBEDDED.format(rows=rows)) == set()


@pytest.mark.parametrize(
    "x",
    [
        "to_categorical(x)",
        "np.stack([x, speeds], axis=-1)",  # one column of several
        "np.array([[vectors[word] for word in sentence] for sentence in sentences])",
        "np.array([[totals[word] for word in sentence] for sentence in sentences])[..., None]",
    ],
)
def test_what_is_no_id_or_no_longer_one(x: str) -> None:
    made = (
        "ids = {word: i for i, word in enumerate(words)}\n"
        "speeds = np.load('speeds.npy')\n"
        "vectors = {word: np.load(word) for i, word in enumerate(words)}\n"
        "for turn in range(len(words)):\n"
        "    totals = {word: turn * 2.5 for word in words}\n"
    )
    assert "LL709" not in codes(READ + made + PADDED + AS_NUMBERS.format(x=x).replace("(30, 1)", "(30, 2)"))
