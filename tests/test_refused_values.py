"""What Keras refuses, or takes and does nothing with: many ways to write it that must speak, and near misses."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import math, numpy as np, pandas as pd, tensorflow as tf, keras
from keras import Input, Model, Sequential, layers
"""


def said(text: str, code: str, keras: str = "3") -> list[str]:
    """The severity of each finding of a rule."""
    found = lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras=keras))
    return [finding.severity.value for finding in found if finding.code == code]


DATA = "x, y, N, D = np.zeros((50, 12, 3)), np.zeros((50, 2)), (4, 5), {'units': [8]}\n"


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        ("LSTM((10, 5))", "LL115"),
        ("GRU(x.shape[1:])", "LL115"),
        ("SimpleRNN(**D)", "LL115"),
        ("Bidirectional(layers.LSTM([32]))", "LL115"),
        ("RNN(layers.GRUCell(N))", "LL115"),
        ("Dense(y.shape[1:])", "LL162"),
        ("Dense(y.shape)", "LL162"),
        ("Dense(y.shape[1] / 2)", "LL162"),
        ("Dense(units='16')", "LL162"),
        ("Dense(-1)", "LL162"),
        ("Dense(**D)", "LL162"),
        ("TimeDistributed(layers.Dense((1,)))", "LL162"),
        ("Embedding('100', 8)", "LL162"),
        ("Embedding(100, 0)", "LL162"),
        ("Embedding(input_dim=1e4, output_dim=8)", "LL162"),
        ("RepeatVector((12,))", "LL162"),
        ("RepeatVector(n=12 / 3)", "LL162"),
        ("Conv1D(N, 3)", "LL162"),
        ("ConvLSTM2D((4, 4), 3)", "LL162"),
        ("MultiHeadAttention(2.0, 4)", "LL162"),
    ],
)
def test_a_size_that_is_no_whole_number(layer: str, code: str) -> None:
    assert said(f"{DATA}h = layers.{layer}\n", code) == ["error"]


@pytest.mark.parametrize(
    "layer",
    [
        "Dense(y.shape[1])",
        "Dense(y.shape[1] // 2)",
        "Dense(int(y.shape[1] / 2))",
        "Dense(len(N))",
        "Dense(N[0])",
        "Dense(True)",
        "Dense(units=int(input()))",
        "Dense(np.max(x))",
        "Conv1D(4, (3,))",
        "Conv2D(4, N)",
        "ConvLSTM2D(0, 3)",
        "RepeatVector(x.shape[1])",
        "Embedding(int(1e4), 8)",
        "LSTM(round(64 * 0.5))",
    ],
)
def test_a_size_that_keras_takes(layer: str) -> None:
    assert said(f"{DATA}h = layers.{layer}\n", "LL115") == said(f"{DATA}h = layers.{layer}\n", "LL162") == []


def test_keras_2_makes_whole_numbers_itself() -> None:
    assert said("h = layers.Dense(64 / 2)\n", "LL162", keras="2.15") == []


STATIONS = (
    "def model(value):\n    return Sequential([Input((48, 2)), layers.Masking(value), layers.LSTM(20)])\n"
)


@pytest.mark.parametrize(
    "value", ["np.nan", "np.NaN", "math.nan", "float('nan')", "float('NaN')", "MISSING", "-float('nan')"]
)
def test_nan_equals_nothing(value: str) -> None:
    assert said(f"MISSING = np.nan\n{STATIONS}m = model({value})\n", "LL306") == ["error"]
    assert said(f"MISSING = np.nan\nm = layers.Masking(mask_value={value})\n", "LL306") == ["error"]


@pytest.mark.parametrize("value", ["-1.0", "np.e", "float(input())", "np.float32(0)", "0", "np.nanmin(x)"])
def test_a_mask_value_that_may_occur(value: str) -> None:
    assert said(f"x = np.load('x.npy')\n{STATIONS}m = model({value})\n", "LL306") == []
