"""Optuna: which way a study looks, and what its objective returns."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

CODE = """
import numpy as np
import optuna
from keras import Input, Sequential, layers
from sklearn.metrics import accuracy_score, mean_squared_error

x, y = np.load("x.npy"), np.load("y.npy")

def objective(trial):
    model = Sequential([Input((30, 4)), layers.LSTM(trial.suggest_int("units", 8, 64)), layers.Dense(1)])
    model.compile("adam", "mse", metrics=["accuracy"])
    history = model.fit(x, y, validation_split=0.2, epochs=9)
    {body}

study = optuna.create_study({given})
study.optimize(objective, n_trials=20)
"""
LOSS = 'return history.history["val_loss"][-1]'
ACCURACY = 'return max(history.history["val_accuracy"])'


def found(body: str, given: str) -> int:
    settings = Settings((Selection("the test", ("LL835",)),), "strict", keras="3")
    return len(list(lint(from_bytes(CODE.format(body=body, given=given).encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "body, given",
    [
        (LOSS, 'direction="maximize"'),
        (ACCURACY, ""),
        (ACCURACY, 'direction="minimize", sampler=None'),
        ('best = min(history.history["val_loss"])\n    return best', 'direction="maximize"'),
        ("return mean_squared_error(y, model.predict(x))", 'direction="maximize"'),
        ("return accuracy_score(y, model.predict(x) > 0.5)", 'study_name="first"'),
    ],
)
def test_search_for_the_worst(body: str, given: str) -> None:
    assert found(body, given) == 1


@pytest.mark.parametrize(
    "body, given",
    [
        (LOSS, ""),
        (ACCURACY, 'direction="maximize"'),
        (f"{ACCURACY.replace('return ', 'return -')}", ""),
        (f"{ACCURACY.replace('return ', 'return 1 - ')}", 'direction="minimize"'),
        ('score = max(history.history["val_accuracy"])\n    score *= -1\n    return score', ""),
        (LOSS, 'directions=["maximize"]'),
        (LOSS, "direction=chosen()"),
        ("return model.evaluate(x, y)[1]", ""),
        (f"if trial.number:\n        {LOSS}\n    {ACCURACY}", 'direction="maximize"'),
    ],
)
def test_search_for_the_best_and_what_is_not_known(body: str, given: str) -> None:
    assert found(body, given) == 0
