"""How large numbers are that a program makes up: sums of arrays, walks, columns of a frame; what is said of them."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

TEXT = """
import keras
import numpy as np
import pandas as pd
from keras import layers

rng = np.random.default_rng(0)
t = np.arange(1200)
{made}
x = np.stack([values[i : i + 24] for i in range(len(values) - 24)]).reshape(-1, 24, {width})
y = rng.normal(size=len(x))
model = keras.Sequential([keras.Input((24, {width})), layers.LSTM(32), layers.Dense(1{head})])
model.compile("adam", "mse")
model.fit(x, {target}, epochs=5, validation_split=0.1)
"""


def found(code: str, made: str, width: int = 1, target: str = "y", head: str = "") -> list[str]:
    text = TEXT.format(made=made, width=width, target=target, head=head)
    selection = Settings((Selection("a test", (code,)),), keras="3")
    return [one.message for one in lint(from_bytes(text.encode(), "elsewhere/example.py"), selection)]


@pytest.mark.parametrize(
    ("made", "size"),
    [
        ("values = 400 + 120 * np.sin(2 * np.pi * t / 24) + rng.normal(0, 8, 1200)", "528"),
        ("values = 100 + np.cumsum(rng.normal(0, 2, 1200))", "169"),
        ("values = 50 * np.random.randn(1600).cumsum()", "2000"),
        ("values = rng.poisson(180 + 60 * np.sin(2 * np.pi * t / 24))", "288"),
        ("values = rng.poisson(100, 1200).astype('float32')", "130"),
        ("values = (900 + 0.5 * t + 30 * np.cos(t / 7)).astype('float32')", "1530"),
        ("values = pd.DataFrame({'kw': 3000 + 9 * t, 'c': 8 * np.sin(t / 24)})['kw'].to_numpy()", "13800"),
    ],
)
def test_raw_numbers_of_the_program(made: str, size: str) -> None:
    (message,) = found("LL701", made)
    assert f"values up to about {size}, which saturate the gates" in message


def test_columns_that_a_program_puts_into_a_frame() -> None:
    made = """\
frame = pd.DataFrame({"kw": 3000 + 9 * t})
frame["c"] = 8 * np.sin(t / 24) + rng.normal(0, 1, 1200)
values = frame[["kw", "c"]].values"""
    assert len(found("LL701", made, 2)) == 1
    assert found("LL701", made + '\nvalues = frame[["c"]].values') == []
    assert (
        found("LL701", made + "\nvalues = (frame - frame.mean()) / frame.std()\nvalues = values.values", 2)
        == []
    )
    scaled = made.replace(
        "values =", 'frame["kw"] = (frame["kw"] - frame["kw"].mean()) / frame["kw"].std()\nvalues ='
    )
    assert found("LL701", scaled, 2) == []


@pytest.mark.parametrize(
    "made",
    [
        "values = 4 + 1.2 * np.sin(t / 24) + rng.normal(0, 0.1, 1200)",
        "values = 400 * np.sin(t / 24) - 390 * np.sin(t / 24)",  # what is left of them is small
        "values = (400 + 120 * np.sin(t / 24)) / 500",
        "values = (4000 + 300 * np.sin(t / 24) - 4000) / 300",
        "values = (np.full(1200, 60.0) + rng.poisson(40, 1200) - 100) / 6",
        "values = 400 + 120 * np.sin(t / 24)\nvalues = (values - values.mean()) / values.std()",
        "values = 400 + 120 * np.sin(t / 24)\nvalues = (values - values.min()) / (values.max() - values.min())",
        "values = np.cumsum(rng.normal(0, 0.1, 1200))",
        "values = np.cumsum(rng.normal(0, 5, 1200)) % 3",
        "values = np.log(400 + 120 * np.sin(t / 24))",
        "values = np.diff(400 + 120 * np.sin(t / 24))",
    ],
)
def test_numbers_that_are_small_or_may_be(made: str) -> None:
    assert found("LL701", made) == []


def test_a_head_that_cannot_reach_what_a_program_adds_up() -> None:
    made = "values = 1.4 * np.sin(2 * np.pi * t / 12) + rng.normal(0, 0.4, 1200)"
    head = ", activation='sigmoid'"
    (message,) = found("LL403", made, target="values[24:]", head=head)
    assert (
        message == "sigmoid predicts 0 to 1, but a range up to 1.8 puts y above that; remove the activation"
    )
    for less in ("0.5 + 0.4 * np.sin(t / 12)", "0.9 * np.sin(t / 12) + 0.2 * np.cos(t / 5)"):
        assert found("LL403", f"values = {less}", target="values[24:]", head=", activation='tanh'") == []


def test_a_target_of_hundreds_beside_inputs_that_are_small() -> None:
    made = "values = rng.normal(size=1200)"
    aim = "350 + 60 * x[:, -1, 0] + rng.normal(0, 5, len(x))"
    assert len(found("LL702", made, target=aim)) == 1
    assert (
        found("LL702", made, target=f"({aim} - 350) / 60")
        == found("LL702", made, target=f"({aim}) / 90")
        == []
    )
    assert found("LL702", "values = 400 + 100 * np.sin(t)", target="values[24:]") == []  # as LL701 says of x


LENGTHS = """
import keras
import numpy as np
import pandas as pd
from keras import layers

series = pd.read_csv("tide.csv")["metres"].to_numpy()
series = (series - series[:900].mean()) / series[:900].std()


def windows(rows, steps):
    return np.stack([rows[i : i + steps] for i in range(len(rows) - steps)])[..., None]


model = {model}
model.compile("adam", "mse")
model.fit(windows(series[:900], 24), series[24:900], epochs=3, validation_split=0.1)
print(model.predict({asked}))
"""
ONE = "keras.Sequential([keras.Input(({0}, 1)), layers.LSTM(8{1}), layers.Dense(1)])"


@pytest.mark.parametrize(
    ("model", "asked", "told"),
    [
        (ONE.format(24, ""), "windows(series[900:], 12)", True),
        (ONE.format(24, ""), "windows(series[900:], 48)", True),
        (ONE.format(24, "").replace("LSTM", "GRU"), "series[-12:].reshape(1, 12, 1)", True),
        (ONE.format(24, ""), "windows(series[900:], 24)", False),
        (ONE.format("None", ""), "windows(series[900:], 12)", False),  # meant for any length
        (
            ONE.format(24, ", return_sequences=True"),
            "windows(series[900:], 12)",
            False,
        ),  # a value for each step
        (
            ONE.format(24, ""),
            "windows(series[900:], 24)[:, :12]",
            False,
        ),  # how much do half of the steps tell
        (ONE.format(24, ""), "windows(series[900:], int(open('steps').read()))", False),
    ],
)
def test_windows_of_another_length_than_in_training(model: str, asked: str, told: bool) -> None:
    selection = Settings((Selection("a test", ("LL116",)),), keras="3")
    text = LENGTHS.format(model=model, asked=asked)
    said = [one.message for one in lint(from_bytes(text.encode(), "elsewhere/example.py"), selection)]
    assert ["the model was trained on 24" in message for message in said] == ([True] if told else [])
