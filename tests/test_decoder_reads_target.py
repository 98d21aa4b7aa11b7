"""Decoders whose target is their input: the same array, or one written at the same steps."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np
from keras import Input, Model, layers
from keras.utils import pad_sequences, to_categorical
from sklearn.model_selection import train_test_split

def load(name):
    return np.load(name)

def padded(texts):
    return pad_sequences(texts, maxlen=14, padding="post")

source, answer, other = np.load("a.npy"), load("b.npy"), load("c.npy")
read, said = Input((12,)), Input((None,))
_, h, c = layers.LSTM(64, return_state=True)(layers.Embedding(500, 32)(read))
embedded = layers.Embedding(500, 32)(said)
steps = layers.LSTM(64, return_sequences=True)(embedded, initial_state=[h, c])
model = Model([read, said], layers.Dense(500, activation="softmax")(steps))
model.compile("adam", "sparse_categorical_crossentropy")
"""
WRITTEN = """
data, target = np.zeros((900, 20, 40)), np.zeros((900, 20, 40))
ids = {letter: at for at, letter in enumerate(sorted(set(open("t.txt").read())))}
for i, text in enumerate(open("t.txt").read().split("\\n")):
    for t, letter in enumerate(text):
        data[i, t, ids[letter]] = 1
        {write}
said = Input((None, 40))
steps = layers.GRU(64, return_sequences=True)(said, initial_state=h)
model = Model([read, said], layers.TimeDistributed(layers.Dense(40, activation="softmax"))(steps))
model.compile("adam", "categorical_crossentropy")
model.fit([source, data], target)
"""


def found(body: str) -> int:
    settings = Settings((Selection("the test", ("LL795",)),), "strict", keras="3")
    return len(list(lint(from_bytes(f"{HEAD}{textwrap.dedent(body)}\n".encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "body",
    [
        "model.fit([source, answer], answer)",
        "model.fit([source, answer], np.expand_dims(answer, -1))",
        "model.fit([source, answer], to_categorical(answer, 500))",
        "model.fit([source, answer[:, :-1]], answer[:, :-1])",
        "x = padded(answer)\nmodel.fit([source, x], x[..., None])",
        "a, b, c, d = train_test_split(source, answer)\nmodel.fit([a, c], c, validation_data=([b, d], d))",
        "model.fit([source[:800], answer[:800]], answer[:800])",
    ],
)
def test_target_that_is_the_input(body: str) -> None:
    assert found(body) == 1


@pytest.mark.parametrize(
    "body",
    [
        "model.fit([source, answer[:, :-1]], answer[:, 1:])",
        "model.fit([source, other], answer)",  # two files, read by one function
        "x, y = padded(answer), padded(other)\nmodel.fit([source, x], y)",
        "model.fit([source, answer], answer[:, ::-1])",
        "model.fit([source, answer[:800]], answer[1:801])",
        "model.fit([source, np.roll(answer, 1, axis=1)], answer)",
        "model.fit([answer, other], answer)",  # what the encoder reads
        "x = answer.copy()\nx[:, 1:] = answer[:, :-1]\nx[:, 0] = 1\nmodel.fit([source, x], answer)",
    ],
)
def test_target_that_is_another_array(body: str) -> None:
    assert found(body) == 0


@pytest.mark.parametrize(
    "write, expected",
    [
        ("target[i, t, ids[letter]] = 1", 1),
        ("target[i, t - 1, ids[letter]] = 1", 0),
        ("target[i, t - 1, ids[letter]] = 1 if t else 0", 0),
        ("target[i, t, ids[text[t + 1]]] = 1", 0),
        ("target[i + 1, t, ids[letter]] = 1", 0),
        ("target[i, t, ids[letter]] = 1\n        target[i, t + 1, 0] = 1", 0),
        ("if t > 0:\n            target[i, t - 1, ids[letter]] = 1", 0),
    ],
)
def test_target_that_one_loop_writes(write: str, expected: int) -> None:
    assert found(WRITTEN.replace("{write}", write)) == expected


@pytest.mark.parametrize(
    "after, x, y",
    [
        ("target = np.concatenate([target[:, 1:], np.zeros_like(target[:, :1])], axis=1)", "data", "target"),
        ("data[:, 1:] = data[:, :-1].copy()\ndata[:, 0] = 0", "data", "target"),
        ("", "data[:, :-1]", "target[:, 1:]"),
        ("def move(a):\n    a[:, 1:] = a[:, :-1].copy()\nmove(data)", "data", "target"),
    ],
)
def test_what_one_loop_wrote_is_moved_afterwards(after: str, x: str, y: str) -> None:
    code = WRITTEN.replace("{write}", "target[i, t, ids[letter]] = 1")
    assert (
        found(code.replace("model.fit([source, data], target)", f"{after}\nmodel.fit([source, {x}], {y})"))
        == 0
    )
    assert found(code.replace("[source, data], target", "[source, data[:50]], target[:50]")) == 1


def test_a_loss_of_the_program_may_move_the_target() -> None:
    loss = """
import keras
def ahead(y_true, y_pred):
    return keras.losses.sparse_categorical_crossentropy(y_true[:, 1:], y_pred[:, :-1])
model.compile("adam", ahead)
model.fit([source, answer], answer)
"""
    assert found("model.fit([source, answer], answer)") == 1
    assert found(loss) == 0
