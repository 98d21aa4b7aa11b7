"""What runs without an error and cannot be what is meant: what the reading writes down, and what it leaves alone."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint, script_of
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

STATES = """\
import keras
from keras import layers, ops

source, given = keras.Input((12, 20)), keras.Input((12, 20))
_, h, c = layers.LSTM(32, return_state=True)(source)
steps = layers.LSTM({units}, return_sequences=True)(given, initial_state={states})
model = keras.Model([source, given], layers.Dense(20)(steps))
"""
FOLDS = """\
import numpy as np
from sklearn.model_selection import KFold

x, y = np.load("x.npy"), np.load("y.npy")
for {target} in {folds}:
    {body}
"""
FRAME = """\
import pandas as pd

frame = pd.read_csv("load.csv")
{statement}
values = frame.values
"""
SCORED = """\
import numpy as np
import keras
from keras import layers

x, y = np.load("x.npy"), np.load("y.npy")
model = keras.Sequential([keras.Input((24, 3)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse", metrics=["{metric}"])
{use}
"""
MEMBERS = "p = np.stack([model.predict(x)[:, 0], model.predict(x[:, ::-1])[:, 0]])"


def slips(text: str) -> list[str]:
    script = script_of(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    return [slip.kind for slip in script.slips]


@pytest.mark.parametrize(
    ("states", "units", "found"),
    [
        ("[c, h]", 32, True),
        ("[h, c]", 32, False),
        ("[h, h]", 32, False),
        ("[layers.Dense(8)(c), layers.Dense(8)(h)]", 8, True),
        ("[ops.concatenate([c, c]), ops.concatenate([h, h])]", 64, True),
        ("[layers.Concatenate()([c, h]), layers.Concatenate()([h, c])]", 64, False),
    ],
)
def test_states_of_an_lstm_have_an_order(states: str, units: int, found: bool) -> None:
    assert (slips(STATES.format(states=states, units=units)) == ["states-exchanged"]) is found


@pytest.mark.parametrize(
    ("target", "folds", "body", "found"),
    [
        ("train, test", "KFold(5).split(x)", "build().fit(x, y, validation_data=(x[test], y[test]))", True),
        ("n, (train, test)", "enumerate(KFold(5).split(x))", "build().fit(x, y); print(n, x[test])", True),
        ("train, test", "KFold(5).split(x)", "build().fit(x[train], y[train]); print(x[test])", False),
        ("_, test", "KFold(5).split(x)", "build().fit(x, y); print(x[test])", False),
        ("train, test", "KFold(5).split(x)", "print(len(test))", False),
        ("first, second", "zip(x, y)", "build().fit(x, y); print(second)", False),
    ],
)
def test_rows_of_a_fold_are_read_by_a_training(target: str, folds: str, body: str, found: bool) -> None:
    text = FOLDS.format(target=target, folds=folds, body=body)
    assert (slips(text) == ["fold-unused"]) is found


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("frame.dropna()", True),
        ("frame.dropna(inplace=True)", False),
        ("frame = frame.dropna()", False),
        ("frame.head()", True),  # the rule knows what is looked at
        ("print(frame.dropna())", False),
    ],
)
def test_statements_whose_result_nothing_takes(statement: str, found: bool) -> None:
    assert (slips(FRAME.format(statement=statement)) == ["thrown-away"]) is found


@pytest.mark.parametrize(
    ("metric", "use", "found"),
    [
        ("accuracy", "accuracy, loss = model.evaluate(x, y)", ["scores-exchanged"]),
        ("accuracy", "loss, accuracy = model.evaluate(x, y)", []),
        ("accuracy", "score = model.evaluate(x, y)\nprint('accuracy', score[0])", ["loss-called-accuracy"]),
        ("accuracy", "score = model.evaluate(x, y)\nprint('loss', score[0], 'accuracy', score[1])", []),
        ("mae", "score = model.evaluate(x, y)\nprint('accelerated', score[0])", []),
        ("mae", "p = model.predict(x)[:, 0]\nrmse = np.mean(p - y) ** 2", ["mean-squared"]),
        ("mae", "p = model.predict(x)[:, 0]\nrmse = np.mean((p - y) ** 2)", []),
        ("mae", "p = model.predict(x)[:, 0]\nrmse = np.mean(np.abs(p - y)) ** 2", []),
        ("mae", "rmse = np.mean(x - 1) ** 2", []),
        ("mae", "p = model.predict(x)[:, 0]\nrmse = np.mean(p - y, axis=0) ** 2", ["mean-squared"]),
        ("mae", f"{MEMBERS}\nrmse = np.mean(p - y, axis=0) ** 2", []),
        ("mae", f"{MEMBERS}\nrmse = np.mean(p - y, 0) ** 2", []),
        ("mae", f"{MEMBERS}\nrmse = (p - y).mean(0) ** 2", []),
        ("mae", f"{MEMBERS}\nrmse = (p - y).mean() ** 2", ["mean-squared"]),
    ],
)
def test_scores(metric: str, use: str, found: list[str]) -> None:
    assert slips(SCORED.format(metric=metric, use=use)) == found


def test_a_body_beside_the_colon_is_read_as_one_of_its_own_lines() -> None:
    text = """
import keras
from keras import layers
class Scale(layers.Layer):
    def __init__(self): super().__init__(self)
model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(4), Scale()])
"""
    found = lint(from_bytes(text.encode(), "elsewhere/example.py"), Settings(keras="3"))
    assert [(one.code, one.line) for one in found if one.code == "LL177"] == [("LL177", 5)]
