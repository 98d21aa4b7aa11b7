"""LL713: the cure fits what the program has fitted before."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

PROGRAM = """\
import numpy as np
from keras import Sequential, layers
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler

x_train, x_test, y_train, y_test = train_test_split(np.load("x.npy"), np.load("labels.npy"))
{fits}
model = Sequential([layers.Input((10, 2)), layers.LSTM(8), layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x_train.reshape(-1, 10, 2), y_train, validation_split=0.1)
print(model.evaluate(x_test.reshape(-1, 10, 2), y_test))
"""
OF_TEST, OF_NAMES = "x_test = s.fit_transform(x_test)", "y_train = s.fit_transform(y_train.astype(str))"
AGAIN = "y_train = s.fit_transform(y_train)"
ONCE, OTHER = "fit once, on training data", "use the MinMaxScaler of the training data"


def cures(fits: str) -> list[str]:
    source = from_bytes(PROGRAM.format(fits=fits).encode(), "elsewhere/example.py")
    found = lint(source, Settings(profile="strict", keras="3"))
    return [one.message.rpartition("; ")[2] for one in found if one.code == "LL713"]


@pytest.mark.parametrize(
    ("fits", "cure"),
    [
        (["s = MinMaxScaler()", "x_train = s.fit_transform(x_train)", OF_TEST], "use `transform`"),
        (["s = MinMaxScaler().fit(x_train)", "x_train = s.transform(x_train)", OF_TEST], "use `transform`"),
        (["x_train = MinMaxScaler().fit_transform(x_train)", "s = MinMaxScaler()", OF_TEST], OTHER),
        (["s, t = MinMaxScaler(), MinMaxScaler()", "x_train = t.fit_transform(x_train)", OF_TEST], OTHER),
        (
            [
                "s = LabelEncoder()",
                OF_NAMES,
                "s.fit(y_train)",
                "y_test = s.fit_transform(y_test.astype(str))",
            ],
            ONCE,
        ),
        (["s = LabelEncoder()", OF_NAMES, AGAIN, "y_test = s.fit_transform(y_test)"], ONCE),
        (["s = MinMaxScaler()", "x_train = s.fit_transform(x_train)", AGAIN, OF_TEST], ONCE),
    ],
)
def test_the_cure_fits_what_was_fitted_before(fits: list[str], cure: str) -> None:
    assert cures("\n".join(fits)) == [cure]


def test_one_fit_is_enough() -> None:
    assert cures("s = MinMaxScaler()\nx_train = s.fit_transform(x_train)\nx_test = s.transform(x_test)") == []
