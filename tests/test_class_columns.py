"""`to_categorical` with fewer columns than the class ids need, held against the installed Keras."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """import numpy as np, pandas as pd
from keras import Sequential, layers
from keras.utils import to_categorical
"""
TAIL = "\nmodel = Sequential([layers.Input((4, 3)), layers.LSTM(8), layers.Dense(5)])\n"


def said(line: str) -> list[str]:
    found = lint(from_bytes((HEAD + line + TAIL).encode(), "train.py"), Settings(keras="3"))
    return [one.message for one in found if one.code == "LL932"]


@pytest.mark.parametrize("first", [0, 1, 2])
@pytest.mark.parametrize("columns", [3, 4, 5, 6, 7])
def test_it_speaks_where_keras_raises(first: int, columns: int) -> None:
    keras = pytest.importorskip("keras")
    try:
        keras.utils.to_categorical(np.arange(400) % 5 + first, columns)
        raises = False
    except IndexError:
        raises = True
    drawn = f"y = to_categorical(np.random.randint({first}, {5 + first}, 400), {columns})"
    assert bool(said(drawn)) is raises
    frame = f"pd.DataFrame({{'grade': np.random.randint({first}, {5 + first}, 400)}})"
    assert bool(said(f"y = to_categorical({frame}['grade'], {columns})")) is raises
    literal = f"y = to_categorical(np.array({[first + at for at in range(5)]}), num_classes={columns})"
    assert bool(said(literal)) is raises


@pytest.mark.parametrize(
    "line",
    [
        "y = to_categorical(np.random.randint(1, 6, 10), 5)",  # the last id may not be drawn
        "y = to_categorical(np.random.randint(1, 6, 200) - 1, 5)",
        "y = to_categorical(pd.read_csv('a.csv')['grade'], 5)",
        "y = to_categorical(np.random.randint(1, n, 200), 5)",
        "y = to_categorical(np.random.randint(1, 6, 200) % 5, 5)",
    ],
)
def test_what_is_right_or_not_known(line: str) -> None:
    assert not said(line)
