"""LL607: the last training on all rows, after others that were compared, is no fault."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """\
import keras
import keras_tuner
import numpy as np
import optuna
from keras import Input, Sequential
from keras.layers import LSTM, Dense, Dropout
from scikeras.wrappers import KerasRegressor
from sklearn.model_selection import GridSearchCV, KFold

x = np.loadtxt("gait_scaled.csv").reshape(800, 50, 6)
y = np.loadtxt("speeds.csv").reshape(800, 1)
x_train, x_val, y_train, y_val = x[:600], x[600:], y[:600], y[600:]
x_all, y_all = np.concatenate([x_train, x_val]), np.concatenate([y_train, y_val])


def build(units):
    model = Sequential([Input((50, 6)), LSTM(units), Dense(1)])
    model.compile("adam", "mse")
    return model


"""
FINAL = """\
final = Sequential([Input((50, 6)), LSTM(64), Dropout(0.2), Dense(1)])
final.compile("adam", "mse")
final.fit(x_all, y_all, epochs=50)
"""
LOOP = """\
for units in (8, 16):
    model = build(units)
    model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=50)
"""
TUNER = """\
tuner = keras_tuner.RandomSearch(lambda hp: build(hp.Int("units", 8, 64)), objective="val_loss")
tuner.search(x_train, y_train, validation_data=(x_val, y_val), epochs=10)
"""
GRID = """\
search = GridSearchCV(KerasRegressor(build, units=8), {"units": [8, 16]}, cv=3)
search.fit(x_train, y_train)
"""
FOLDS = """\
for train, test in KFold(5).split(x):
    model = build(16)
    model.fit(x[train], y[train], epochs=50)
    print(model.evaluate(x[test], y[test]))
"""
STUDY = """\
def objective(trial):
    model = build(trial.suggest_int("units", 8, 64))
    history = model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=10)
    return min(history.history["val_loss"])


study = optuna.create_study()
study.optimize(objective, n_trials=5)
"""


def count(text: str) -> int:
    source = from_bytes(f"{HEAD}{text}".encode(), "elsewhere/example.py")
    found = lint(source, Settings(profile="strict", keras="3"))
    return [one.code for one in found].count("LL607")


@pytest.mark.parametrize(
    "search", [LOOP, TUNER, GRID, FOLDS, STUDY], ids=["loop", "tuner", "grid", "folds", "study"]
)
@pytest.mark.parametrize(
    "rows", ["x_all, y_all", "x, y", "np.vstack((x_train, x_val)), np.vstack((y_train, y_val))"]
)
def test_the_winner_is_trained_on_all_rows(search: str, rows: str) -> None:
    assert count(search + FINAL.replace("x_all, y_all", rows)) == 0


@pytest.mark.parametrize(
    "text",
    [
        FINAL,
        FINAL.replace("_all", "_train"),
        FINAL + LOOP,
        LOOP + FINAL.replace("_all", "_train"),
        LOOP.replace("validation_data=(x_val, y_val), ", "") + FINAL,
    ],
)
def test_nothing_was_compared_before_or_rows_are_held_out(text: str) -> None:
    assert count(text) == 1
