"""Which rows a sample reads and aims at, held against the arrays of the executed program."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pandas")

import numpy as np
import pandas as pd

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.notions.alignment import alignment, steps_ahead
from lstm_lint.reader import read
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

pytestmark = pytest.mark.keras

MODEL = """
model = keras.Sequential([keras.Input((None, 1)), keras.layers.LSTM(4), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit({x}, {y})
"""
ROWS = 60


def program(rng: random.Random) -> str:
    """Windows and targets of one series, whose values are the numbers of its rows."""
    lines = ["series = pd.read_csv('rows.csv')['row'].values.astype('float32')"]
    if rng.random() < 0.5:
        lines.append(f"series = series[{rng.randint(0, 3)}:]")
    first = rng.randint(-2, 3)
    length, aim = rng.randint(2, 6), rng.randint(-3, 9)
    at = {-1: "i - 1", 0: "i"}.get(first, f"i + {first}" if first > 0 else f"i - {-first}")
    window = f"series[{at}:i + {first + length}]"
    target = f"series[i + {aim}]" if aim >= 0 else f"series[i - {-aim}]"
    over = f"range(4, len(series) - 12{rng.choice(['', ', 2'])})"
    if rng.random() < 0.5:
        lines += [
            "xs, ys = [], []", f"for i in {over}:", f"    xs.append({window})", f"    ys.append({target})",
            "x, y = np.array(xs), np.array(ys)",
        ]  # fmt: skip
    else:
        lines += [
            f"def cut(series):\n    pairs = [({window}, {target}) for i in {over}]",
            "    return np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])",
            "x, y = cut(series)",
        ]
    end = rng.choice(
        ["", "x, y = x[5:], y[5:]", "x, y = x[:20], y[:20]", "y = y[1:]\nx = x[:-1]", "x = x[..., None]"]
    )
    lines += [end] if end else []
    return "\n".join(lines) + "\n"


def executed(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    pd.DataFrame({"row": np.arange(ROWS)}).to_csv(folder / "rows.csv", index=False)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {"np": np, "pd": pd}
    exec(code, names)
    return names["x"], names["y"]


def windows_program(rng: random.Random) -> str:
    """An array of windows, of which steps are taken, or beside which the targets lie row by row."""
    size = rng.randint(3, 6)
    begin = rng.randint(0, 4)
    over = rng.choice(
        [f"range({begin}, len(series) - 12)", "range(len(series) - 12)", f"range({begin}, 40, 2)"]
    )
    begin = begin if f"range({begin}" in over else 0
    lines = ["series = pd.read_csv('rows.csv')['row'].values.astype('float32')", f"size = {size}"]
    if rng.random() < 0.5:
        lines.append("w = np.lib.stride_tricks.sliding_window_view(series, size)")
        begin = 0
    elif rng.random() < 0.5:
        lines.append(f"w = np.array([series[i : i + size] for i in {over}])")
    else:
        lines += [
            "found = []",
            f"for i in {over}:",
            "    found.append(series[i : i + size])",
            "w = np.array(found)",
        ]
    form = rng.randrange(4)
    if form == 0:
        lines.append(f"x, y = w[:, :-{rng.randint(1, 2)}], w[:, -1]")
    elif form == 1:
        lines.append(f"x, y = w[:, {rng.randint(0, 1)}:{size - 1}, None], w[:, {rng.randint(-3, 2)}]")
    elif form == 2:
        lines.append(f"x = w\ny = series[{rng.randint(0, 9)}:]")
    else:
        lines.append(f"x = w[..., None]\ny = series[{begin + size - rng.randint(0, 1)}:][:len(x)]")
    return "\n".join(lines) + "\n"


def spelled_program(rng: random.Random) -> str:
    """The same windows and targets in the spellings that programs have for them."""
    size, gap = rng.randint(2, 5), rng.randint(-4, 3)
    begin = rng.randint(0, 3)
    frame = "frame = pd.read_csv('rows.csv')"
    series = f"{frame}\nseries = frame['row'].values.astype('float32')"
    lags = [f"lag{k}" for k in range(size - 1, -1, -1)]
    forms = [
        f"""{series}
x = np.stack([np.roll(series, -k) for k in range({size})], axis=1)[4:-20]
y = np.roll(series, {-(size + gap)})[4:-20]""",
        f"""{series}
x = np.column_stack([np.roll(series, {1 - size} + k) for k in range({size})])[4:-20]
y = np.roll(series, {-(size + gap)})[4:-20]""",
        f"""{frame}
column = frame['row']
table = pd.concat([column.shift(k) for k in range({size - 1}, -1, -1)] + [column.shift({-1 - gap})], axis=1)
table = table.dropna().values
x, y = table[:, :-1], table[:, -1]""",
        f"""{frame}
for k in range({size}):
    frame[f'lag{{k}}'] = frame['row'].shift(k)
frame['aim'] = frame['row'].shift({-1 - gap})
frame = frame.dropna()
x, y = frame[{lags}].values, frame['aim'].values""",
        f"""{frame}
row = frame['row']
table = pd.DataFrame({{'b': row.shift(1), 'a': row, 'aim': row.shift({-1 - gap})}}).dropna()
x, y = table[['b', 'a']].values, table['aim'].values""",
        f"""{series}
n = len(series) - 20
x, y = np.zeros((n, {size}, 1)), np.zeros(n)
for i in range(4, n + 4):
    x[i - 4, :, 0] = series[i:i + {size}]
    y[i - 4] = series[i + {size + gap}]""",
        f"""{series}
x = np.array([series[i:i + {size}] for i in range({begin}, len(series) - 20)])
y = np.array([series[i + {size + gap + 4}] for i in range(len(series) - 20)])""",
        f"""{series}
def pairs(series, start):
    x = [series[i - {size}:i] for i in range(start, len(series) - 9)]
    return np.array(x)[..., np.newaxis], np.array([series[i + {gap}] for i in range(start, len(series) - 9)])
x, y = pairs(series, {size + begin + 4})""",
        f"""{frame}
frame['other'] = 0.0
xs, ys = [], []
for i in range({begin}, len(frame) - 20):
    xs.append(frame.iloc[i:i + {size}]['row'].values)
    ys.append(frame.iloc[i + {size + gap}]['row'])
x, y = np.array(xs), np.array(ys)""",
        f"""{series}
x = np.lib.stride_tricks.as_strided(series, shape=(30, {size}), strides=(series.strides[0], series.strides[0]))
y = series[{size + gap + 4}:]""",
        f"""{series}
xs, ys, i = [], [], 0
while i + {size + 9} < len(series):
    xs.append(series[i:i + {size}])
    ys.append(series[i + {size + gap}])
    i += 1
x, y = np.array(xs)[:, :, None], np.array(ys)""",
        f"""{frame}
values = frame['row'].tolist()
xs, ys = [], []
for i, value in enumerate(values):
    end = i + {size}
    if end > len(values) - 9:
        break
    xs.append(values[i:end])
    ys.append(values[end + {gap + 4}])
x, y = np.array(xs), np.array(ys)""",
        f"""{series}
x = np.array([series[i:i + {size}] for i in range(len(series) - 20)])
y = series[{size + gap + 4}:][:len(x)]
kept = y % 3 > 0
x, y = x[kept], y[kept]""",
        f"""{frame}
change = frame['row'].diff().shift(-2).dropna().values
row = frame['row'][1:].values[:-2]
x = np.array([row[i:i + {size}] for i in range(20)])
y = row[{size + gap + 4}:]""",
    ]
    return rng.choice(forms) + "\n"


@pytest.mark.parametrize(
    ("make", "seed", "least"), [(program, 11, 50), (windows_program, 5, 70), (spelled_program, 3, 95)]
)
def test_alignment_is_that_of_the_executed_program(
    make: Callable[[random.Random], str],
    seed: int,
    least: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(seed)
    known = 0
    for _ in range(120):
        code = make(rng)
        x, y = executed(code, tmp_path, monkeypatch)
        text = "import keras\nimport numpy as np\nimport pandas as pd\n" + code + MODEL.format(x="x", y="y")
        script = read(from_bytes(text.encode(), "train.py"), parse_target("3"))
        found = alignment(script.models[0].fits[0])
        if found is None or found.window.opaque:
            continue
        known += 1
        rows = x.reshape(len(x), -1)
        size = min(len(rows), len(y))
        assert rows.shape[1] == found.window.last - found.window.first + 1, code
        aims = set((y[:size] - rows[:size].min(axis=1)).tolist())
        assert aims == {found.target.first - found.window.first}, code
    assert known >= least


@pytest.mark.parametrize(
    ("element", "aim", "steps"),
    [
        ("(w[:-1], w[-1])", 5, 5),
        ("(w[:-1], w[1:])", 1, 5),
        ("(w, w[-1])", 5, 6),
        ("(w[:-1], w[-2:-1])", 4, 5),
        ("(w[:size - 1], w[size - 1])", 5, 5),
    ],
)
def test_windows_of_a_dataset_are_those_of_tensorflow(element: str, aim: int, steps: int) -> None:
    start = "import keras\nimport numpy as np\nimport pandas as pd\nimport tensorflow as tf\nsize = 6\n"
    text = start + (
        "series = pd.read_csv('rows.csv')[['row']].values\n"
        "data = tf.data.Dataset.from_tensor_slices(series).window(size, shift=1, drop_remainder=True)\n"
        f"data = data.flat_map(lambda w: w.batch(size)).map(lambda w: {element}).shuffle(99).batch(8).prefetch(1)\n"
    )
    script = read(from_bytes((text + MODEL.format(x="data", y="")).encode(), "train.py"), parse_target("3"))
    found = alignment(script.models[0].fits[0])
    assert found is not None
    assert found.target.first - found.window.first == aim
    assert found.window.last - found.window.first + 1 == steps


@pytest.mark.parametrize(
    ("call", "aim"),
    [
        ("keras.utils.timeseries_dataset_from_array(series, series, 5)", 0),
        ("keras.utils.timeseries_dataset_from_array(series[:-5], series[5:], 5)", 5),
        ("keras.utils.timeseries_dataset_from_array(series, series[4:], 5, shuffle=True)", 4),
        ("keras.preprocessing.sequence.TimeseriesGenerator(series, series, length=5)", 5),
        ("keras.utils.timeseries_dataset_from_array(series, series, 5, sampling_rate=2)", None),
        ("keras.utils.timeseries_dataset_from_array(series, other, 5)", None),
    ],
)
def test_calls_that_cut_windows(call: str, aim: int | None) -> None:
    start = "import keras\nimport pandas as pd\nframe = pd.read_csv('rows.csv')\n"
    text = f"{start}series, other = frame[['row']].values, pd.read_csv('b.csv').values\nx = {call}\n"
    script = read(from_bytes((text + MODEL.format(x="x", y="")).encode(), "train.py"), parse_target("2.15"))
    found = alignment(script.models[0].fits[0])
    assert (found.target.first - found.window.first if found is not None else None) == aim
    assert found is None or found.window.last - found.window.first == 4


@pytest.mark.parametrize(
    ("x", "y", "known"),
    [
        ("a[:, :-1]", "a[:, 1:]", True),
        ("a[:, :-3]", "a[:, 3:]", True),
        ("a[:, 1:-1]", "a[:, 2:]", True),
        ("a[:, 1:]", "a[:, :-1]", True),
        ("a[5:, :-1]", "a[5:, 1:]", False),
        ("a[:, :-1].astype('float32')", "a[:, 1:].reshape(-1, 9, 1)", True),
        ("a[:, ::-1]", "a[:, 1:]", False),
        ("a[:, -5:]", "a[:, 1:]", False),
        ("a[:, :-1]", "a[:, 1]", False),
    ],
)
def test_steps_ahead_are_those_of_the_executed_arrays(x: str, y: str, known: bool) -> None:
    text = "import keras\nimport pandas as pd\na = pd.read_csv('a.csv').values\n" + MODEL.format(x=x, y=y)
    script = read(from_bytes(text.encode(), "train.py"), parse_target("3"))
    a = np.tile(np.arange(10), (8, 1))
    ahead = steps_ahead(script.models[0].fits[0])
    assert (ahead is not None) == known
    if ahead is not None:
        names = {"a": a}
        assert ahead == int(eval(y, names).reshape(-1)[0]) - int(eval(x, names).reshape(-1)[0])


LABELLED = """
import numpy as np, pandas as pd, keras
from keras import layers

frame, T = pd.read_csv("packets_scaled.csv"), 10
packets, attack = frame[["size", "gap"]].values, frame["attack"].values
windows = np.array([packets[i : i + T] for i in range(len(packets) - T)])
model = keras.Sequential([keras.Input((T, 2)), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy")
"""


@pytest.mark.parametrize(
    ("labels", "count"),
    [
        ("attack[:-T]", 1),
        ("attack[: len(attack) - T]", 1),
        ("attack[0:-T]", 1),
        ("frame.attack.to_numpy()[:-T]", 1),
        ("attack[T:]", 0),
        ("attack[T - 1 : -1]", 0),
        ("attack[T // 2 : T // 2 - T]", 0),
        ("np.array([attack[i : i + T].max() for i in range(len(packets) - T)])", 0),
    ],
)
def test_labels_beside_the_series_are_cut_at_their_start(labels: str, count: int) -> None:
    text = f"{LABELLED}labels = {labels}\nmodel.fit(windows, labels)\n"
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert len([one for one in found if one.code == "LL751"]) == count


AHEAD = """
import numpy as np, keras
from keras import layers

series = np.random.normal(size=(500, 31, 4)).cumsum(axis=1)
ids, T = np.random.randint(0, 90, 9000), 20
"""


@pytest.mark.parametrize(
    ("layer", "count"),
    [
        ("layers.Conv1D(8, 3, padding='same')", 1),
        ("layers.SeparableConv1D(8, (5,), padding='same')", 1),
        ("layers.Bidirectional(layers.GRU(8, return_sequences=True))", 1),
        ("layers.Conv1D(8, 3, padding='causal')", 0),
        ("layers.Conv1D(8, 1, padding='same')", 0),
        ("layers.LSTM(8, return_sequences=True)", 0),
    ],
)
def test_a_layer_that_sees_the_step_to_be_predicted(layer: str, count: int) -> None:
    text = f"""{AHEAD}
model = keras.Sequential([keras.Input((30, 4)), {layer}, layers.LSTM(8, return_sequences=True), layers.Dense(4)])
model.compile("adam", "mse")
model.fit(series[:, :-1], series[:, 1:])
"""
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert len([one for one in found if one.code == "LL753"]) == count


@pytest.mark.parametrize(
    ("y", "count"),
    [
        ("ids[1 : n * T + 1].reshape(n, T)", 1),
        ("ids[: n * T].reshape(n, T)", 0),
        ("(ids[: n * T] % 5).reshape(n, T)", 0),
    ],
)
def test_a_stream_that_is_cut_into_pieces(y: str, count: int) -> None:
    text = f"""{AHEAD}
n = (len(ids) - 1) // T
x, y = ids[: n * T].reshape(n, T), {y}
read = layers.Bidirectional(layers.LSTM(8, return_sequences=True))
head = layers.Dense(90, activation="softmax")
model = keras.Sequential([keras.Input((T,)), layers.Embedding(90, 8), read, head])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, y)
"""
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert len([one for one in found if one.code == "LL753"]) == count


@pytest.mark.parametrize(("ahead", "count"), [(1, 1), (4, 1), (24, 0), (30, 0)])
def test_targets_that_begin_where_the_inputs_end_are_read_by_none(ahead: int, count: int) -> None:
    text = f"""{AHEAD}
both = np.random.normal(size=(500, 24 + {ahead}, 4)).cumsum(axis=1)
read = layers.Bidirectional(layers.LSTM(8, return_sequences=True))
model = keras.Sequential([keras.Input((24, 4)), read, layers.Dense(4)])
model.compile("adam", "mse")
model.fit(both[:, :24], both[:, {ahead}:])
"""
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert len([one for one in found if one.code == "LL753"]) == count


def test_the_place_of_the_largest_number_is_no_copy_of_it() -> None:
    text = """
import keras
import numpy as np
from keras import layers

x = np.random.default_rng(6).normal(size=(800, 10, 4))
kind = x[:, -1].argmax(-1)
model = keras.Sequential([layers.LSTM(16), layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, kind, validation_split=0.2)
"""
    source = from_bytes(text.encode(), "elsewhere/example.py")
    assert "LL776" not in [one.code for one in lint(source, Settings(keras="3"))]
