"""Which advice `--profile strict` lists and which only `--profile pedantic`, and where advice becomes a warning."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """\
import keras
import numpy as np
from keras import callbacks, layers, optimizers
"""
STORED = 'x, y = np.load("x.npy").reshape(800, 40, 1), np.load("y.npy").reshape(800, 1)\n'
TYPED = "x = np.array([[[1], [2], [3]], [[2], [3], [40]]])\ny = np.array([4, 50])\n"


def build(units: int = 32, head: str = "layers.Dense(1)", loss: str = "mse", steps: int = 40) -> str:
    return (
        f"model = keras.Sequential([keras.Input(({steps}, 1)), layers.LSTM({units}), {head}])\n"
        f"model.compile('adam', '{loss}')\n"
    )


def levels(code: str, body: str) -> list[str]:
    """The severity of each finding of a rule, `pedantic` for advice of that profile."""
    settings = Settings((Selection("the test", (code,)),), "pedantic", keras="3")
    found = lint(from_bytes((HEAD + body).encode(), "train.py"), settings)
    return ["pedantic" if one.is_pedantic else one.severity.value for one in found]


@pytest.mark.parametrize(
    ("body", "level"),
    [
        (STORED + build() + "model.fit(x, y, epochs=30)", ["warning"]),
        (
            STORED + build(head="layers.Dense(60, 'softmax')", loss="sparse_categorical_crossentropy")
            + "model.fit(x, y, epochs=30)",
            ["pedantic"],
        ),
        (
            STORED + build(head="layers.Dense(60, 'softmax')", loss="sparse_categorical_crossentropy")
            + "model.fit(x[:600], y[:600], epochs=30)\nrest = x[600:]",
            ["warning"],
        ),
        (STORED + build() + "model.fit(x, x, epochs=30)", ["pedantic"]),
        (TYPED + build(steps=3) + "model.fit(x, y, epochs=300)", ["pedantic"]),
        (STORED + build() + "model.fit(x[:600], y[:600], epochs=30)\nlooks = model.predict(x_test)", []),
        ("def train(x, y):\n" + build().replace("model", "    model") + "    model.fit(x, y)", []),
    ],
)  # fmt: skip
def test_nothing_held_out_is_a_warning_where_the_error_on_new_data_is_the_point(
    body: str, level: list[str]
) -> None:
    assert levels("LL607", body) == level


@pytest.mark.parametrize(("units", "level"), [(1, "pedantic"), (32, "warning")])
def test_few_sequences_are_no_risk_for_fewer_weights(units: int, level: str) -> None:
    data = 'x, y = np.load("x.npy").reshape(150, 40, 1), np.load("y.npy").reshape(150, 1)\n'
    assert levels("LL601", data + build(units) + "model.fit(x, y, epochs=90, validation_split=0.2)") == [
        level
    ]


def test_few_sequences_of_drawn_numbers_are_no_more_than_advice() -> None:
    drawn = "x, y = np.random.rand(150, 40, 1), np.random.rand(150, 1)\n"
    of_x = "x = np.random.rand(150, 40, 1)\ny = x.sum(axis=1)\n"
    fitted = build() + "model.fit(x, y, epochs=90, validation_split=0.2)"
    assert levels("LL601", drawn + fitted) == ["advice"]
    assert levels("LL601", of_x + fitted) == ["warning"]


@pytest.mark.parametrize(
    ("epochs", "more", "level"),
    [(90, "", "pedantic"), (30, "", "pedantic"), (90, ", validation_split=0.2", "pedantic")],
)
def test_nothing_against_overfitting_is_pedantic_where_no_risk_was_measured(
    epochs: int, more: str, level: str
) -> None:
    data = 'x, y = np.load("x.npy"), np.load("y.npy")\n'
    assert levels("LL601", data + build() + f"model.fit(x, y, epochs={epochs}{more})") == [level]


@pytest.mark.parametrize(
    ("optimizer", "level"),
    [
        ("'adam'", "pedantic"),
        ("'rmsprop'", "pedantic"),
        ("'sgd'", "advice"),
        ("optimizers.SGD(1e-5, momentum=0.9)", "pedantic"),
        ("optimizers.SGD(0.002, momentum=0.9)", "advice"),
    ],
)
def test_clipping_is_missed_where_the_step_grows_with_the_gradient(optimizer: str, level: str) -> None:
    assert levels("LL505", build().replace("'adam'", optimizer)) == [level]


@pytest.mark.parametrize(
    ("monitor", "level"), [("val_loss", "advice"), ("loss", "pedantic"), ("accuracy", "pedantic")]
)
def test_best_weights_are_those_on_unseen_data(monitor: str, level: str) -> None:
    stop = f"callbacks=[callbacks.EarlyStopping(monitor='{monitor}', patience=9)]"
    fit = f"model.fit(x, y, epochs=90, validation_split=0.2, {stop})"
    assert levels("LL802", STORED + build().replace("'mse'", "'mse', metrics=['accuracy']") + fit) == [level]


@pytest.mark.parametrize(("data", "level"), [(STORED, "advice"), (TYPED, "pedantic")])
def test_a_demonstration_gets_no_advice_about_learning(data: str, level: str) -> None:
    steps = 40 if data == STORED else 3
    stop = "callbacks=[callbacks.EarlyStopping('val_loss', patience=9)]"
    fit = f"model.fit(x, y, epochs=90, validation_split=0.5, {stop})"
    assert levels("LL802", data + build(steps=steps) + fit) == [level]


def test_accuracy_beside_another_metric_is_advice() -> None:
    for metrics, level in (
        ("['accuracy']", "warning"),
        ("'accuracy'", "warning"),
        ("['mae', 'accuracy']", "advice"),
    ):
        assert levels("LL411", build().replace("'mse')", f"'mse', metrics={metrics})")) == [level]


def test_accuracy_that_nobody_sees_is_advice() -> None:
    compiled = build().replace("'mse')", "'mse', metrics=['accuracy'])")
    data = "x, y = np.load('x.npy'), np.load('y.npy')\n"
    for after, level in (
        ("model.fit(x, y, verbose=0)", "advice"),
        ("model.fit(x, y, verbose=0)\nprint(model.predict(x))", "advice"),
        ("model.fit(x, y)", "warning"),
        ("model.fit(x, y, verbose=0)\nmodel.evaluate(x, y)", "warning"),
        ("h = model.fit(x, y, verbose=0)\nprint(h.history['accuracy'])", "warning"),
    ):
        assert levels("LL411", data + compiled + after) == [level], after


def test_a_scaler_of_training_rows_may_be_followed_by_another_split() -> None:
    scale = (
        "from sklearn.preprocessing import MinMaxScaler\n"
        'values = np.load("v.npy").reshape(800, 40)\nscaler = MinMaxScaler()\n{0}'
        "x, y = scaled[:500].reshape(-1, 40, 1), np.load('y.npy')[:500]\nheld_out = scaled[500:]\n"
    )
    fit = "model.fit(x, y, epochs=9, validation_split=0.2)"
    scored = fit + "\nprint(model.predict(held_out.reshape(-1, 40, 1)))"
    whole = scale.format("scaled = scaler.fit_transform(values)\n")
    part = scale.format("train, test = values[:640], values[640:]\nscaled = scaler.fit_transform(train)\n")
    assert levels("LL703", whole + build() + scored) == ["warning"]
    assert levels("LL703", whole + build() + fit) == ["advice"]
    assert levels("LL703", part + build() + fit) == []


@pytest.mark.parametrize(("name", "level"), [("bool", "pedantic"), ("float", "advice")])
def test_a_name_that_the_newest_numpy_has_again_is_pedantic(name: str, level: str) -> None:
    text = f"{HEAD}x = np.zeros((50, 40, 1), dtype=np.{name})\n{build()}"
    settings = Settings((Selection("the test", ("LL907",)),), "pedantic", keras="2.15")
    found = lint(from_bytes(text.encode(), "train.py"), settings)
    assert ["pedantic" if one.is_pedantic else one.severity.value for one in found] == [level]
