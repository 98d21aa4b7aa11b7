"""Frames as real scripts treat them: what is changed in place, what is a copy, and what a loop over one gets."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("numpy")


from lstm_lint.lint import lint
from lstm_lint.proof import read_names
from lstm_lint.reader.abstract.arrays import Data
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

FRAME = """
import numpy as np
import pandas as pd
frame = pd.DataFrame(np.random.rand(50, 3), columns=["a", "b", "c"])
"""
READ = 'import numpy as np\nimport pandas as pd\nframe = pd.read_csv("river.csv")\n'


def value(code: str, name: str = "x", before: str = FRAME) -> Any:
    return read_names(before + code)[name]


def shape(code: str, name: str = "x", before: str = FRAME) -> object:
    return value(code, name, before).shape


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ('frame["d"] = frame["a"] * 2', ("a", "b", "c", "d")),
        ('frame["a"] = 0', ("a", "b", "c")),
        ('frame.drop("a", axis=1, inplace=True)', ("b", "c")),
        ('frame = frame.drop(columns=["a", "b"])', ("c",)),
        ('frame.pop("b")', ("a", "c")),
        ('del frame["b"]', ("a", "c")),
        ('frame.insert(1, "new", 0)', ("a", "new", "b", "c")),
        ('frame.rename(columns={"a": "z"}, inplace=True)', ("z", "b", "c")),
        ('frame.columns = ["x", "y", "z"]', ("x", "y", "z")),
        ('frame.set_index("a", inplace=True)', ("b", "c")),
        ("frame.dropna(inplace=True)", ("a", "b", "c")),
        ('frame = frame[["c", "a"]]', ("c", "a")),
        ('frame = frame.loc[:, "a":"b"]', ("a", "b")),
        ('frame = frame[frame["a"] > 0]', ("a", "b", "c")),
        ("frame = frame.head(5)", ("a", "b", "c")),
        ('frame = frame.merge(frame[["a"]], on="a")', ("a", "b", "c")),
        ("frame = pd.concat([frame, frame])", ("a", "b", "c")),
        ('frame = frame.groupby("a").mean()', ("b", "c")),
        ("frame = frame.rolling(3).mean()", ("a", "b", "c")),
        ('frame = frame.assign(d=lambda f: f["a"])', ("a", "b", "c", "d")),
    ],
)
def test_the_columns_of_a_frame_are_known_by_name(code: str, names: tuple[str, ...]) -> None:
    assert value(code, "frame").labels == names


@pytest.mark.parametrize(
    "code",
    [
        'part = frame[["a"]]\npart["b"] = 0',
        'part = frame[frame["a"] > 0]\npart["b"] = 0',
        'part = frame.head(3)\npart.drop("a", axis=1, inplace=True)',
        'part = frame.copy()\npart["d"] = 1',
        'part = frame.iloc[:10]\npart.columns = ["x", "y", "z"]',
        'frame.drop("a", axis=1)',
        "frame.dropna()",
        'frame.rename(columns={"a": "z"})',
    ],
)
def test_a_change_of_a_selection_changes_nothing_else(code: str) -> None:
    frame = value(code, "frame")
    assert frame.labels == ("a", "b", "c")
    assert frame.shape == (50, 3)
    assert not frame.columns


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = frame.drop(columns=['volume']).to_numpy()", ("?", "?")),
        ("x = frame.dropna().head(100).values", ("?", "?")),
        ("x = frame.query('a > 1').values", ("?", "?")),
        ("x = frame[frame['a'] > 1].values", ("?", "?")),
        ("x = frame.filter(['a', 'b']).values", ("?", "?")),
        ("x = frame.resample('D').mean().values", ("?", "?")),
        ("x = frame.groupby('day').mean().values", ("?", "?")),
        ("x = pd.concat([frame, frame], axis=1).values", ("?", "?")),
        ("x = pd.merge(frame, frame, on='day').values", ("?", "?")),
        ("x = frame['a'].rolling(7).mean().dropna().values", ("?",)),
        ("x = frame[['a', 'b']].values", ("?", 2)),
        ("x = frame.loc[frame['a'] > 1, ['a', 'b']].values", ("?", 2)),
        ("x = frame.iloc[:, 1:2].values", ("?", 1)),
        ("x = frame.iloc[:, 1].values", ("?",)),
        ("x = frame.a.values.reshape(-1, 1)", ("?", 1)),
        ("x = frame['a'].to_frame().values", ("?", 1)),
        (
            "parts = []\nfor n in names:\n    parts.append(frame[['a', 'b']])\nx = pd.concat(parts).values",
            ("?", 2),
        ),
        ("x = frame[0].values", ("?",)),
    ],
)
def test_the_rank_of_what_is_read_is_not_lost(code: str, expected: object) -> None:
    assert shape(code, before=READ) == expected


@pytest.mark.parametrize(
    "code",
    [
        "x = frame.loc['2012']",  # a row, or all rows of a year
        "x = frame.unstack()",
        "x = frame.apply(unheard_of)",
        "x = frame[unheard_of]",
        "x = frame.stack()",  # of columns with several names it is a frame
        "x = pd.read_pickle('a.pkl')['a']",
        "x = np.load('a.npz')['x']",
    ],
)
def test_a_rank_that_is_not_certain_is_not_said(code: str) -> None:
    assert shape(code, before=READ) is None


def test_rows_by_name_are_not_counted_as_rows_by_number() -> None:
    assert shape("x = frame.loc[1:3]") == ("?", 3)  # the last one is in
    assert shape("x = frame.iloc[1:3]") == (2, 3)


def test_a_column_of_the_date_is_understood_and_small() -> None:
    frame = value('frame["hour"] = frame.index.hour', "frame", READ)
    hour = value('frame["hour"] = frame.index.hour\nx = frame["hour"]', before=READ)
    assert frame.sure
    assert hour.shape == ("?",)
    assert hour.magnitude == 23


def test_a_loop_over_rows_and_groups_gets_rows_and_groups() -> None:
    assert shape("for name, row in frame.iterrows():\n    x = row") == (3,)
    assert shape("for name, column in frame.items():\n    x = column") == (50,)
    group = value('for name, x in frame.groupby("a"):\n    pass')
    assert (group.kind, group.shape) == ("frame", ("?", 3))


def test_columns_that_come_together_by_name_may_be_more_rows() -> None:
    assert shape('x = frame["a"] - frame["b"]') == (50,)
    assert shape('x = frame["a"].head(3) + frame["a"].tail(3)') == ("?",)


def test_words_that_are_mapped_to_numbers_are_classes() -> None:
    y = value('x = frame["mood"].map({"bad": 0, "good": 1})', before=READ)
    assert (y.steps[-1].kind, y.magnitude, y.integer, y.sure) == ("class-ids", 1.0, True, True)


def test_a_dropped_column_leaves_the_rank_to_the_rule_about_targets() -> None:
    code = f"""{READ}
from keras import Input, Sequential, layers
cut = []
table = frame.drop(columns=["volume"]).to_numpy()
for i in range(len(table) - 19):
    cut.append(table[i : i + 20])
cut = np.array(cut)
model = Sequential([layers.LSTM(16, input_shape=(20, 3)), layers.Dense(1)])
model.compile(loss="mse", optimizer="adam")
model.fit(cut[:, :, [1, 2, 3]], cut[:, :, 0], epochs=10, validation_split=0.2)
"""
    found = lint(from_bytes(code.encode(), "example.py"), Settings())
    assert "LL104" in {finding.code for finding in found}


@pytest.mark.parametrize(
    ("taken", "shape"),
    [
        ("pd.concat([f['a'], f['a']], axis=1)", (2, 2)), ("pd.concat([f['a'], f['a']], axis=1)['a']", None),
        ("pd.concat([f['a'], f['b']], axis=1)['a']", (2,)), ("pd.concat([f, f['b']], axis=1)['a']", ("?",)),
        ("pd.concat([pd.read_csv('a.csv'), f], axis=1)['a']", None), ("pd.concat([f, f])['a']", (4,)),
    ],
)  # fmt: skip
def test_a_name_that_several_columns_may_have_is_no_column(
    taken: str, shape: tuple[object, ...] | None
) -> None:
    text = f"import pandas as pd\nf = pd.DataFrame({{'a': [1, 2], 'b': [3, 4]}})\nx = {taken}\n"
    found = read_names(text)["x"]
    assert isinstance(found, Data) and found.shape == shape
