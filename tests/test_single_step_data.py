"""One time step in the data: what broadcasts by the declared length, and does not by the data that is given."""

from __future__ import annotations

from textwrap import dedent

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

STEPS = """
import numpy as np
import pandas as pd
from keras import Input, Sequential
from keras.layers import LSTM, Conv1D, Dense, RepeatVector, TimeDistributed

values = pd.read_csv("flow.csv")["flow"].values
x = np.array([values[i] for i in range(len(values) - 9)])
y = np.array([values[i + 9] for i in range(len(values) - 9)]).reshape((-1, 1))
x = np.reshape(x, {shape})
model = Sequential()
{layers}
model.compile("adam", "mse")
model.fit(x, y, epochs=9)
"""
PLAIN = "model.add(LSTM(8, return_sequences=True, input_shape={declared}))\nmodel.add(Dense(1))"
AGAIN = """model.add(LSTM(8, input_shape={declared}))
model.add(RepeatVector(5))
model.add(LSTM(8, return_sequences=True))
model.add(Dense(1))"""


def told(text: str, target: str = "3") -> dict[str, str]:
    found = lint(from_bytes(dedent(text).encode(), "train.py"), load(None, {"keras": target}))
    return {one.code: one.message for one in found if one.severity.value != "advice"}


def of(shape: str, layers: str, declared: str) -> set[str]:
    text = STEPS.replace("{shape}", shape).replace("{layers}", layers).replace("{declared}", declared)
    return {"LL103", "LL104", "LL109", "LL116"} & told(text).keys()


@pytest.mark.parametrize(
    ("shape", "layers", "declared", "codes"),
    [
        ("(x.shape[0], 1, 1)", PLAIN, "(x.shape[0], 1)", {"LL109"}),  # rows counted as time steps
        ("(x.shape[0], 1, 1)", PLAIN, "(30, 1)", {"LL109"}),
        ("(x.shape[0], 1, 1)", PLAIN, "(None, 1)", {"LL109"}),
        ("(x.shape[0], 1, 1)", PLAIN, "(1, 1)", {"LL109"}),
        ("(-1, 3, 1)", PLAIN, "(x.shape[0], 1)", {"LL103"}),
        ("(-1, 3, 1)", PLAIN, "(3, 1)", {"LL103"}),
        ("(-1, lags, 1)", PLAIN, "(x.shape[1], 1)", set()),  # which may be one
        ("(-1, lags, 1)", PLAIN, "(30, 1)", {"LL103"}),
        ("(-1, 1, 1)", AGAIN, "(30, 1)", {"LL103", "LL109"}),  # the model makes 5 steps of whatever it gets
        ("(-1, 3, 1)", PLAIN.replace("True", "False"), "(3, 1)", set()),
    ],
)
def test_the_steps_of_the_data_decide(shape: str, layers: str, declared: str, codes: set[str]) -> None:
    assert of(shape, layers, declared) == codes


WIDE = STEPS.replace(".reshape((-1, 1))", ".reshape((-1, 1, 1))").replace(
    "{layers}", "model.add(LSTM(8, return_sequences=True, input_shape={declared}))\nmodel.add(Dense(3))"
)


@pytest.mark.parametrize(("shape", "speaks"), [("(-1, 1, 1)", False), ("(-1, 3, 1)", True)])
def test_a_target_of_one_step_is_broadcast_where_the_data_has_several(shape: str, speaks: bool) -> None:
    text = WIDE.replace("{shape}", shape).replace("{declared}", "(3, 1)").replace("Dense(3)", "Dense(1)")
    assert ("LL104" in told(text)) is speaks


@pytest.mark.parametrize("written", ["(x.shape[0], 1)", "(30, 1)"])
def test_data_of_one_step_is_named_whatever_the_model_declares(written: str) -> None:
    text = STEPS.replace("{shape}", "(-1, 1, 1)").replace("{layers}", PLAIN).replace("{declared}", written)
    assert "whatever the model declares" in told(text)["LL109"]
    stateful = text.replace("return_sequences", "stateful=True, return_sequences")
    assert "LL109" not in told(stateful)


CALLED = """
from keras import Input, Model
from keras.layers import GRU, LSTM, Bidirectional, Conv1D, Dense


class Coder:
    def __init__(self, steps):
        self.first = {layer}

    def run(self, x):
        return self.first(x)
"""


@pytest.mark.parametrize(
    "layer",
    [
        "LSTM(8, input_shape=(steps, 4, 5))",
        "LSTM(8, input_dim=5)",
        "GRU(8, input_shape=(5,))",
        "Bidirectional(LSTM(8), input_shape=(4, 4, 5))",
        "Bidirectional(LSTM(8, input_shape=(4, 4, 5)))",
        "Conv1D(8, 2, input_shape=(28, 28, 1))",
    ],
)
def test_what_a_layer_states_is_ignored_where_it_is_called_on_a_tensor(layer: str) -> None:
    text = CALLED.replace("{layer}", layer)
    keras_class = text.replace("class Coder:", "class Coder(Model):")
    keras_class = keras_class.replace("        self.first", "        super().__init__()\n        self.first")
    assert told(text) == told(keras_class) == {}
    stacked = f"from keras import Sequential\n{text}\n\nsteps = 9\nstack = Sequential([{layer}, Dense(1)])\n"
    assert {"LL102", "LL119"} & told(stacked).keys()


def test_a_called_layer_is_judged_by_what_it_gets() -> None:
    text = CALLED.replace("{layer}", "LSTM(8, input_shape=(4, 5))")
    assert told(f"{text}\n\nCoder(4).run(Input((4, 5)))\n") == {}
    assert "LL102" in told(f"{text}\n\nCoder(4).run(Input((3, 4, 5)))\n")


def test_a_layer_of_a_stack_inside_a_model_is_no_called_one() -> None:
    text = """
        from keras import Model, Sequential
        from keras.layers import LSTM, Dense


        class Coder(Model):
            def __init__(self):
                super().__init__()
                self.stack = Sequential([LSTM(8, input_dim=5), Dense(1)])

            def call(self, x):
                return self.stack(x)
    """
    assert "LL102" in told(text)
