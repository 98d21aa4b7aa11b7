"""Predictions on the way back to the units of the data: by the same numbers, in the right order, through the curve."""

from __future__ import annotations

import textwrap

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

SETUP = """
import keras
import numpy as np
import pandas as pd
from keras import layers
from sklearn.metrics import mean_absolute_error
from sklearn.preprocessing import MinMaxScaler, StandardScaler

flow = pd.read_csv("flow.csv")["litres"].to_numpy()
table = pd.read_csv("wards.csv")[["a", "b", "c"]].to_numpy()
train, test = flow[:700], flow[700:]


def windows(rows):
    return np.array([rows[i : i + 12] for i in range(len(rows) - 12)])


def trained(rows, width=1):
    model = keras.Sequential([keras.Input((12, width)), layers.LSTM(16), layers.Dense(width)])
    model.compile("adam", "mse")
    model.fit(windows(rows).reshape(-1, 12, width), rows[12:], validation_split=0.1)
    return model


"""


def found(code: str, text: str) -> list[int]:
    """The lines of the findings, counted from 1 in the text."""
    selection = Settings((Selection("a test", (code,)),), "strict", keras="3")
    source = from_bytes((SETUP + textwrap.dedent(text)).encode(), "elsewhere/example.py")
    return [one.line - SETUP.count("\n") for one in lint(source, selection) if one.code == code]


def standardized(back: str) -> str:
    return f"""\
mean, std = train.mean(), train.std()
rows = (train - mean) / std
p = trained(rows).predict(windows(rows)[..., None])
print({back})
"""


@pytest.mark.parametrize(
    ("back", "told"),
    [
        ("p * std + mean", False),
        ("p * train.std() + train.mean()", False),
        ("p[:, 0] * std + mean", False),
        ("p.ravel() * np.std(train) + np.mean(train)", False),
        ("(p + mean) * std", True),
        ("(mean + p) * std", True),
        ("p * test.std() + test.mean()", True),
        ("np.std(test) * p[:, 0] + np.mean(test)", True),
        ("p * (train.max() - train.min()) + train.min()", True),
        ("p * flow.std() + flow.mean()", False),  # whole and part: nearly the same numbers
        ("p * table.std() + table.mean()", False),  # another array
        ("np.tanh(p) * test.std()", False),
    ],
)
def test_a_standardized_target(back: str, told: bool) -> None:
    assert found("LL774", standardized(back)) == ([4] if told else [])


@pytest.mark.parametrize(
    ("target", "back", "told"),
    [
        ("train[12:]", "p * std + mean", True),
        ("train[12:]", "p[:, 0] * np.std(train) + np.mean(train)", True),
        ("train[12:].reshape(-1, 1)", "p * (train.max() - train.min()) + train.min()", True),
        ("train[12:]", "p", False),
        ("rows[12:]", "p * std + mean", False),
        ("train[12:] / 10", "p * std + mean", False),  # in some unit of its own
        ("train[12:] - mean", "p * std + mean", False),
        ("table[:688, 0]", "p * std + mean", False),  # another array
    ],
)
def test_a_target_that_was_never_scaled(target: str, back: str, told: bool) -> None:
    text = f"""\
mean, std = train.mean(), train.std()
rows = (train - mean) / std
model = keras.Sequential([keras.Input((12, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(windows(rows)[..., None], {target}, validation_split=0.1)
p = model.predict(windows((test - mean) / std)[..., None])
print({back})
"""
    assert found("LL774", text) == ([7] if told else [])


@pytest.mark.parametrize(("target", "told"), [("made[12:]", True), ("rows[12:, 0]", False)])
def test_a_scaler_that_a_target_of_the_program_never_went_through(target: str, told: bool) -> None:
    text = f"""\
made = (4 + np.sin(np.arange(900) / 24)).reshape(-1, 1)
scaler = MinMaxScaler().fit(made[:700])
rows = scaler.transform(made)
model = keras.Sequential([keras.Input((12, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(windows(rows), {target}, validation_split=0.1)
print(scaler.inverse_transform(model.predict(windows(rows))))
"""
    assert found("LL774", text) == ([7] if told else [])


def test_one_mistake_is_told_once() -> None:
    text = standardized("x").replace("print(x)", "scaled = p * test.std()\nprint(scaled + test.mean())")
    assert found("LL774", text) == [4]


@pytest.mark.parametrize(
    ("back", "told"),
    [
        ("p * (train.max() - train.min()) + train.min()", False),
        ("p * np.ptp(train) + train.min()", False),
        ("p * train.std() + train.mean()", True),
        ("p * (test.max() - test.min()) + test.min()", True),
    ],
)
def test_a_target_scaled_by_its_range(back: str, told: bool) -> None:
    by_hand = "rows = (train - train.min()) / (train.max() - train.min())"
    by_tool = "rows = MinMaxScaler().fit_transform(train.reshape(-1, 1))[:, 0]"
    for scaled in (by_hand, by_tool):
        text = f"{scaled}\np = trained(rows).predict(windows(rows)[..., None])\nprint({back})"
        assert found("LL774", text) == ([3] if told else [])


@pytest.mark.parametrize(
    ("scaled", "back", "told"),
    [
        ("StandardScaler().fit_transform(table)", "p * table.std() + table.mean()", True),
        ("MinMaxScaler().fit_transform(table)", "p * (table.max() - table.min()) + table.min()", True),
        ("(table - table.mean(axis=0)) / table.std(axis=0)", "p * table.std() + table.mean()", True),
        (
            "(table - table.mean(axis=0)) / table.std(axis=0)",
            "p * table.std(axis=0) + table.mean(axis=0)",
            False,
        ),
        ("StandardScaler().fit_transform(table)", "p * table.std(axis=0) + table.mean(axis=0)", False),
        ("(table - table.mean()) / table.std()", "p * table.std() + table.mean()", False),
    ],
)
def test_a_target_scaled_column_by_column(scaled: str, back: str, told: bool) -> None:
    text = f"rows = {scaled}\np = trained(rows, 3).predict(windows(rows))\nprint({back})"
    assert found("LL774", text) == ([3] if told else [])


@pytest.mark.parametrize(
    ("curve", "shown", "code"),
    [
        ("log1p", "p", "LL723"),
        ("log1p", "np.exp(p)", "LL774"),
        ("log1p", "np.expm1(p)", ""),
        ("log1p", "np.exp(p) - 1", ""),
        ("log", "np.exp(p)", ""),
        ("log", "np.expm1(p)", "LL774"),
        ("log", "p[:, 0]", "LL723"),
        ("sqrt", "np.square(p)", ""),
        ("sqrt", "p ** 2", ""),
        ("diff", "p", "LL723"),
        ("diff", "flow[:-13] + p[:, 0]", ""),
    ],
)
def test_a_target_that_is_a_curve_of_the_values_beside_the_prediction(
    curve: str, shown: str, code: str
) -> None:
    text = f"""\
rows = np.{curve}(flow)
p = trained(rows).predict(windows(rows)[..., None])
print(mean_absolute_error(flow[12:], {shown}))
print(mean_absolute_error(rows[12:], p))
"""
    for one in ("LL723", "LL774"):
        assert found(one, text) == ([3] if code == one else [])


def test_inputs_of_predict_that_lack_the_logarithm() -> None:
    text = "rows = np.log1p(flow)\nmodel = trained(rows)\n"
    assert found("LL723", text + "model.predict(flow[-12:].reshape(1, 12, 1))") == [3]
    assert found("LL723", text + "model.predict(np.log1p(flow[-12:]).reshape(1, 12, 1))") == []


@pytest.mark.parametrize(
    ("prepared", "told"),
    [
        ("(test - test.mean()) / test.std()", True),
        ("(test - train.mean()) / train.std()", False),
        ("(test - mean) / std", False),
        ("(test - flow.mean()) / flow.std()", False),  # all rows: nearly the same numbers
        ("(test - test.min()) / (test.max() - test.min())", False),
    ],
)
def test_data_that_evaluate_gets_scaled_by_their_own_spread(prepared: str, told: bool) -> None:
    text = f"""\
mean, std = train.mean(), train.std()
model = trained((train - mean) / std)
rows = {prepared}
print(model.evaluate(windows(rows)[..., None], rows[12:]))
"""
    assert found("LL723", text) == ([4] if told else [])


def test_one_function_that_standardizes_both_sides() -> None:
    text = """\
def standardized(rows): return (rows - rows.mean()) / rows.std()
model = trained(standardized(train))
model.predict(windows(standardized(test))[..., None])
model.predict(windows(standardized(train))[..., None])
"""
    assert found("LL723", text) == [3]


@pytest.mark.parametrize(
    ("prepared", "told"),
    [
        ("unit.transform(test.reshape(-1, 1))", True),
        ("spread.transform(test.reshape(-1, 1))", False),
        ("unit.transform(spread.transform(test.reshape(-1, 1)))", False),
        ("StandardScaler().fit(train.reshape(-1, 1)).transform(test.reshape(-1, 1))", False),
    ],
)
def test_data_that_predict_gets_from_another_scaler(prepared: str, told: bool) -> None:
    text = f"""\
spread, unit = StandardScaler(), MinMaxScaler()
model = trained(spread.fit_transform(train.reshape(-1, 1)))
other = unit.fit_transform(train.reshape(-1, 1))
model.predict(windows({prepared}))
"""
    assert found("LL723", text) == ([4] if told else [])


OWN = """\
def scaled(part):
    return {how}


model = keras.Sequential([keras.Input((12, 1)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(windows(scaled(train))[..., None], scaled(train)[12:], validation_split=0.1)
print(model.evaluate(windows({asked})[..., None], {asked}[12:]))
"""


@pytest.mark.parametrize(
    ("how", "asked", "told"),
    [
        ("part / part.max()", "scaled(test)", True),
        ("(part - part.min()) / (part.max() - part.min())", "scaled(test)", True),
        ("(part - part.mean()) / part.std()", "scaled(test)", True),
        ("part / part.max()", "(test / train.max())", False),
        ("part / 120", "scaled(test)", False),
        ("part / flow.max()", "scaled(test)", False),
    ],
)
def test_a_part_that_is_scaled_by_its_own_numbers(how: str, asked: str, told: bool) -> None:
    assert found("LL723", OWN.format(how=how, asked=asked)) == ([8] if told else [])


def test_images_of_two_parts_reach_the_same_brightness() -> None:
    text = """\
(a, b), (c, d) = keras.datasets.mnist.load_data()
model = keras.Sequential([keras.Input((28, 28)), layers.LSTM(16), layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(a / a.max(), b, validation_split=0.1)
print(model.evaluate(c / c.max(), d))
"""
    assert found("LL723", text) == []


FILLED = """\
scaler = MinMaxScaler().fit(table[:700])
rows = scaler.transform(table)
x, y = windows(rows), rows[12:, {aim}]
model = keras.Sequential([keras.Input((12, 3)), layers.LSTM(16), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x[:700], y[:700], validation_split=0.1)
p = model.predict(x[700:])
{filled}
print(mean_absolute_error(table[712:, {aim}], scaler.inverse_transform(filled)[:, {taken}]))
"""
ZEROS = "filled = np.zeros((len(p), 3))\nfilled[:, {}] = p[:, 0]"
BESIDE = "filled = np.concatenate([p, x[700:, -1, 1:]], axis=1)"
LAST = "filled = np.hstack([x[700:, -1, :2], p])"
REPEATED = "filled = np.repeat(p, 3, axis=-1)"


@pytest.mark.parametrize(
    ("aim", "filled", "taken", "told"),
    [
        (2, ZEROS.format(0), 0, True),
        (2, BESIDE, 0, True),
        (1, REPEATED, 0, True),
        (-1, LAST, -2, True),
        (2, ZEROS.format(2), 2, False),
        (0, BESIDE, 0, False),
        (2, LAST, 2, False),
        (-1, LAST, -1, False),
        (1, REPEATED, 1, False),
        (2, LAST, -1, False),  # the same column, written another way
        ("[0, 1]", REPEATED, 0, False),  # several targets
    ],
)
def test_the_column_that_is_put_back(aim: object, filled: str, taken: int, told: bool) -> None:
    text = FILLED.format(aim=aim, filled=filled, taken=taken)
    line = text[: text.index("print(")].count("\n") + 1
    assert found("LL774", text) == ([line] if told else [])


def test_a_target_with_a_scaler_of_its_own_is_one_column() -> None:
    text = FILLED.format(aim=2, filled="filled = p", taken=0)
    text = text.replace("x, y =", "own = MinMaxScaler().fit(table[:700, 2:])\nx, y =")
    text = text.replace("rows[12:, 2]", "own.transform(table[12:, 2:])").replace(
        "scaler.inverse", "own.inverse"
    )
    assert found("LL774", text) == []
