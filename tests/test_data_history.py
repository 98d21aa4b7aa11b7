"""What the reading keeps of data: what scalers were fitted on, which rows a part holds, where NaN are left."""

from __future__ import annotations

from textwrap import dedent

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.notions.lineage import arrays, came_from, is_test_of, split_after
from lstm_lint.reader.read import read
from lstm_lint.script import Script
from lstm_lint.source import from_bytes

MODEL = """
from keras import Sequential, layers
model = Sequential([layers.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
"""


def script(code: str) -> Script:
    text = "import numpy as np\nimport pandas as pd\n" + MODEL + dedent(code)
    return read(from_bytes(text.encode(), "example.py"), parse_target("3"))


def leak(code: str) -> str | None:
    """How the rows that the first transformer was fitted on are split afterwards, on their way to `fit`."""
    found = script("from sklearn.preprocessing import StandardScaler\nscaler = StandardScaler()\n" + code)
    series = next(arrays(found.models[0].fits[0]))
    at = came_from(series, found.transformations[0].data)
    return split_after(found, series, at) if at is not None else None


@pytest.mark.parametrize(
    ("rows", "other", "told"),
    [
        ("[:n]", "[n:]", "[:n]"),
        ("[0:n]", "[n - 60 :]", "[:n]"),
        ("[:-30]", "[-30:]", "[:-30]"),
        ("[n:]", "[:n]", "[n:]"),
        (".head(n)", ".iloc[n:]", "[:n]"),
        ("[:-1]", "[1:]", None),
        ("[:n]", "[:m]", None),
    ],
)
def test_both_sides_of_a_border_make_a_split(rows: str, other: str, told: str | None) -> None:
    code = f"x = scaler.fit_transform(pd.read_csv('a.csv'))\nx = pd.DataFrame(x)\ntrain, test = x{rows}, x{other}\n"
    assert leak(code + "model.fit(train, train)") == told


def test_array_written_twice_is_the_same_array() -> None:
    code = """
    frame = pd.read_csv("a.csv")
    scaler.fit(frame[["close"]])
    x = scaler.transform(frame[["close"]])
    train, test = x[:n], x[n:]
    model.fit(train, train)
    """
    assert leak(dedent(code)) == "[:n]"


def test_training_part_is_not_what_the_test_part_comes_from() -> None:
    code = """
    x = pd.read_csv("a.csv")
    train, test = x[:n], x[n:]
    train = scaler.fit_transform(train)
    model.fit(train, train)
    """
    assert leak(dedent(code)) is None


@pytest.mark.parametrize(
    ("first", "second", "related"),
    [
        ("x_train", "x_test", True),
        ("train[cols]", "valid[cols]", True),
        ("x", "y", False),
        ("x_test", "x_train", False),
    ],
)
def test_names_tell_the_test_part(first: str, second: str, related: bool) -> None:
    code = f"from sklearn.preprocessing import MinMaxScaler\ns = MinMaxScaler()\ns.fit({first})\ns.fit({second})\n"
    train, test = script(code).transformations
    assert is_test_of(test, train) is related


def test_dropping_in_place_changes_the_frame() -> None:
    found = script(
        "frame = pd.read_csv('a.csv')\nframe.dropna(inplace=True)\nmodel.fit(frame.values, frame.values)"
    )
    x = found.models[0].fits[0].x
    assert x is not None and [step.kind for step in x.steps] == ["read", "clean"]


def test_folds_are_parts_also_when_numbered() -> None:
    code = """
    from sklearn.model_selection import KFold
    x = np.load("x.npy")
    for number, (train, test) in enumerate(KFold(3, shuffle=True).split(x)):
        model.fit(x[train], x[train])
    """
    fit = script(code).models[0].fits[0]
    assert fit.x is not None and fit.x.steps[-1].detail == {"shuffle": True, "part": "train"}
    assert fit.reused_over is not None and fit.reused_over.what == "KFold"


def test_model_of_the_loop_is_not_reused() -> None:
    code = """
    from sklearn.model_selection import KFold
    x = np.load("x.npy")
    for train, test in KFold(3).split(x):
        fresh = Sequential([layers.Input((5, 1)), layers.LSTM(4), layers.Dense(1)])
        fresh.fit(x[train], x[train])
    """
    assert [fit.reused_over for model in script(code).models for fit in model.fits] == [None]


def test_statistics_know_the_rows_they_come_from() -> None:
    found = script("x = np.load('x.npy')\nx = (x - x[:9].mean()) / x[:9].std()\nmodel.fit(x, x)")
    (work,) = found.transformations
    assert work.method == "division" and work.data.steps[-1].detail == {"rows": ("", "9")}
