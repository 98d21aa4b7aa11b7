"""LL731: only a score of the weights that the test rows chose is too high."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

TRAINED = """\
import keras
import numpy as np
from keras import Input, Sequential
from keras.callbacks import ModelCheckpoint
from keras.layers import LSTM, Dense
from keras.models import load_model

x_train, x_test = np.load("train.npy"), np.load("test.npy")
y_train, y_test = np.load("train_classes.npy"), np.load("test_classes.npy")
model = Sequential([Input((60, 1)), LSTM(16), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
keep = ModelCheckpoint("best.keras", monitor="val_accuracy", mode="max", save_best_only=True)
model.fit(x_train, y_train, validation_data=(x_test, y_test), epochs=40, callbacks=[keep])
"""
SCORE = "print(model.evaluate(x_test, y_test))\n"


def count(text: str) -> int:
    source = from_bytes(f"{TRAINED}{text}".encode(), "elsewhere/example.py")
    found = lint(source, Settings(profile="strict", keras="3"))
    return [one.code for one in found].count("LL731")


@pytest.mark.parametrize(
    "text",
    [
        f"best = load_model('best.keras')\n{SCORE}",
        f"best: keras.Model = keras.models.load_model('best.keras')\n{SCORE}",
        "best = load_model('best.keras')\nprint(np.abs(model.predict(x_test)[:, 0] - y_test).mean())\n",
        f"{SCORE}model.load_weights('best.keras')\nmodel.save('model.keras')\n",
        f"{SCORE}model = load_model('best.keras')\n",
        f"model.load_weights('pretrained.weights.h5')\n{SCORE}",
    ],
)
def test_the_last_weights_are_scored(text: str) -> None:
    assert count(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        f"model = load_model('best.keras')\n{SCORE}",
        f"model=keras.models.load_model(\n    'best.keras',\n)\n{SCORE}",
        f"model.load_weights('best.keras')\n{SCORE}",
        f"best = load_model('best.keras')\n{SCORE.replace('model', 'best')}",
        f"best = load_model('best.keras')\n{SCORE}{SCORE.replace('model', 'best')}",
        "print(load_model('best.keras').evaluate(x_test, y_test))\n",
    ],
)
def test_the_chosen_weights_are_scored(text: str) -> None:
    assert count(text) == 1
