"""What a training loop with a GradientTape learns from, and what was done to it before (LL703, LL704)."""

from __future__ import annotations

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader import read
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

raw = pd.read_csv("a.csv")[["a", "b", "c"]].values
{scaled}
border = int(len(raw) * 0.8)
def windows(values):
    return np.array([values[i : i + 12] for i in range(len(values) - 12)])
{split}
source = tf.keras.Input((12, 3))
model = tf.keras.Model(source, tf.keras.layers.Dense(1)(tf.keras.layers.LSTM(8)(source)))
optimizer = tf.keras.optimizers.Adam(1e-3)
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - {called}) ** 2)
    gradients = tape.gradient(loss, model.{weights})
    optimizer.apply_gradients(zip(gradients, model.{weights}))
    return loss
for epoch in range(5):
{passes}
print(np.mean((model.predict(test)[:, 0] - test_y) ** 2))
"""
WHOLE = "values = MinMaxScaler().fit_transform(raw)"
TRAINING = "scaler = MinMaxScaler().fit(raw[: int(len(raw) * 0.8)])\nvalues = scaler.transform(raw)"
DRAWN = (
    "x, y = windows(values), raw[12:, 0]\n"
    "train, test, train_y, test_y = train_test_split(x, y, test_size=0.2, random_state=1)"
)
CUT = (
    "train, test = windows(values[:border]), windows(values[border:])\n"
    "train_y, test_y = raw[12:border, 0], raw[border + 12 :, 0]"
)
BATCHES = "    for i in range(0, len(train), 64):\n        step(train[i : i + 64], train_y[i : i + 64])"
SLICES = "tf.data.Dataset.from_tensor_slices((train, train_y))"
DATASET = f"    for x, y in {SLICES}.shuffle(500).batch(64):\n        step(x, y)"
MIXED = (
    "    order = np.random.permutation(len(train))\n    for i in range(0, len(train), 64):\n"
    "        step(train[order[i : i + 64]], train_y[order[i : i + 64]])"
)


def text(scaled: str, split: str, passes: str, weights: str = "trainable_variables") -> str:
    called = "model(x, training=True)"
    return TEXT.format(scaled=scaled, split=split, passes=passes, weights=weights, called=called)


def said(program: str) -> set[str]:
    settings = Settings((Selection("the test", ("LL703", "LL704")),), keras="3")
    return {one.code for one in lint(from_bytes(program.encode(), "elsewhere/example.py"), settings)}


@pytest.mark.parametrize("passes", [BATCHES, DATASET, MIXED])
@pytest.mark.parametrize(
    ("scaled", "split", "codes"),
    [
        (WHOLE, DRAWN, {"LL703", "LL704"}),
        (WHOLE, CUT, {"LL703"}),
        (TRAINING, CUT, set()),
        (WHOLE, "train = test = windows(values)\ntrain_y = test_y = raw[12:, 0]", set()),
    ],
    ids=["both", "scaled", "neither", "nothing held out"],
)
def test_what_a_tape_trains_on(passes: str, scaled: str, split: str, codes: set[str]) -> None:
    assert said(text(scaled, split, passes)) == codes


def test_a_tape_that_trains_nothing() -> None:
    """It asks for the gradient of the input alone."""
    program = text(WHOLE, DRAWN, BATCHES).replace(
        "tape.gradient(loss, model.trainable_variables)", "tape.gradient(loss, x)"
    )
    program = program.replace(
        "    optimizer.apply_gradients(zip(gradients, model.trainable_variables))\n", ""
    )
    assert not said(program)


def test_split_in_order() -> None:
    """Of windows that are drawn in order the scaler alone has seen the test rows."""
    assert said(text(WHOLE, DRAWN.replace("random_state=1", "shuffle=False"), MIXED)) == {"LL703"}


def test_what_is_read() -> None:
    script = read(from_bytes(text(WHOLE, DRAWN, BATCHES).encode(), "elsewhere/example.py"), parse_target("3"))
    (model,) = script.models
    assert [call.place.text for call in model.taught_on] == ["model(x, training=True)"]
    (call,) = model.taught_on
    assert call.x is not None and "train_test_split" in [step.what for step in call.x.steps]
    assert not model.fits
