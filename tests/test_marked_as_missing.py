"""Values that a program marks as missing, and leaves in what it trains on."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SETUP = """
import keras
import math
import numpy as np
import pandas as pd
from keras import layers
from sklearn.preprocessing import MinMaxScaler


def trained(values, mask=False):
    x = np.array([values[i : i + 24] for i in range(len(values) - 24)]).reshape(-1, 24, 1)
    masking = [layers.Masking()] if mask else []
    model = keras.Sequential([keras.Input((24, 1)), *masking, layers.LSTM(16), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, values[24:], validation_split=0.1)


"""


def found(text: str) -> list[int]:
    """The lines of the findings, counted from 1 in the text."""
    selection = Settings((Selection("a test", ("LL708",)),), "strict", keras="3")
    source = from_bytes((SETUP + textwrap.dedent(text)).encode(), "elsewhere/example.py")
    return [one.line - SETUP.count("\n") for one in lint(source, selection)]


READ = "frame = pd.read_csv('meter.csv', {})\nkw = frame['kw']\ntrained(kw.to_numpy())"


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ("na_values='?'", [2]),
        ("na_values=['nan', '?']", [2]),
        ("na_values=-999", [2]),
        ("na_values={'kw': [-200]}", [2]),
        ("na_values='NaN'", []),  # pandas reads that as NaN by itself
        ("na_values=['', 'NA']", []),
        ("na_values=MARKS", []),
        ("sep=';'", []),
    ],
)
def test_what_a_table_is_read_with(arguments: str, lines: list[int]) -> None:
    assert found(READ.format(arguments)) == lines


MARKED = {
    "replace": "kw = kw.replace('?', np.nan).astype(float)",
    "replace in place": "frame.replace('?', np.nan, inplace=True)\nkw = frame['kw']",
    "replace by a dict": "kw = kw.replace({-999: np.nan})",
    "to_numeric": "kw = pd.to_numeric(kw, errors='coerce')",
    "where": "kw = kw.where(kw > 0)",
    "mask": "kw = kw.mask(kw < 0)",
    "np.where": "kw = np.where(kw < 0, np.nan, kw)",
    "by a condition": "kw = kw.to_numpy()\nkw[kw < 0] = np.nan",
    "loc": "frame.loc[frame['kw'] < 0, 'kw'] = np.nan\nkw = frame['kw']",
}
BARE = {
    "another value": "kw = kw.replace('?', 0)",
    "the infinite ones": "kw = kw.replace([np.inf, -np.inf], np.nan)",
    "what may not be there": "kw = kw.replace(marks, np.nan)",
    "to_numeric, which raises": "kw = pd.to_numeric(kw)",
    "where with a value": "kw = kw.where(kw > 0, 0.0)",
    "np.where of numbers": "kw = np.where(kw < 0, 0.0, kw)",
    "a number by a condition": "kw = kw.to_numpy()\nkw[kw < 0] = 0",
}
MENDED = {
    "dropna": "kw = pd.Series(kw).dropna()",
    "interpolate": "kw = pd.Series(kw).interpolate()",
    "nan_to_num": "kw = np.nan_to_num(kw)",
    "an imputer": "from sklearn.impute import SimpleImputer as Fill\nkw = Fill().fit_transform(kw.to_frame())[:, 0]",
    "a function of the program": "def fill_missing(rows): ...\nfill_missing(kw)",
    "a condition": "kw = kw[~np.isnan(kw)]",
    "a mean of hours": "kw = pd.Series(kw).resample('h').mean()",
    "words that are replaced": "kw = pd.Series(kw).replace(np.nan, 0)",
}
START = "frame = pd.read_csv('meter.csv')\nkw = frame['kw']\n"


@pytest.mark.parametrize("mark", MARKED.values(), ids=MARKED)
def test_values_that_become_nan_reach_the_network(mark: str) -> None:
    scaled = "kw = MinMaxScaler().fit_transform(np.asarray(kw).reshape(-1, 1))[:, 0]\ntrained(kw)"
    assert len(found(f"{START}{mark}\n{scaled}")) == 1
    assert found(f"{START}{mark}\ntrained(np.asarray(kw), mask=True)") == []


@pytest.mark.parametrize("mark", BARE.values(), ids=BARE)
def test_what_leaves_no_nan(mark: str) -> None:
    assert found(f"{START}{mark}\ntrained(np.asarray(kw))") == []


@pytest.mark.parametrize("mend", MENDED.values(), ids=MENDED)
def test_nan_that_are_filled_or_dropped(mend: str) -> None:
    for mark in ("kw = kw.mask(kw < 0)", "frame = pd.read_csv('meter.csv', na_values='?')\nkw = frame['kw']"):
        assert found(f"{START}{mark}\n{mend}\ntrained(np.asarray(kw))") == []
