"""What the steps of a history say, as `model --output-format json` writes it: scripts rely on these names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import Capsys, run

START = """
import numpy as np, pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense
from keras.preprocessing.sequence import pad_sequences
from keras.preprocessing.text import Tokenizer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler
model = Sequential([Input((5, 1)), LSTM(4), Dense(1)])
model.compile("adam", "mse")
x = np.load("x.npy")
frame = pd.read_csv("x.csv")
tool = Tokenizer(num_words=100)
"""
PAD = {"padding": "pre", "maxlen": 20, "truncating": "pre", "dtype": "int32", "value": 0}


@pytest.mark.parametrize(
    ("code", "details"),
    [
        ("x = x[:n]", [{"rows": ["", "n"], "shuffle": False}]),
        ("x = x[1:, ::-1]", [{"strided": True, "rows": ["1", ""]}]),
        ("x = np.array([x[i : i + 5] for i in range(len(x) - 5)])", [{"slides_by": 1, "single": False}, {}]),
        ("x = frame[['a', 'b']]", [{"columns": ["a", "b"]}]),
        ("x = x.astype('float32')", [{"dtype": "float32"}]),
        ("x = np.round(x, 3)", [{"decimals": 3}]),
        ("x = x.round(decimals=n)", [{"decimals": None}]),
        ("x = np.around(x, 0)", [{}]),
        ("x = frame.round(2)", [{"decimals": 2}]),
        ("frame['b'] = frame['a'].shift(1)\nx = frame", [
            {"columns": ["a"], "column": "b"}, {"nan": "shift", "column": "b"}]),
        ("x = MinMaxScaler().fit_transform(x)", [{"fitted_here": True, "number": 1}]),
        ("x = MinMaxScaler((-1, 1)).fit_transform(x)", [
            {"fitted_here": True, "number": 1, "feature_range": [-1, 1]}]),
        ("x = MinMaxScaler(limits()).fit_transform(x)", [
            {"fitted_here": True, "number": 1, "feature_range": None}]),
        ("x = pad_sequences(x, 20)", [PAD]),
        ("x = pad_sequences(x, value=v, padding=side)", [{**PAD, "maxlen": None, "padding": None, "value": None}]),
        ("x = x / x.max()", [{"learned_at": "x.max()", "by": "max"}]),
        ("x = x - np.mean(x)", [{"nan": None, "by": "mean"}]),
        ("x = np.repeat([0, 1], 50)", [{"runs": [[0.0, 50], [1.0, 50]]}]),
    ],
)  # fmt: skip
def test_details_of_the_last_steps(
    code: str, details: list[dict[str, Any]], tmp_path: Path, capsys: Capsys
) -> None:
    assert _details(capsys, tmp_path, code)[-len(details) :] == details


def test_split_names_its_side_and_its_call(tmp_path: Path, capsys: Capsys) -> None:
    (detail,) = _details(capsys, tmp_path, "x, _ = train_test_split(x, shuffle=False, stratify=None)")[-1:]
    call = detail.pop("call")
    assert detail == {"part": "train", "shuffle": False, "stratified": True}
    assert call["class"] == "train_test_split" and list(call["arguments"]) == ["at 0", "shuffle", "stratify"]


def test_ids_name_their_tokenizer(tmp_path: Path, capsys: Capsys) -> None:
    (detail,) = _details(capsys, tmp_path, "x = tool.texts_to_sequences(read_lines())")[-1:]
    assert {name: detail[name] for name in ("tool", "below")} == {"tool": "Tokenizer", "below": 100}
    assert detail["texts"] and "tokenizer" in detail


def _details(capsys: Capsys, folder: Path, code: str) -> list[dict[str, Any]]:
    file = folder / "train.py"
    file.write_text(f"{START}{code}\nmodel.fit(x, x)\n", encoding="utf-8")
    _, out, _ = run(capsys, "model", str(file), "--output-format", "json")
    return [step["detail"] for step in json.loads(out)["models"][0]["fit"][0]["data"]["x"]]
