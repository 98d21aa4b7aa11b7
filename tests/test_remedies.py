"""What messages say to write instead, and whom they name: followed to the letter, nothing is left to say."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

START = """
import numpy as np
from keras import Input, Sequential, layers, optimizers
"""


def said(code: str, text: str, keras: str = "3") -> Finding | None:
    source = from_bytes((START + dedent(text)).encode(), "train.py")
    found = [
        one
        for one in lint(source, Settings(keras=keras))
        if one.code == code and one.severity is not Severity.ADVICE
    ]
    assert len(found) < 2
    return found[0] if found else None


def dropouts(rates: list[float]) -> str:
    stack = "".join(f"layers.LSTM(8, return_sequences=True), layers.Dropout({rate}), " for rate in rates)
    return f"model = Sequential([Input((10, 3)), {stack}layers.LSTM(8), layers.Dense(1)])\n"


def in_a_row(rates: list[float]) -> Finding | None:
    """What is said of the rates together: advice, for the layers between them mix what is left."""
    text = START + dropouts(rates)
    of_all = [
        one for one in lint(from_bytes(text.encode(), "train.py"), Settings(keras="3")) if one.code == "LL602"
    ]
    found = [one for one in of_all if "one after another" in one.message]
    assert len(found) < 2 and all(one.severity is Severity.ADVICE for one in found)
    return found[0] if found else None


@pytest.mark.parametrize("rates", [[0.2, 0.2, 0.5, 0.5], [0.5] * 3, [0.6, 0.6], [0.5] * 8, [0.3] * 12])
def test_rates_up_to_the_one_that_is_named_keep_enough(rates: list[float]) -> None:
    found = in_a_row(rates)
    assert found is not None
    named = re.fullmatch(r".*; use fewer dropouts, or (\d+) of at most (0\.\d)", found.message)
    assert named is not None and int(named[1]) == len(rates)
    assert in_a_row([min(rate, float(named[2])) for rate in rates]) is None
    assert in_a_row([float(named[2]) + 0.1] * len(rates))


def test_no_rate_is_named_where_none_would_do() -> None:
    found = in_a_row([0.1] * 20)
    assert found is not None and found.message.endswith("; use fewer dropouts")


@pytest.mark.parametrize(
    ("front", "reader"),
    [
        ("", "LSTM"),
        ("layers.Conv1D(8, 3), ", "Conv1D"),
        ("layers.Dropout(0.1), layers.Masking(), ", "LSTM"),
        ("layers.SpatialDropout1D(0.1), layers.Conv1D(8, 3), layers.Conv1D(4, 3), ", "Conv1D"),
        ("layers.TimeDistributed(layers.Dense(4)), ", "TimeDistributed(Dense)"),
    ],
)
def test_the_layer_that_reads_token_ids_is_named(front: str, reader: str) -> None:
    found = said(
        "LL709",
        f"""
        from keras.datasets import imdb
        from keras.utils import pad_sequences
        (x, y), _ = imdb.load_data(num_words=5000)
        x = pad_sequences(x, maxlen=100).reshape(-1, 100, 1)
        model = Sequential([Input((100, 1)), {front}layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(x, y)
        """,
    )
    assert found is not None and found.message.startswith(f"`{reader}` reads the token ids of `imdb`")


@pytest.mark.parametrize(("keras", "title"), [("3", "Keras 3"), ("2.15", "Keras 2.15")])
def test_the_keras_that_refuses_two_clippings_is_named(keras: str, title: str) -> None:
    found = said(
        "LL506",
        "optimizer = optimizers.Adam(clipnorm=1.0, global_clipnorm=2.0)\n"
        + """
model = Sequential([layers.LSTM(8), layers.Dense(1)])
model.compile(optimizer, "mse")
""",
        keras,
    )
    assert found is not None
    assert f": {title} raises, it takes one of them; keep `global_clipnorm`" in found.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("x = np.array([[90, 80, 70]] * 9)", "x holds values up to about 90"),
        ("x = np.array([[90, 80, 70, 500]] * 9)[:, :-1]", "x is cut from values up to about 500"),
        ("x = np.array([[90, 80, 70]] * 99)[:50]", "x is cut from values up to about 90"),
    ],
)  # fmt: skip
def test_of_a_part_the_largest_value_is_that_of_the_whole(data: str, words: str) -> None:
    found = said(
        "LL701",
        f"""
        {data}
        model = Sequential([Input((3, 1)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(x.reshape(-1, 3, 1), np.zeros(len(x)))
        """,
    )
    assert found is not None and found.message.startswith(words)


@pytest.mark.parametrize(("units", "columns"), [(1, 20), (3, 1)])
def test_both_ways_to_make_target_and_output_alike(units: int, columns: int) -> None:
    text = """
        x, y = np.random.rand(40, 6, 3), np.random.rand(40, {columns})
        {more}
        model = Sequential([Input((6, 3)), layers.LSTM(8), layers.Dense({units})])
        model.compile("adam", "mse")
        model.fit(x, y)
        """
    found = said("LL104", text.format(units=units, columns=columns, more=""))
    assert found is not None and f"write Dense({columns})" in found.message
    assert said("LL104", text.format(units=columns, columns=columns, more="")) is None
    assert found.message.endswith(", or keep one value of y") is (units == 1)
    if units == 1:
        assert said("LL104", text.format(units=units, columns=columns, more="y = y[:, -1]")) is None


LABELED = """
    from sklearn.preprocessing import LabelEncoder
    x, kinds = np.load("x.npy"), np.load("kinds.npy", allow_pickle=True)
    y = LabelEncoder().fit_transform(kinds)
    model = Sequential([Input((30, 4)), layers.LSTM(16), layers.Dense({units})])
    model.compile("adam", "mse")
    model.fit(x, y)
    """


@pytest.mark.parametrize(("units", "head"), [(1, "a softmax unit for each class"), (5, "softmax")])
def test_ids_of_classes_need_a_head_and_a_loss(units: int, head: str) -> None:
    found = said("LL416", LABELED.format(units=units))
    assert found is not None and found.message.endswith(f"; write {head}, sparse_categorical_crossentropy")


@pytest.mark.parametrize(
    ("activation", "remedy"),
    [
        ("sigmoid", "compare it with a threshold, `p > 0.5`"),
        ("linear", "use the value itself"),
        ("softmax", "give the head a unit for each class"),
        ("tanh", "use the value, not its place"),
    ],
)
def test_what_to_do_with_one_value_a_row_depends_on_what_it_is(activation: str, remedy: str) -> None:
    found = said(
        "LL721",
        f"""
        x, y = np.load("x.npy"), np.load("y.npy")
        model = Sequential([Input((30, 4)), layers.LSTM(16), layers.Dense(1, activation="{activation}")])
        model.compile("adam", "mse")
        model.fit(x, y)
        print(np.argmax(model.predict(x), axis=1))
        """,
    )
    assert found is not None and found.message.endswith(f"; {remedy}")


@pytest.mark.parametrize(
    ("also", "remedy"), [("", "`shuffle=False`"), (", stratify=y", "`shuffle=False` without `stratify`")]
)
def test_a_stratified_split_by_time_is_not_asked_for(also: str, remedy: str) -> None:
    found = said(
        "LL704",
        f"""
        from sklearn.model_selection import train_test_split
        series, labels = np.load("series.npy"), np.load("labels.npy")
        x = np.array([series[i : i + 30] for i in range(len(series) - 30)])
        y = np.array([labels[i + 30] for i in range(len(series) - 30)])
        a, b, c, d = train_test_split(x, y, test_size=0.2{also})
        model = Sequential([layers.LSTM(16), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(a, c, validation_data=(b, d))
        """,
    )
    assert found is not None and found.message.endswith(f"; split by time, {remedy}")
    assert (found.fix is None) is bool(also)


@pytest.mark.parametrize(
    ("arguments", "end"),
    [
        (
            "",
            "masks nothing: no vector of an id is all -1; use mask_zero=True, if id 0 is the padding",
        ),
        (
            ", mask_zero=True",
            "replaces the mask of `Embedding` and masks nothing: no vector of an id is all -1; remove it",
        ),
    ],
)
def test_a_mask_of_vectors_names_the_value_that_none_has(arguments: str, end: str) -> None:
    stack = f"layers.Embedding(90, 8{arguments}), layers.Masking(-1.0), layers.LSTM(8), layers.Dense(1)"
    found = said("LL169", f"model = Sequential([Input((20,)), {stack}])\n")
    assert found is not None and found.message.endswith(end) and len(found.message) <= 120


@pytest.mark.parametrize(
    ("keras", "severity", "words"),
    [("3", "error", "`fit` raises"), ("2.2", "warning", "its weights are never trained")],
)
def test_an_old_lambda_makes_layers_and_says_nothing(keras: str, severity: str, words: str) -> None:
    text = "model = Sequential([layers.Lambda(lambda t: layers.GRU(8)(t), input_shape=(24, 6)), layers.Dense(1)])\n"
    found = said("LL172", text, keras)
    assert found is not None and found.severity.value == severity and f": {words}; " in found.message


@pytest.mark.parametrize(("keras", "severity"), [("auto", "warning"), ("3", "error"), ("2", None)])
def test_weights_of_one_loss_are_an_error_of_keras_3_alone(
    keras: str, severity: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where nothing pins a version
    found = said(
        "LL117",
        """
        steps = Input((12, 2))
        h = layers.GRU(8)(steps)
        from keras import Model
        model = Model(steps, [layers.Dense(1)(h), layers.Dense(1)(h)])
        model.compile("adam", "mse", loss_weights=[0.6, 0.4])
        """,
        keras,
    )
    assert (found.severity.value if found else None) == severity
    assert found is None or "2 entries for 1 loss: `fit` of Keras 3 raises; " in found.message
