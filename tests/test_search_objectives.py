"""The objective of a search of KerasTuner: it must be a value that the trainings log."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras_tuner as kt, numpy as np
from keras import Input, Sequential, layers
x, y = np.load("x.npy"), np.load("y.npy")


def build(hp):
    model = Sequential([Input((12, 1)), layers.LSTM(hp.Int("units", 8, 24)), layers.Dense(1)])
    model.compile("adam", "mse"{metrics})
    return model


tuner = {tuner}
tuner.search(x, y, epochs=2{search})
"""


def said(tuner: str, metrics: str = "", search: str = ", validation_split=0.2") -> list[str]:
    text = TEXT.format(tuner=tuner, metrics=metrics, search=search)
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    return [finding.severity.value for finding in found if finding.code == "LL801"]


@pytest.mark.parametrize(
    "tuner",
    [
        "kt.RandomSearch(build, objective='accuracy', max_trials=2)",
        "kt.Hyperband(build, 'val_accuracy')",
        "kt.tuners.BayesianOptimization(build, objective=kt.Objective('val_mae', direction='min'))",
        "kt.GridSearch(hypermodel=build, objective='val_mean_absolute_error')",
    ],
)
def test_an_objective_that_no_training_logs(tuner: str) -> None:
    assert said(tuner) == ["error"]


def test_validation_without_data() -> None:
    assert said("kt.RandomSearch(build, objective='val_loss')", search="") == ["error"]


@pytest.mark.parametrize(
    ("tuner", "metrics", "search"),
    [
        ("kt.RandomSearch(build, objective='val_loss')", "", ", validation_split=0.2"),
        ("kt.RandomSearch(build, objective='loss')", "", ""),
        ("kt.RandomSearch(build, objective='val_mae')", ", metrics=['mae']", ", validation_data=(x, y)"),
        ("kt.RandomSearch(build, objective='val_mae')", ", metrics=own()", ", validation_split=0.2"),
        ("kt.RandomSearch(build, objective=input())", "", ", validation_split=0.2"),
        ("kt.RandomSearch(build, objective='score')", "", ", callbacks=[Score()]"),
        ("kt.RandomSearch(build, objective='val_loss')", "", ", **options"),
        ("kt.RandomSearch(build)", "", ", validation_split=0.2"),
    ],
)
def test_an_objective_that_is_logged_or_not_known(tuner: str, metrics: str, search: str) -> None:
    assert said(tuner, metrics, search) == []
