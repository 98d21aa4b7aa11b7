"""Windows that a loop fills with one row, and such as only look so."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

CODE = """
import numpy as np
from keras import Input, Sequential, layers

L = {steps}
data = np.load("rows.npy")
samples, targets = [], []
for i in range(L, len(data)):
    window = []
    for j in range({count}):
{body}
    samples.append(window)
    targets.append(data[i, 0])
model = Sequential([Input((L, 3)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit({x}, np.array(targets))
"""


def said(body: str, steps: int = 30, count: str = "L", x: str = "np.array(samples)") -> list[str]:
    code = CODE.format(steps=steps, count=count, body=textwrap.indent(body, " " * 8), x=x)
    settings = Settings((Selection("the test", ("LL796",)),), "strict", keras="3")
    return [one.message for one in lint(from_bytes(code.encode(), "example.py"), settings)]


def found(body: str, steps: int = 30, count: str = "L", x: str = "np.array(samples)") -> int:
    return len(said(body, steps, count, x))


@pytest.mark.parametrize("steps, count", [(30, "L"), (5, "L"), (30, "30"), (30, "0, L"), (30, "int(L)")])
def test_same_row_in_each_pass(steps: int, count: str) -> None:
    assert found("window.append(data[i - L])", steps, count) == 1
    assert found("window.append(data[i - L, :])", steps, count) == 1
    assert found("window.append(data[i - L + j])", steps, count) == 0


@pytest.mark.parametrize(
    "body",
    [
        "at = i - L + j\nwindow.append(data[at])",
        "if j < 3:\n    window.append(data[i - L])",
        "window.append(data[i - L])\nwindow.append(data[j])",
        "window.append(next(rows))",
        "window.append(data[np.random.randint(i)])",
        "window.append(data[0])",
        "k = i - L\nk += 1\nwindow.append(data[k])",
    ],
)
def test_rows_that_differ_or_may(body: str) -> None:
    assert found(body) == 0


@pytest.mark.parametrize(
    ("row", "named"),
    [("data[i - L, :]", "`data[i - L, :]`"), ("data[i - L, 0 : data.shape[1]]", "the first")],
)
def test_a_row_is_named_where_the_line_has_room(row: str, named: str) -> None:
    (message,) = said(f"window.append({row})")
    assert f"the same row, {named}: the loop" in message and len(message) <= 120


def test_rows_beside_others_are_not_all_that_the_model_gets() -> None:
    both = "np.concatenate([np.array(samples), np.load('more.npy')], axis=2)"
    assert found("window.append(data[i - L])", x=both) == 0


def test_a_row_for_each_sequence_is_repeated_on_purpose() -> None:
    code = """
import numpy as np
from keras import Input, Sequential, layers

about, samples = np.load("about.npy"), []
for i in range({rows}):
    steps = []
    for step in range(24):
        steps.append(about[i])
    samples.append(steps)
model = Sequential([Input((24, 5)), layers.LSTM(8, return_sequences=True), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(np.array(samples), np.load("curves.npy"))
"""
    settings = Settings((Selection("the test", ("LL796",)),), "strict", keras="3")
    for rows, expected in (("len(about)", 0), ("about.shape[0]", 0), ("len(about) - 24", 1)):
        source = from_bytes(code.format(rows=rows).encode(), "example.py")
        assert len(list(lint(source, settings))) == expected, rows
