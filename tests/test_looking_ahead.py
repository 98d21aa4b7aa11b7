"""Inputs that hold what must be predicted, rows of the held-out part, and rows in the wrong order."""

from __future__ import annotations

import pytest

pytest.importorskip("pandas")

import numpy as np
import pandas as pd

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import random
from collections import deque
import numpy as np
import pandas as pd
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from keras import Input, Sequential, layers
import pywt
from PyEMD import EMD
from scipy.signal import savgol_filter
from statsmodels.tsa.filters.hp_filter import hpfilter
from statsmodels.tsa.seasonal import STL, seasonal_decompose
from vmdpy import VMD
from sklearn.model_selection import train_test_split
from sklearn.utils import resample, shuffle

frame = pd.read_csv("rows_scaled.csv")
series = frame["load"].values

def fit(x, y, **options):
    model = Sequential([Input((None, 1)), layers.LSTM(8), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x, y, **options)

def windows(rows):
    return np.array([rows[i : i + 24] for i in range(len(rows) - 24)])
"""


def found(code: str, body: str) -> int:
    settings = Settings((Selection("the test", (code,)),), "strict", keras="3")
    return len(list(lint(from_bytes((HEAD + body + "\n").encode(), "example.py"), settings)))


@pytest.mark.parametrize(
    "append, split, expected",
    [
        ("if len(last) == 60:\n        pairs.append([np.array(last), row[-1]])", "validation_split=0.1", 1),
        ("pairs.append([np.array(last), row[-1]])", "validation_split=0.1", 1),
        ("pairs.append([np.array(last), row[-1]])", "validation_split=0.0", 0),
        ("pairs.append([row, row[-1]])", "validation_split=0.1", 0),
    ],
)
def test_deque_over_the_rows_of_a_series_is_a_window(append: str, split: str, expected: int) -> None:
    body = f"""
pairs, last = [], deque(maxlen=60)
for row in frame.values:
    last.append(row[:-1])
    {append}
random.shuffle(pairs)
fit(np.array([window for window, _ in pairs]), np.array([target for _, target in pairs]), {split})
"""
    assert found("LL704", body) == expected


@pytest.mark.parametrize(
    "make, x, y, expected",
    [
        ("s = frame['load'].rolling(7, center=True).mean().dropna().values", "windows(s)", "s[24:]", 1),
        ("s = frame['load'].rolling(7, 1, True).mean().values", "windows(s)", "s[24:]", 1),
        ("s = savgol_filter(series, 11, 3)", "windows(s)", "s[24:]", 1),
        ("s = frame['load'].rolling(7).mean().dropna().values", "windows(s)", "s[24:]", 0),
        ("s = frame['load'].rolling(7, center=False).mean().values", "windows(s)", "s[24:]", 0),
        ("s = savgol_filter(series, 11, 3)", "windows(s)", "np.load('class.npy')", 0),
        (
            "w = np.fft.rfft(series)\nw[60:] = 0\ns = np.fft.irfft(w, n=len(series))",
            "windows(s)",
            "series[24:]",
            1,
        ),
        ("s = seasonal_decompose(frame['load'], period=24).resid.dropna().values", "windows(s)", "s[24:]", 1),
        ("s = seasonal_decompose(frame['load'], period=24).observed.values", "windows(s)", "s[24:]", 0),
        ("s = STL(frame['load'], period=24).fit().trend.values", "windows(s)", "series[24:]", 1),
        ("s = hpfilter(frame['load'])[0].values", "windows(s)", "s[24:]", 1),
        ("s = pywt.waverec(pywt.wavedec(series, 'db4'), 'db4')", "windows(s)", "s[24:]", 1),
        ("s = EMD()(series)[0]", "windows(s)", "s[24:]", 1),
        ("s = VMD(series, 2000, 0, 3, 0, 1, 1e-7)[0][0]", "windows(s)", "series[24:]", 1),
        ("s = EMD()(series).T", "windows(s)", "series[24:]", 1),
        ("s = VMD(series, 2000, 0, 3, 0, 1, 1e-7)[0].T", "windows(s)", "series[24:]", 1),
        (
            "w = np.fft.fft(series)\nw[np.abs(np.fft.fftfreq(len(series))) > 0.1] = 0\ns = np.fft.ifft(w).real",
            "windows(s)",
            "series[24:]",
            1,
        ),
        (
            "w = np.fft.fft(series) * (np.abs(np.fft.fftfreq(len(series))) < 0.1)\ns = np.real(np.fft.ifft(w))",
            "windows(np.c_[series, s])",
            "series[24:]",
            1,
        ),
        ("s = np.abs(np.fft.fft(series))", "np.c_[windows(series)]", "series[24:]", 0),
        ("s = frame['load'].bfill().values", "windows(s)", "s[24:]", 1),
        ("s = frame['load'].fillna(method='bfill').values", "windows(s)", "s[24:]", 1),
        ("s = frame['load'].fillna(0).values", "windows(s)", "s[24:]", 0),
        ("s = frame['load'].ffill().bfill().values", "windows(s)", "s[24:]", 0),
        ("s = frame['load'].interpolate().values", "windows(s)", "s[24:]", 1),
        ("s = frame['load'].interpolate(method='pad').values", "windows(s)", "s[24:]", 0),
        ("s = frame['load'].ewm(span=9).mean().values", "windows(s)", "s[24:]", 0),
        ("s = savgol_filter(series, 11, 3)", "windows(s)", "s[10:]", 0),
        ("w = windows(series)", "savgol_filter(w, 11, 3, axis=1)", "series[24:]", 0),
    ],
)
def test_series_that_is_smoothed_in_both_directions(make: str, x: str, y: str, expected: int) -> None:
    assert found("LL775", f"{make}\nfit({x}, {y})") == expected


@pytest.mark.parametrize(
    "make, x, y, expected",
    [
        ("t = frame.values", "t.reshape(-1, 3, 1)", "t[:, 0]", 1),
        ("t = frame.values\nt, v, ty, vy = train_test_split(t, t[:, -1])", "t.reshape(-1, 3, 1)", "ty", 1),
        ("t = frame[['a', 'b']].values", "t.reshape(-1, 2, 1)", "frame['b'].values", 1),
        ("t = frame[['a', 'b']].values", "t.reshape(-1, 2, 1)", "frame['c'].values", 0),
        ("t = frame[['a']].values", "t.reshape(-1, 1, 1)", "frame['a'].values", 0),
        ("t = frame.values", "t[:, 1:].reshape(-1, 2, 1)", "t[:, 0]", 0),
        ("t = frame.values", "t[:-1].reshape(-1, 3, 1)", "t[1:, 0]", 0),
        ("t = frame.values", "t.reshape(-1, 3, 1)", "t", 0),
        ("t = frame.values", "windows(t)", "t[24:, 0]", 0),
        ("y = frame.pop('a').values\nt = frame.values", "t.reshape(-1, 2, 1)", "y", 0),
        ("y = frame['a'].values\nt = frame.drop(columns='a').values", "t.reshape(-1, 2, 1)", "y", 0),
        (
            "y = frame['a'].shift(-1).fillna(0).values\nt = frame[['a', 'b']].values",
            "t.reshape(-1, 2, 1)",
            "y",
            0,
        ),
    ],
)
def test_column_on_both_sides(make: str, x: str, y: str, expected: int) -> None:
    assert found("LL776", f"{make}\nfit({x}, {y})") == expected


@pytest.mark.parametrize(
    "make, split, expected",
    [
        ("x, y = SMOTE().fit_resample(x, y)\nx, v, y, w = train_test_split(x, y)", "", 1),
        ("x, y = RandomOverSampler().fit_resample(x, y)\nx, v, y, w = train_test_split(x, y)", "", 1),
        ("x, y = SMOTE().fit_resample(x, y)", ", validation_split=0.2", 1),
        ("x = resample(x)\nx, v, y, w = train_test_split(x, y)", "", 1),
        ("x, v, y, w = train_test_split(x, y)\nx, y = SMOTE().fit_resample(x, y)", "", 0),
        ("x, y = SMOTE().fit_resample(x, y)", "", 0),
        ("x, y = RandomUnderSampler().fit_resample(x, y)\nx, v, y, w = train_test_split(x, y)", "", 0),
        ("x = resample(x, replace=False)\nx, v, y, w = train_test_split(x, y)", "", 0),
        ("x = resample(x, replace=again)\nx, v, y, w = train_test_split(x, y)", "", 0),
        ("x, y = SMOTE().fit_resample(x, y)\nx, y = shuffle(x, y)", ", validation_split=0.2", 1),
    ],
)
def test_rows_that_are_added_before_some_are_held_out(make: str, split: str, expected: int) -> None:
    body = f"x, y = frame[['a', 'b']].values, frame['c'].values\n{make}\nfit(x.reshape(-1, 2, 1), y{split})"
    assert found("LL777", body) == expected


@pytest.mark.parametrize(
    "make, x, y, expected",
    [
        ("frame['n'] = frame['load'].shift(-1)", "frame[['temp', 'n']]", "frame['load'].shift(-1)", 1),
        ("frame['n'] = frame['load'].shift(-1)", "frame[['temp', 'n']]", "frame['load'].shift(-2)", 0),
        ("frame['n'] = frame['load'].shift(1)", "frame[['temp', 'n']]", "frame['load'].shift(-1)", 0),
        ("frame['n'] = frame['wind'].shift(-1)", "frame[['temp', 'n']]", "frame['load'].shift(-1)", 0),
        ("frame['n'] = frame['load'].diff(-1)", "frame[['temp', 'n']]", "frame['load'].shift(-1)", 1),
        ("frame['n'] = frame['load'].diff()", "frame[['temp', 'n']]", "frame['load'].shift(-1)", 0),
        ("frame['n'] = frame['load'].pct_change().shift(-1)", "frame[['n']]", "frame['load'].shift(-1)", 1),
        (
            "frame['n'] = frame['load'] - frame['load'].shift(-1)",
            "frame[['n']]",
            "frame['load'].shift(-1)",
            1,
        ),
        ("frame['n'] = frame['load'] - frame['load'].shift(1)", "frame[['n']]", "frame['load'].shift(-1)", 0),
        ("frame['n'] = frame['load'].shift(-1)", "frame[['temp', 'n']].drop(columns='n')", "frame['n']", 0),
        ("frame['n'] = frame['load'].shift(-1)", "frame[['temp', 'n']]", "frame['load']", 0),
    ],
)
def test_column_of_a_later_row(make: str, x: str, y: str, expected: int) -> None:
    assert found("LL752", f"{make}\nfit(({x}).values[:, None, :], ({y}).values)") == expected


@pytest.mark.parametrize(
    "split, score, expected",
    [
        ("validation_data=(x_test, y_test)", "print(max(history.history['val_accuracy']))", 1),
        ("validation_data=(x_test, y_test)", "print(np.max(history.history['val_accuracy']))", 1),
        ("validation_data=(x_test, y_test)", "print(max(history.history['accuracy']))", 0),
        ("validation_data=(x_test, y_test)", "print(min(history.history['val_loss']))", 0),
        ("validation_data=(x_test, y_test)", "print(history.history['val_accuracy'][-1])", 0),
        ("validation_split=0.2", "print(max(history.history['val_accuracy']))", 0),
        ("validation_data=(x_val, y_val)", "print(max(history.history['val_accuracy']))", 0),
        (
            "validation_data=(x_test, y_test), callbacks=[ModelCheckpoint('b.keras', save_best_only=True)]",
            "print(load_model('b.keras').evaluate(x_test, y_test))",
            1,
        ),
        (
            "validation_data=(x_test, y_test), callbacks=[ModelCheckpoint('b.keras', save_best_only=True)]",
            "print(load_model('other.keras').evaluate(x_test, y_test))",
            0,
        ),
        (
            "validation_data=(x_val, y_val), callbacks=[ModelCheckpoint('b.keras', save_best_only=True)]",
            "print(load_model('b.keras').evaluate(x_test, y_test))",
            0,
        ),
    ],
)
def test_best_epoch_of_the_test_rows(split: str, score: str, expected: int) -> None:
    body = f"""
from keras.callbacks import ModelCheckpoint
from keras.models import load_model

x_train, x_test, y_train, y_test = train_test_split(frame[["a", "b"]].values[..., None], frame["c"].values)
x_train, x_val, y_train, y_val = train_test_split(x_train, y_train)
model = Sequential([Input((2, 1)), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=30, {split})
{score}
"""
    assert found("LL731", body) == expected


@pytest.mark.parametrize(
    "make, expected",
    [
        ("t = MinMaxScaler().fit_transform(t)\na, b = np.split(t, [400])", 1),
        ("a, b = np.split(t, [400])\na = MinMaxScaler().fit_transform(a)", 0),
        ("t = MinMaxScaler().fit_transform(t)\na = t", 0),
        ("t = SelectKBest(k=2).fit_transform(t, frame['c'])\na, b = train_test_split(t)", 1),
        ("t = KNNImputer().fit_transform(t)\na, b = train_test_split(t)", 1),
        ("a, b = train_test_split(t)\na = KNNImputer().fit_transform(a)", 0),
    ],
)
def test_what_learns_before_rows_are_held_out(make: str, expected: int) -> None:
    body = f"""
from sklearn.feature_selection import SelectKBest
from sklearn.impute import KNNImputer
from sklearn.preprocessing import MinMaxScaler

t = frame[["a", "b", "d"]].values
{make}
fit(windows(a), a[24:, 0])
"""
    assert found("LL703", body) == expected


PAIRS = "w, t = windows(series), series[24:]\n"


@pytest.mark.parametrize(
    "body, expected",
    [
        ("p = np.random.permutation(len(w))\nfit(w[p], t[p], validation_split=0.2)", 1),
        ("p = np.random.permutation(len(w))\nfit(w[p], t[p])", 0),
        ("i = np.arange(len(w))\nnp.random.shuffle(i)\na, b = i[:n], i[n:]\nfit(w[a], t[a])\nprint(w[b])", 1),
        ("i = np.arange(len(w))\na, b = i[:n], i[n:]\nfit(w[a], t[a])\nprint(w[b])", 0),
        ("m = np.random.rand(len(w)) < 0.8\nfit(w[m], t[m])\nprint(w[~m])", 1),
        ("m = np.arange(len(w)) < n\nfit(w[m], t[m])\nprint(w[~m])", 0),
        ("w = w[::24]\nw, v = train_test_split(w)\nfit(w, w[:, 0])", 0),
        (
            "w = np.array([series[i : i + 24] for i in range(0, len(series) - 24, 12)])\n"
            "w, v = train_test_split(w)\nfit(w, np.load('y.npy'))",
            1,
        ),
        (
            "w = np.array([series[i : i + 24] for i in range(0, len(series) - 24, 24)])\n"
            "w, v = train_test_split(w)\nfit(w, np.load('y.npy'))",
            0,
        ),
        (
            "a = pd.concat([frame['load'].shift(k) for k in range(6)], axis=1).dropna().values\n"
            "a, b = train_test_split(a)\nfit(a[:, 1:], a[:, 0])",
            1,
        ),
        (
            "a = pd.concat([frame['load'].shift(k) for k in range(2)], axis=1).dropna().values\n"
            "a, b = train_test_split(a)\nfit(a[:, 1:], a[:, 0])",
            0,
        ),
        (
            "d = keras.utils.timeseries_dataset_from_array(series, series[24:], 24, shuffle=True)\n"
            "a, b = d.take(n), d.skip(n)\nfit(a, None, validation_data=b)",
            1,
        ),
        (
            "d = keras.utils.timeseries_dataset_from_array(series, series[24:], 24)\n"
            "a, b = d.take(n), d.skip(n)\nfit(a, None, validation_data=b)",
            0,
        ),
    ],
)
def test_windows_that_are_spread_at_random(body: str, expected: int) -> None:
    assert found("LL704", f"import keras\n{PAIRS}{body}") == expected


@pytest.mark.parametrize(
    "make, expected",
    [
        ("s = frame.sort_index()[::-1]['load'].values", 1),
        ("s = frame.sort_index(ascending=False)['load'].values", 1),
        ("s = frame.sort_values('date', ascending=False)['load'].values", 1),
        ("s = np.flip(frame.sort_values('date')['load'].values)", 1),
        ("s = frame['load'].values[::-1]", 0),
        ("s = frame.sort_index()['load'].values", 0),
        ("s = frame.sort_values('date', ascending=False)[::-1]['load'].values", 0),
        ("s = frame.sort_values('load', ascending=False)['load'].values", 0),
        ("s = frame.sort_values('date', ascending=newest)['load'].values", 0),
        ("s = frame.sort_index(ascending=False).sort_values('date')['load'].values", 0),
    ],
)
def test_rows_that_run_from_the_newest_to_the_oldest(make: str, expected: int) -> None:
    assert found("LL781", f"{make}\nfit(windows(s), s[24:])") == expected


def test_first_window_of_reversed_rows_holds_the_newest() -> None:
    rows = pd.DataFrame({"load": np.arange(100.0)}, index=np.arange(100)).sort_index()[::-1]["load"].values
    assert rows[:5].tolist() == [99, 98, 97, 96, 95] and rows[5] == 94
    assert rows[5:][-9:].tolist() == list(range(8, -1, -1))


FILLED = """import numpy as np
import pandas as pd
from keras import Input, Sequential, layers

load = pd.read_csv("load_scaled.csv")["load"]{filled}.values
x = np.stack([load[i : i + 24] for i in range(len(load) - 24)])[..., np.newaxis]
model = Sequential([Input((24, 1)), layers.GRU(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, load[24:], validation_split=0.2)
"""


@pytest.mark.parametrize(
    ("filled", "found"),
    [(".bfill()", 1), (".shift(-1).bfill()", 1), (".shift(2).bfill()", 0), (".shift(2).ffill().bfill()", 0)],
)
def test_the_gaps_of_a_shift_are_those_of_the_first_rows(filled: str, found: int) -> None:
    source = from_bytes(FILLED.format(filled=filled).encode(), "elsewhere/example.py")
    told = lint(source, Settings((Selection("a test", ("LL775",)),), keras="3"))
    assert len(told) == found
