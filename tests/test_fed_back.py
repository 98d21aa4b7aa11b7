"""Loops that forecast step by step: where each prediction goes in the window that the model gets next."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.reader.read import read
from lstm_lint.script import FedBack
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SETUP = """
import numpy as np
import tensorflow as tf
from collections import deque
from keras import Input, Sequential, layers

rows = np.load("rows.npy")
L = 30
model = Sequential([Input((L, 1)), layers.LSTM(8), layers.Dense(1)])
window = np.load("window.npy")
later = np.load("weather.npy")
out = []
"""

WRONG = {
    "rolled towards the end, set in front": (
        "p = model.predict(window[np.newaxis])[0]; window = np.roll(window, 1, axis=0); window[0] = p", "front"),
    "rolled rightly, set in front": (
        "p = model.predict(window[None])[0]; window = np.roll(window, -1, 0); window[0] = p", "front"),
    "rolled towards the end, set there": (
        "p = model.predict(window[None])[0]; window = np.roll(window, 1, axis=0); window[-1] = p", "forward"),
    "a batch of one window": (
        "p = model.predict(window); window = np.roll(window, 1, axis=1); window[0, 0, 0] = p[0, 0]", "front"),
    "appended to a batch, in front": (
        "p = model.predict(window); window = np.concatenate([p.reshape(1, 1, 1), window[:, :-1, :]], axis=1)", "front"),
    "of tensors": (
        "p = model.predict(window); window = tf.concat([tf.reshape(p, (1, 1, 1)), window[:, :-1]], axis=1)", "front"),
    "stacked in front": (
        "p = model.predict(window[None]); window = np.vstack([p, window[:-1]])", "front"),
    "in place of the newest": (
        "p = model.predict(window[None]); window = np.vstack([window[:-1], p])", "newest"),
    "inserted at 0": (
        "p = model.predict(np.expand_dims(window, 0)); window = np.insert(window[:-1], 0, p[0, 0], axis=0)", "front"),
    "a list": (
        "p = model.predict(np.array(window).reshape(1, L, 1))[0, 0]; window.insert(0, p); window.pop()", "front"),
    "a list that grows": (
        "p = model.predict(np.array(window[-L:]).reshape(1, L, 1))[0, 0]; window = [p] + window", "front"),
    "a deque": (
        "p = model.predict(np.array(window)[None, :, None])[0, 0]; window.pop(); window.appendleft(p)", "front"),
    "moved by slices": (
        "p = model.predict(window[None])[0]; window[1:] = window[:-1]; window[0] = p", "front"),
    "through a list of forecasts": (
        "out.append(model.predict(window[None])[0]); window = np.concatenate(([out[-1]], window[:-1]))", "front"),
    "through another name": (
        "x = window.reshape(1, L, 1); p = model.predict(x); new = np.append(p, window[:-1]); window = new", "front"),
    "one value for all columns": (
        "p = model.predict(window[None])[0]; window = window[1:]; window = np.insert(window, [L - 1], p, axis=0)",
        "columns"),
    "one number for all columns of a window without a batch": (
        "p = model.predict(window.reshape(1, L, 2))[0, 0]; window = np.roll(window, -1, axis=0); window[-1] = p",
        "columns"),
    "set for all columns": (
        "p = model.predict(window)[0, 0]; window = np.roll(window, -1, axis=1); window[:, -1, :] = p", "columns"),
}  # fmt: skip

RIGHT = [
    "p = model.predict(window[None])[0]; window = np.roll(window, -1, axis=0); window[-1, 0] = p",
    "p = model.predict(window.reshape(1, L, 2))[0, 0]; window = np.roll(window, -1, axis=0); window[-1, 0] = p",
    "p = model.predict(window); window = np.append(window[:, 1:, :], p.reshape(1, 1, 1), axis=1)",
    "p = model.predict(window); window = tf.concat([window[:, 1:], tf.reshape(p, (1, 1, 1))], axis=1)",
    "p = model.predict(window[None]); window = np.vstack([window, p])[-L:]",
    "p = model.predict(np.array(window).reshape(1, L, 1))[0, 0]; window.append(p); window.pop(0)",
    "p = model.predict(np.array(window)[None, :, None])[0, 0]; window.popleft(); window.append(p)",
    "p = model.predict(np.array(window)[None, :, None])[0, 0]; window = window[1:] + [p]",
    "p = model.predict(window[None])[0]; window[:-1] = window[1:]; window[-1, 0] = p",
    # Rows that the program makes of the prediction and what else is known of the step.
    "p = model.predict(window[None])[0, 0]; row = np.array([p, later[0]]); window = np.vstack([window[1:], row])",
    "p = model.predict(window[None])[0]; row = make(p); window = np.insert(window[1:], [L - 1], row, axis=0)",
    # Columns beside each other, no steps one after the other.
    "p = model.predict(window); window = np.concatenate([p, window], axis=-1)",
    # A sequence of one step: what was predicted is all that the model gets next.
    "p = model.predict(window); window = p.reshape(1, 1, 1)",
    # The last step is a place that is filled, nothing is moved.
    "p = model.predict(window[None])[0]; window[-1] = p",
    # Forecasts that go nowhere.
    "p = model.predict(window[None])[0]; out.insert(0, p)",
    "out = [model.predict(window[None])[0]] + out",
    # What is not followed.
    "p = model.predict(window[None])[0]; window = step(window, p)",
    "p = model.predict(window[None])[0]; window = np.roll(window, k(), axis=0); window[0] = p",
    "p = model.predict(window[None])[0]; window = np.roll(window, 1, axis=2); window[0] = p",
]


def _facts(body: str, setup: str = "") -> tuple[FedBack, ...]:
    code = (
        SETUP
        + setup
        + f"for _ in range(len(rows)):\n{textwrap.indent(body.replace('; ', chr(10)), '    ')}\n"
    )
    found = read(from_bytes(code.encode(), "script.py"), parse_target("3")).fed_back
    return tuple(one for one in found if one.how != "next")


@pytest.mark.parametrize("name", WRONG)
def test_prediction_at_the_wrong_place(name: str) -> None:
    body, how = WRONG[name]
    found = _facts(body)
    assert [(one.how, one.window) for one in found] == [(how, "window")]


@pytest.mark.parametrize("body", RIGHT)
def test_window_that_goes_on_rightly(body: str) -> None:
    assert _facts(body) == ()


def test_what_a_branch_does_is_not_followed() -> None:
    body = "p = model.predict(window[None])[0]\nif p > 0:\n    window = np.roll(window, 1, axis=0)\nwindow[0] = p"
    assert _facts(body) == ()


STILL = [
    "p = model.predict(one)[0]; out.append(p)",
    "out.append(model.predict(one, verbose=0)[0, 0])",
    "p = model.predict(last.reshape(1, L, 1))[0, 0]; out.append(p)",
    "x = 1; out.append(model.predict(last[None, :, None]))",
    "out.append(model.predict(one)[0, 0] * 20 + 3)",
]
MOVES = [
    "p = model.predict(one)[0]; one = step(one, p); out.append(p)",
    "p = model.predict(one)[0]",  # a measure of time
    "p = model.predict(rows)[0]; out.append(p)",  # no single window
    "model.load_weights(names[_]); out.append(model.predict(one))",
    "model.fit(rows, later); out.append(model.predict(one))",
    "train(model); out.append(model.predict(one))",
    "one[0, -1, 0] = 3; out.append(model.predict(one))",
    "out.append(model.predict(changed(one)))",
    "out.append(model.predict(one * _))",
    "out.append(model.predict(one)[0, _])",  # another step in each pass
    "p = model.predict(one); out.append(p[0][_])",
    "out.append(model.predict(one)[0, 0] + np.random.normal(0, 0.1))",
    "out.append(model.predict(one)[0, 0] * _)",
    "out.append(model.predict(one)); advance(3)",  # a function of the program, which may have it
    "out.append(model.predict(one)); np.copyto(one, later)",
    "flat = one.ravel(); flat[0] = 3; out.append(model.predict(one))",
    "at = time.perf_counter(); out.append(model.predict(one)); times.append(time.perf_counter() - at)",
]


@pytest.mark.parametrize("body", STILL)
def test_window_that_never_moves(body: str) -> None:
    setup = "last = np.zeros(L)\none = np.zeros((1, L, 1))\n"
    found = _facts(body, setup)
    assert [one.how for one in found] == ["still"]
    assert found[0].window in ("one", "last")


@pytest.mark.parametrize("body", MOVES)
def test_window_that_may_move(body: str) -> None:
    assert _facts(body, "one = np.zeros((1, L, 1))\n") == ()


def test_loops_of_few_passes_and_while_are_read_alike() -> None:
    body = (
        "    p = model.predict(window[None])[0]\n    window = np.roll(window, 1, axis=0)\n    window[0] = p\n"
    )
    for head in ("for _ in range(3):", "while len(out) < 30:", "for _ in tqdm(range(30)):"):
        found = read(from_bytes(f"{SETUP}{head}\n{body}".encode(), "script.py"), parse_target("3")).fed_back
        assert {one.how for one in found} == {"front"}


@pytest.mark.parametrize("training, expected", [("", ["LL794"]), (", training=True", [])])
def test_dropout_that_stays_on_draws_another_value_in_each_pass(training: str, expected: list[str]) -> None:
    code = f"""
import numpy as np
import pandas as pd
from keras import Input, Model, layers

load = pd.read_csv("load.csv", parse_dates=["hour"]).sort_values("hour")["load"].to_numpy("float32")
x = np.stack([load[i : i + 24] for i in range(len(load) - 24)])[..., None]
read = Input((24, 1))
steps = layers.Dropout(0.3)(layers.LSTM(8)(read){training})
model = Model(read, layers.Dense(1)(steps))
model.compile("adam", "mse")
model.fit(x, load[24:])
window, drawn = load[-24:].reshape(1, 24, 1), []
for _ in range(100):
    drawn.append(model.predict(window)[0, 0])
"""
    settings = Settings((Selection("the test", ("LL794",)),), "strict", keras="3")
    assert [one.code for one in lint(from_bytes(code.encode(), "script.py"), settings)] == expected


@pytest.mark.parametrize(
    ("window", "named"), [("window", "`window`"), ("window_of_the_last_thirty_hours", "the window")]
)
def test_a_message_fits_its_line_whatever_the_window_is_called(window: str, named: str) -> None:
    code = f"""
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
load = pd.read_csv("load.csv")["load"].to_numpy("float32")
x = np.stack([load[i : i + 24] for i in range(len(load) - 24)])[..., None]
model = Sequential([Input((24, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, load[24:])
{window}, out = load[-24:].reshape(1, 24, 1), []
for _ in range(48):
    out.append(model.predict({window})[0, 0])
"""
    settings = Settings((Selection("the test", ("LL794",)),), "strict", keras="3")
    (found,) = lint(from_bytes(code.encode(), "script.py"), settings)
    assert f"from the same {named} in each pass" in found.message and len(found.message) <= 120


RESTORED = """
import numpy as np
import pandas as pd
from keras import Input, Sequential, layers
from sklearn.preprocessing import MinMaxScaler

load = pd.read_csv("load.csv")[["load"]].to_numpy("float32")
scaler = MinMaxScaler().fit(load[:900])
rows = scaler.transform(load)
x = np.stack([{windows}[i : i + 24] for i in range(len(rows) - 24)])
model = Sequential([Input((24, 1)), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, {windows}[24:])
window, out = {start}, []
for _ in range(48):
{body}
"""


@pytest.mark.parametrize(
    ("start", "body", "told"),
    [
        (
            "list(rows[-24:, 0])",
            "p = model.predict(np.array(window[-24:]).reshape(1, 24, 1)); v = scaler.inverse_transform(p)[0, 0]; "
            "out.append(v); window.append(v)",
            True,
        ),
        (
            "rows[-24:]",
            "p = scaler.inverse_transform(model.predict(window[None])); out.append(p[0, 0]); "
            "window = np.vstack([window[1:], p])",
            True,
        ),
        (
            "rows[-24:].reshape(1, 24, 1)",
            "p = scaler.inverse_transform(model.predict(window)); "
            "window = np.concatenate([window[:, 1:], p.reshape(1, 1, 1)], axis=1)",
            True,
        ),
        (
            "list(rows[-24:, 0])",
            "p = model.predict(np.array(window[-24:]).reshape(1, 24, 1)); "
            "out.append(scaler.inverse_transform(p)[0, 0]); window.append(p[0, 0])",
            False,
        ),
        (
            "rows[-24:]",
            "p = scaler.inverse_transform(model.predict(window[None])); out.append(p[0, 0]); "
            "window = np.vstack([window[1:], scaler.transform(p)])",
            False,
        ),
        (
            "list(load[-24:, 0])",  # in the units of the data, and scaled for each prediction
            "p = model.predict(scaler.transform(np.array(window[-24:]).reshape(-1, 1))[None]); "
            "window.append(scaler.inverse_transform(p)[0, 0])",
            False,
        ),
    ],
)
def test_a_prediction_in_the_units_of_the_data_beside_scaled_steps(start: str, body: str, told: bool) -> None:
    lines = textwrap.indent(body.replace("; ", "\n"), "    ")
    settings = Settings((Selection("the test", ("LL794",)),), "strict", keras="3")
    for windows in ("rows", "load"):
        code = RESTORED.format(windows=windows, start=start, body=lines)
        found = lint(from_bytes(code.encode(), "script.py"), settings)
        assert [one.code for one in found] == (["LL794"] if told and windows == "rows" else [])
