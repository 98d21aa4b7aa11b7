"""Changes from row to row of what was drawn at random (LL735)."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """import numpy as np
import pandas as pd
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from sklearn.model_selection import KFold, ShuffleSplit, train_test_split
from ours import in_order

v = pd.read_csv("a.csv")["open"].values
x = np.array([v[i : i + 20] for i in range(len(v) - 20)])[..., None]
y = np.array([v[i + 20] for i in range(len(v) - 20)])
numbers = np.arange(len(y))
model = Sequential([Input((20, 1)), LSTM(8), Dense(1)])
model.compile("adam", "mse")
"""
DRAWN = "a, b, c, d, _, n = train_test_split(x, y, numbers, test_size=0.2, random_state=42)\n"
KEPT = "a, b, c, d, _, n = train_test_split(x, y, numbers, test_size=0.2, shuffle=False)\n"
TRAINED = "model.fit(a, c, epochs=10)\np = model.predict(b).flatten()\n"


def said(text: str) -> list[str]:
    settings = Settings((Selection("the test", ("LL735",)),), keras="3")
    return [one.message for one in lint(from_bytes(text.encode(), "elsewhere/example.py"), settings)]


@pytest.mark.parametrize(
    "score",
    [
        "np.mean(np.sign(np.diff(d)) == np.sign(np.diff(p)))",
        "np.mean(np.sign(d[1:] - d[:-1]) == np.sign(p[1:] - p[:-1]))",
        "np.mean((d[1:] > d[:-1]) == (p[1:] > p[:-1]))",
        "np.mean(np.sign(d[1:] - d[:-1]) == np.sign(p[1:] - d[:-1]))",
        "np.mean((pd.Series(d).diff() > 0) == (pd.Series(p).diff() > 0))",
        "np.abs(np.diff(d) - np.diff(p)).mean()",
    ],
)
def test_drawn(score: str) -> None:
    assert len(said(f"{HEAD}{DRAWN}{TRAINED}print({score})\n")) == 1
    assert not said(f"{HEAD}{KEPT}{TRAINED}print({score})\n")


@pytest.mark.parametrize(
    "between",
    [
        "order = np.argsort(n)\nd, p = d[order], p[order]",
        "d, p = d[np.argsort(n)], p[np.argsort(n)]",
        "d, p = in_order(d, n), in_order(p, n)",
        "d = pd.Series(d, index=n).sort_index().values\np = pd.Series(p, index=n).sort_index().values",
        "d = np.sort(d)",
        "d.sort()",
        "d[n] = d.copy()",
        "d = np.array([one for _, one in sorted(zip(n, d))])",
        "table = pd.DataFrame({'n': n, 'd': d, 'p': p}).sort_values('n')\nd, p = table['d'].values, table['p'].values",
        "d = y[np.sort(n)]",
    ],
)
def test_rows_in_order_again(between: str) -> None:
    assert not said(
        f"{HEAD}{DRAWN}{TRAINED}{between}\nprint(np.mean(np.sign(np.diff(d)) == np.sign(np.diff(p))))\n"
    )


@pytest.mark.parametrize(
    "score",
    [
        "np.mean(np.sign(d - b[:, -1, 0]) == np.sign(p - b[:, -1, 0]))",
        "np.mean(d == p)",
        "np.mean(np.diff(d.reshape(-1, 1), axis=1) == np.diff(p.reshape(-1, 1), axis=1))",
        "np.mean(np.diff(np.sort(d)) == np.diff(np.sort(p)))",
        "np.mean((d[1:] - c[:-1]) == p[1:])",
    ],
)
def test_no_change_from_row_to_row(score: str) -> None:
    assert not said(f"{HEAD}{DRAWN}{TRAINED}print({score})\n")


def test_steps_of_a_sample() -> None:
    text = HEAD.replace("y = np.array([v[i + 20] for", "y = np.array([v[i + 14 : i + 20] for").replace(
        "Dense(1)", "Dense(6)"
    )
    score = "p = model.predict(b)\nprint(np.mean(np.sign(np.diff(d)) == np.sign(np.diff(p))))\n"
    assert not said(f"{text}{DRAWN}{TRAINED}{score}")
    along = (
        "p = model.predict(b)\nprint(np.mean(np.sign(np.diff(d, axis=0)) == np.sign(np.diff(p, axis=0))))\n"
    )
    assert len(said(f"{text}{DRAWN}{TRAINED}{along}")) == 1


def test_a_fold_keeps_the_order() -> None:
    folds = (
        "for one, two in {}.split(x):\n    model.fit(x[one], y[one])\n    p = model.predict(x[two]).flatten()\n"
        "    print(np.mean(np.sign(np.diff(y[two])) == np.sign(np.diff(p))))\n"
    )
    assert not said(HEAD + folds.format("KFold(5, shuffle=True)"))
    assert len(said(HEAD + folds.format("ShuffleSplit(5)"))) == 1


def test_a_helper_of_both() -> None:
    helper = (
        "def direction(truth, guess):\n    return np.mean(np.sign(np.diff(truth)) == np.sign(np.diff(guess)))\n"
        "print(direction(d, p))\n"
    )
    assert len(said(f"{HEAD}{DRAWN}{TRAINED}{helper}")) == 1
    both = "latest = y[-50:]\nprint(direction(latest, model.predict(x[-50:]).flatten()))\n"
    assert not said(f"{HEAD}{DRAWN}{TRAINED}{helper}{both}")
