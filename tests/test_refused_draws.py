"""Draws that the libraries of searches raise for, by a table; where a library is installed, by the library too."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

TUNER = {
    "hp.Int('a', 10, 1)": True,
    "hp.Int('a', 1, 1)": False,
    "hp.Int('a', 0.1, 0.9)": True,
    "hp.Int('a', 1, 10, step=0.5)": True,
    "hp.Int('a', 1.0, 10.0)": False,
    "hp.Int('a', 1, 10, step=20)": False,
    "hp.Int('a', 0, 10, sampling='log')": True,
    "hp.Int('a', 1, 64, step=1, sampling='log')": True,
    "hp.Int('a', 1, 64, step=2, sampling='log')": False,
    "hp.Float('a', 1, 0.1)": True,
    "hp.Float('a', 0.1, 0.9, step=0.1)": False,
    "hp.Float('a', 0, 1, sampling='log')": True,
    "hp.Float('a', 1e-4, 1e-2, sampling='LOG')": False,
    "hp.Float('a', 1e-4, 1e-2, sampling='uniform')": True,
    "hp.Choice('a', [])": True,
    "hp.Choice('a', [1, 0.1])": True,
    "hp.Choice('a', [0.0, 0.1])": False,
    "hp.Choice('a', [None, 0.1])": True,
    "hp.Choice('a', [[1, 2], [3, 4]])": True,
    "hp.Choice('a', ['a', 'b'], default='c')": True,
    "hp.Choice('a', ['a', 'b'], default='b')": False,
    "hp.Choice('a', [True, False])": False,
}
OPTUNA = {
    "trial.suggest_int('a', 10, 1)": True,
    "trial.suggest_int('a', 1, 10, step=0)": True,
    "trial.suggest_int('a', 1, 10, step=20)": False,
    "trial.suggest_int('a', 0, 10, log=True)": True,
    "trial.suggest_int('a', 1, 10, log=True)": False,
    "trial.suggest_int('a', 1, 10, step=2, log=True)": True,
    "trial.suggest_float('a', 1, 0.1)": True,
    "trial.suggest_float('a', 0, 1, log=True)": True,
    "trial.suggest_float('a', 0.1, 0.9, step=0.1, log=True)": True,
    "trial.suggest_float('a', 0.1, 0.9, step=-0.1)": True,
    "trial.suggest_float('a', 0.1, 0.9, step=0.1)": False,
    "trial.suggest_loguniform('a', 0, 1)": True,
    "trial.suggest_uniform('a', 0, 1)": False,
}
SEARCH = """
import keras
import keras_tuner as kt
import numpy as np
import optuna


def build({given}):
    drawn = {draw}
    model = keras.Sequential([keras.Input((8, 2)), keras.layers.LSTM(4), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model


x, y = np.random.rand(8, 8, 2), np.random.rand(8, 1)
{searched}
"""
STARTS = {
    "hp": "kt.RandomSearch(build, objective='loss').search(x, y)",
    "trial": "optuna.create_study().optimize(build, n_trials=2)",
}


@pytest.mark.parametrize(("draw", "refused"), [*TUNER.items(), *OPTUNA.items()])
def test_a_draw_that_raises_is_said(draw: str, refused: bool) -> None:
    given = draw.partition(".")[0]
    text = SEARCH.format(given=given, draw=draw, searched=STARTS[given])
    found = lint(from_bytes(text.encode(), "search.py"), Settings(keras="3"))
    assert any(one.code == "LL662" for one in found) is refused


def _raises(draw: str, **names: object) -> bool:
    try:
        eval(draw, names)  # of the tables above
    except (TypeError, ValueError):
        return True
    return False


@pytest.mark.parametrize(("draw", "refused"), TUNER.items())
def test_keras_tuner_says_the_same(draw: str, refused: bool) -> None:
    tuner = pytest.importorskip("keras_tuner")
    assert _raises(draw, hp=tuner.HyperParameters()) is refused


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("draw", "refused"), OPTUNA.items())
def test_optuna_says_the_same(draw: str, refused: bool) -> None:
    optuna = pytest.importorskip("optuna")
    assert _raises(draw, trial=optuna.create_study().ask()) is refused


@pytest.mark.parametrize(
    ("searched", "severity"), [(STARTS["hp"], Severity.ERROR), ("model = None", Severity.WARNING)]
)
def test_a_draw_in_a_function_that_nothing_calls_is_a_warning(searched: str, severity: Severity) -> None:
    text = SEARCH.format(given="hp", draw="hp.Int('a', 10, 1)", searched=searched)
    found = lint(from_bytes(text.encode(), "search.py"), Settings(keras="3"))
    assert [one.severity for one in found if one.code == "LL662"] == [severity]
