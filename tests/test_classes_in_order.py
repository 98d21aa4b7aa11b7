"""Classes that stand one after the other in the data, and rows that are held out from the end."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras, numpy as np
from keras import Input, Sequential, layers
from sklearn.utils import shuffle
from recordings import files
walk, sit, fall = np.load("walk.npy"), np.load("sit.npy"), np.load("fall.npy")
x = np.concatenate([walk, sit, fall])
"""
MODEL = """
model = Sequential([Input((50, 3)), layers.LSTM(32), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
"""
SORTED = "y = np.concatenate([np.zeros(200), np.ones(200), np.full(200, 2)])"


def said(text: str, fit: str = "model.fit(x, y, validation_split=0.2)", model: str = MODEL) -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}\n{model}{fit}\n".encode(), "train.py"), Settings(keras="3"))
    return [finding.message for finding in found if finding.code == "LL771"]


@pytest.mark.parametrize(
    "labels",
    [
        SORTED,
        "y = np.hstack((np.zeros(200), np.ones(200), np.ones(200) * 2))",
        "y = np.concatenate([np.zeros(200, dtype='int32'), np.ones(200, dtype='int32'), np.full((200,), 2)])",
        "y = np.concatenate([np.zeros(200).astype('int32'), np.ones(200).astype('int32'), np.full(200, 2)])",
        "y = np.array([0] * 200 + [1] * 200 + [2] * 200)",
        "y = np.repeat([0, 1, 2], 200)",
        "y = np.repeat(np.arange(3), 200)",
        "y = np.append(np.append(np.zeros(200), np.ones(200)), np.full(200, 2))",
        "y = np.concatenate([np.zeros(len(walk)), np.ones(len(sit)), np.full(len(fall), 2)])",
        "y = np.concatenate([np.zeros(len(walk)), np.ones(len(sit)), 2 * np.ones(len(fall))])",
        "y = np.concatenate([np.zeros(100), np.zeros(100), np.ones(200), np.full(200, 2)])",
        "y = np.vstack([np.zeros((200, 1)), np.ones((200, 1)), np.full((200, 1), 2)])",
        SORTED + "\ny = y.reshape(-1, 1)",
        SORTED + "\ny = y.astype('int32')",
        "y = np.concatenate([np.full(200, k) for k in range(3)])",
    ],
)
def test_validation_holds_the_last_classes(labels: str) -> None:
    assert len(said(labels)) == 1


def test_the_class_is_named() -> None:
    assert "all of class 2" in said(SORTED)[0]
    assert "2 of 3 classes" in said(SORTED, "model.fit(x, y, validation_split=0.5)")[0]


@pytest.mark.parametrize(
    "fit",
    [
        "model.fit(x, keras.utils.to_categorical(y), validation_split=0.3)",
        "model.fit(x=x, y=y, epochs=20, validation_split=1 / 3, shuffle=True)",
    ],
)
def test_other_trainings(fit: str) -> None:
    categorical = MODEL.replace("sparse_", "") if "to_categorical" in fit else MODEL
    assert len(said(SORTED, fit, categorical)) == 1


@pytest.mark.parametrize(
    "labels",
    [
        SORTED + "\norder = np.random.permutation(len(x))\nx, y = x[order], y[order]",
        SORTED + "\nx, y = shuffle(x, y, random_state=1)",
        SORTED + "\nnp.random.shuffle(y)",
        SORTED + "\norder = np.arange(600)\nnp.random.shuffle(order)\nx, y = x[order], y[order]",
        "y = np.load('labels.npy')",
        "y = np.tile([0, 1, 2], 200)",
        "y = np.array([0, 1, 2] * 200)",
        "y = np.concatenate([np.zeros(200), np.ones(200), np.zeros(200)])",
        "y = np.zeros(600)",
        "y = np.column_stack([np.zeros(600), np.ones(600)])",
        "y = np.stack([np.zeros(600), np.ones(600)], axis=1)",
        "y = np.concatenate([np.zeros((600, 1)), np.ones((600, 1))], axis=1)",
        SORTED + "\ny = np.roll(y, int(input()))",
        "y = np.concatenate([np.zeros(200), np.load('sit_labels.npy')])",
        SORTED + "\ny = y[::-1].copy() if input() else np.load('mixed.npy')",
    ],
)
def test_mixed_rows_and_labels_of_no_known_order(labels: str) -> None:
    assert said(labels) == []


@pytest.mark.parametrize(
    "fit",
    [
        "model.fit(x, y)",
        "model.fit(x, y, validation_split=0.0)",
        "model.fit(x, y, validation_split=0.2, validation_data=(np.load('v.npy'), np.load('w.npy')))",
        "model.fit(x, y, validation_split=float(input()))",
    ],
)
def test_no_rows_from_the_end(fit: str) -> None:
    assert said(SORTED, fit) == []


def test_numbers_that_are_no_classes() -> None:
    assert said(SORTED, model=MODEL.replace("sparse_categorical_crossentropy", "mse")) == []


def folders(body: str) -> str:
    """`put(k)` stands for the file f and its label k."""
    body = body.replace("put(", "xs.append(np.load(f)); ys.append(")
    return f"xs, ys = [], []\n{body}\nx, y = np.array(xs), np.array(ys)"


@pytest.mark.parametrize(
    "body",
    [
        "for k, name in enumerate(['walk', 'sit', 'fall']):\n  for f in files(name): put(k)",
        "ids = {'a': 0, 'b': 1}\nfor name in ids:\n  for f in files(name):\n    for at in range(9): put(ids[name])",
        "for f in files('walk'): put(0)\nfor f in files('sit'): put(1)",
        "def add(name, k):\n  for f in files(name): put(k)\nadd('walk', 0)\nadd('fall', 1)",
    ],
)
def test_one_folder_after_the_other(body: str) -> None:
    assert len(said(folders(body))) == 1


@pytest.mark.parametrize(
    "body",
    [
        "for f in files('all'):\n  put(0)\n  put(1)",
        "for f in files('all'): put(0 if 'walk' in f else 1)",
        "for f in files('all'):\n  if 'walk' in f: put(0)\n  else: put(1)",
        "for who in files('all'):\n  for k in range(3):\n    for f in files(who): put(k)",
        "for who in files('all'):\n  for f in files(who): put(0)\n  for f in files(who): put(1)",
        "for f in files('walk'): put(0)\nfor at, f in enumerate(files('sit')): ys[at] = 1",
        "for f in files('walk'): put(0)\nfor f in files('sit'): put(int(f[0]))",
    ],
)
def test_folders_that_hold_several_classes(body: str) -> None:
    assert said(folders(body)) == []
