"""Trainings in phases and folds, counts and rounds of `fit`, names of files: ways to write it, and near misses."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import math, numpy as np, keras, tensorflow as tf
from keras import Input, Model, Sequential, layers
from sklearn.model_selection import KFold

x, y, more = np.random.rand(640, 10, 3), np.random.rand(640, 1), np.load("more.npy")


def build(units=8):
    model = Sequential([Input((10, 3)), layers.LSTM(units, name="rnn"), layers.Dense(1, name="head")])
    model.compile("adam", "mse")
    return model


def batches(size=32):
    while True:
        yield x[:size], y[:size]


model = build()
"""
LINES = HEAD.count("\n")


def said(text: str, code: str) -> list[int]:
    """The lines of the findings of a rule, counted from the text on."""
    found = lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras="3"))
    return [one.line - LINES for one in found if one.code == code]


@pytest.mark.parametrize(
    "given",
    [
        "batches(), steps_per_epoch=len(more) / 32",
        "batches(), steps_per_epoch=np.ceil(len(more) / 32)",
        "batches(), steps_per_epoch=640 / 32",
        "x, y, epochs=1e2",
        "x, y, batch_size=len(x) * 0.1",
        "x, y, validation_data=batches(), validation_steps=len(more) / 32 + 1",
    ],
)
def test_a_count_that_is_a_float(given: str) -> None:
    assert said(f"model.fit({given})\n", "LL792") == [1]


@pytest.mark.parametrize(
    "given",
    [
        "batches(), steps_per_epoch=len(more) // 32",
        "batches(), steps_per_epoch=int(np.ceil(len(more) / 32))",
        "batches(), steps_per_epoch=np.ceil(len(more) / 32).astype(int)",
        "batches(), steps_per_epoch=math.ceil(len(more) / 32)",
        "batches(), steps_per_epoch=max(1, round(len(more) / 32))",
        "batches(), steps_per_epoch=20, batch_size=len(more) / 4",
        "x, y, epochs=int(1e2)",
    ],
)
def test_a_count_that_is_whole(given: str) -> None:
    assert said(f"model.fit({given})\n", "LL792") == []


@pytest.mark.parametrize(
    "text",
    [
        "model.fit(batches(), epochs=3)\n",
        "model.fit(batches(), epochs=3, steps_per_epoch=None)\n",
        "model.fit(x, y, validation_data=batches(16))\n",
        "model.predict(batches())\n",
        "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(32).repeat())\n",
        "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).repeat(-1).batch(32).prefetch(2))\n",
    ],
)
def test_data_without_end(text: str) -> None:
    assert said(text, "LL793") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "model.fit(batches(), epochs=3, steps_per_epoch=20)\n",
        "model.fit(x, y, validation_data=batches(16), validation_steps=3)\n",
        "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).batch(32).repeat(3))\n",
        "model.fit(tf.data.Dataset.from_tensor_slices((x, y)).repeat().batch(32).take(40))\n",
        "def few():\n    while True:\n        yield x, y\n        if more[0] > 3:\n            break\n\n\n"
        "model.fit(few())\n",
    ],
)
def test_data_with_an_end(text: str) -> None:
    assert said(text, "LL793") == []


FIT = "model.fit(x, y)\n"


@pytest.mark.parametrize(
    "switch",
    [
        "model.layers[0].trainable = False\n",
        "model.get_layer('rnn').trainable = False\n",
        "model.trainable = False\n",
        "for layer in model.layers[:1]: layer.trainable = False\n",
    ],
)
def test_switched_between_two_trainings(switch: str) -> None:
    assert said(FIT + switch + FIT, "LL179") == [2]


def test_a_layer_of_a_functional_model_is_switched_by_its_name() -> None:
    text = """
steps = Input((10, 3))
model = Model(steps, layers.Dense(1)(layers.GRU(8, name="rnn", trainable=False)(steps)))
model.compile("adam", "mse")
model.fit(x, y)
model.get_layer("rnn").trainable = True
model.fit(x, y)
"""
    assert said(text, "LL179") == [6]


@pytest.mark.parametrize(
    "text",
    [
        f"model.layers[0].trainable = False\n{FIT}",
        f"{FIT}model.layers[0].trainable = False\nmodel.compile('adam', 'mse')\n{FIT}",
        f"{FIT}model.layers[0].trainable = True\n{FIT}",
        f"{FIT}model.layers[0].trainable = False\n",
        f"{FIT}if more[0] > 3:\n    model.layers[0].trainable = False\n    model.compile('adam', 'mse')\n{FIT}",
        f"{FIT}model.layers[0].trainable = False\nmodel = build()\n{FIT}",
    ],
)
def test_switched_where_it_takes_effect(text: str) -> None:
    assert said(text, "LL179") == []


BEST = "best = keras.callbacks.ModelCheckpoint('best.keras', save_best_only=True)\n"


@pytest.mark.parametrize(
    "text",
    [
        BEST
        + "for a, b in KFold(5).split(x):\n    model = build()\n    model.fit(x[a], y[a], callbacks=[best])\n"
        "    model = keras.models.load_model('best.keras')\n",
        BEST
        + "for units in (8, 16, 32, 64):\n    model = build(units)\n    model.fit(x, y, callbacks=[best])\n"
        "    model.load_weights('best.keras')\n",
    ],
)
def test_a_checkpoint_for_all_folds(text: str) -> None:
    assert said(text, "LL840") == [1]


@pytest.mark.parametrize(
    "text",
    [
        BEST
        + "for units in (8, 16, 32, 64):\n    model = build(units)\n    model.fit(x, y, callbacks=[best])\n"
        "model = keras.models.load_model('best.keras')\n",
        BEST
        + "for part in range(9):\n    model.fit(x, y, callbacks=[best])\n    model.load_weights('best.keras')\n",
        "for a, b in KFold(5).split(x):\n    model = build()\n    "
        + BEST
        + "    model.fit(x, y, callbacks=[best])\n"
        "    model = keras.models.load_model('best.keras')\n",
        BEST.replace("True", "False")
        + "for a, b in KFold(5).split(x):\n    model = build()\n    model.fit(x[a], y[a], callbacks=[best])\n"
        "    model = keras.models.load_model('best.keras')\n",
    ],
)
def test_a_checkpoint_for_each(text: str) -> None:
    assert said(text, "LL840") == []


@pytest.mark.parametrize(
    "text",
    [
        "model.save('model')\n",
        "model.save('model.pb')\n",
        "model.save_weights('w.h5')\n",
        "keras.models.load_model('m')\n",
    ],
)
def test_a_file_name_that_keras_refuses(text: str) -> None:
    assert said(text, "LL804") == [1]


@pytest.mark.parametrize(
    "text",
    [
        "model.save('model.keras')\n",
        "model.save('model.h5')\n",
        "model.save_weights('w.weights.h5')\n",
        "keras.models.load_model('m.h5')\n",
        "keras.models.load_model('hf://somebody/model')\n",
        "import sys\nmodel.save(sys.argv[1])\n",
    ],
)
def test_a_file_name_that_keras_takes(text: str) -> None:
    assert said(text, "LL804") == []
