"""LL701 believes what the recorded output of a notebook shows of the columns that it reads."""

from __future__ import annotations

import json

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.shown import shown_columns
from lstm_lint.source.source import Source, from_bytes

pytestmark = pytest.mark.filterwarnings("ignore")

READS = """import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Dense
df = pd.read_csv("daily.csv")
"""
TRAINS = """
prices = df[["Close"]].values
x = np.array([prices[i : i + 30] for i in range(len(prices) - 30)])
y = prices[30:]
model = Sequential([Input((30, 1)), LSTM(32), Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, epochs=20, validation_split=0.2)
model.evaluate(x, y)
"""


def table(columns: list[str], rows: list[list[str]], index: str = "") -> str:
    """What pandas writes of a frame, its first column the index."""
    head = "".join(f"<th>{name}</th>" for name in ["", *columns])
    named = f"<tr><th>{index}</th>{'<th></th>' * len(columns)}</tr>" if index else ""
    body = "".join(
        f"<tr><th>{row[0]}</th>{''.join(f'<td>{one}</td>' for one in row[1:])}</tr>" for row in rows
    )
    rows_of_all = f"<thead><tr>{head}</tr>{named}</thead><tbody>{body}</tbody>"
    return f'<div><table border="1" class="dataframe">{rows_of_all}</table></div>'


def notebook(*outputs: str, split: bool = True) -> Source:
    pages = [one.splitlines(True) if split else one for one in outputs]
    cells = [
        {
            "cell_type": "code", "execution_count": 1, "metadata": {}, "source": READS,
            "outputs": [
                {"output_type": "display_data", "metadata": {}, "data": {"text/html": page}} for page in pages
            ],
        },
        {"cell_type": "code", "execution_count": 2, "metadata": {}, "source": TRAINS, "outputs": []},
    ]  # fmt: skip
    document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return from_bytes(json.dumps(document).encode(), "elsewhere/example.ipynb")


def is_called_raw(source: Source) -> bool:
    return any(one.code == "LL701" for one in lint(source, Settings()))


SMALL = table(["Close", "Open"], [["0", "0.31", "-1.2"], ["1", "0.35", "0.4"]])
LARGE = table(["Close", "Open"], [["0", "1,031.5", "990"], ["1", "0.35", "0.4"]])


def test_columns_that_are_shown_small_are_not_raw() -> None:
    assert not is_called_raw(notebook(SMALL))
    assert not is_called_raw(notebook(SMALL, split=False))
    assert not is_called_raw(notebook(LARGE, SMALL)), "it was scaled between the two"
    assert not is_called_raw(notebook(table(["Close", "Open"], [["0", "0.31", "990"]]))), "Open is not used"


def test_columns_that_are_shown_large_are_raw() -> None:
    assert is_called_raw(notebook(LARGE))
    assert is_called_raw(notebook(table(["Close"], [["0", "0.31"], ["1", "12"]])))
    assert is_called_raw(notebook())


def test_without_the_columns_that_are_used_all_count() -> None:
    assert not is_called_raw(notebook(table(["first", "second"], [["0", "0.31", "1"]])))
    assert is_called_raw(notebook(table(["first", "second"], [["0", "0.31", "2017"]])))
    assert is_called_raw(notebook(table(["name"], [["0", "Acme"]])))


@pytest.mark.parametrize(
    ("html", "columns"),
    [
        (SMALL, {"Close": 0.35, "Open": 1.2}),
        (
            table(["Close"], [["2019-01-02", "0.5"], ["...", "..."], ["2019-03-02", "NaN"]], "Date"),
            {"Close": 0.5},
        ),
        (
            table(
                ["Close"], [["count", "900"], ["mean", "0.1"], ["std", "0.2"], ["min", "-3"], ["max", "2"]]
            ),
            {"Close": 3.0},
        ),
        (table(["Name", "Close"], [["0", "Acme", "0.5"]]), {"Close": 0.5}),
        ("<table class='plain'><tr><th>Close</th></tr><tr><td>3</td></tr></table>", {}),
        ('<table class="dataframe"></table>', {}),
    ],
)
def test_what_a_table_shows(html: str, columns: dict[str, float]) -> None:
    assert shown_columns(notebook(html)) == columns


def test_a_script_shows_nothing() -> None:
    assert shown_columns(from_bytes((READS + TRAINS).encode(), "elsewhere/example.py")) == {}
