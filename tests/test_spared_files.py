"""LL701: a file of which the README beside the program says that it is scaled is not raw."""

from __future__ import annotations

from pathlib import Path

import pytest

from lstm_lint.keras_api import project_pins
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

PROGRAM = """\
import pandas as pd
from keras import Sequential, layers

prices = pd.read_csv("data/stock.csv")[["Close"]].values
x, y = prices[:-1].reshape(-1, 1, 1), prices[1:]
model = Sequential([layers.Input((1, 1)), layers.LSTM(32), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=50, validation_split=0.2)
"""


def count(folder: Path, readme: str, name: str) -> int:
    (folder / name).write_text(readme, "utf-8")
    project_pins.forget()
    source = from_bytes(PROGRAM.encode(), str(folder / "train.py"))
    found = lint(source, Settings(profile="strict", keras="3"))
    project_pins.forget()
    return [one.code for one in found].count("LL701")


@pytest.mark.parametrize("name", ["README.md", "readme.txt"])
@pytest.mark.parametrize(
    "line",
    [
        "`data/stock.csv`: closing prices, normalized to [0, 1]",
        "| stock.csv | Standardised closes |",
        "The prices in stock.csv are already scaled.",
        "* data\\stock.csv - rescaled prices",
    ],
)
def test_the_readme_calls_it_scaled(tmp_path: Path, line: str, name: str) -> None:
    assert count(tmp_path, f"# Forecasts\n\n{line}\n", name) == 0


@pytest.mark.parametrize(
    "line",
    [
        "stock.csv: closing prices",
        "other.csv holds normalized prices",
        "stock.csv is not normalized",
        "stock.csv has to be scaled first",
        "The network sees normalized prices.",
    ],
)
def test_the_readme_says_nothing_of_the_kind(tmp_path: Path, line: str) -> None:
    assert count(tmp_path, f"{line}\n", "README.md") == 1
