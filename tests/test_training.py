"""What the rules on training say of cases that their pages cannot show: no fix to compare, or another Keras version."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Finding
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

HEAD = """\
import keras
import numpy as np
from keras import layers, optimizers, callbacks, metrics

x = np.loadtxt("x_scaled.csv").reshape(800, 120, 4)
y = np.loadtxt("y_scaled.csv").reshape(800, 1)
model = keras.Sequential([keras.Input((120, 4)), layers.LSTM(32), layers.Dense(1, activation="sigmoid")])
"""


def found(code: str, body: str, keras: str = "3") -> list[Finding]:
    settings = Settings((Selection("the test", (code,)),), "strict", keras=keras)
    return list(lint(from_bytes((HEAD + body + "\n").encode(), "example.py"), settings))


def severities(code: str, body: str, keras: str = "3") -> list[str]:
    return [finding.severity.value for finding in found(code, body, keras)]


@pytest.mark.parametrize(
    "optimizer", ['"adagrad"', '"ftrl"', '"Adadelta"', "optimizers.Adagrad()", "optimizers.Ftrl()"]
)
def test_unusable_default_without_a_fix(optimizer: str) -> None:
    (finding,) = found("LL504", f'model.compile(loss="mse", optimizer={optimizer})')
    assert finding.fix is None and "0.001" in finding.message


@pytest.mark.parametrize(
    "optimizer", ['"adam"', '"rmsprop"', '"sgd"', "optimizers.SGD(0.01)", "optimizers.Nadam()"]
)
def test_absent_clipping_without_the_risk_is_advice(optimizer: str) -> None:
    (finding,) = found("LL505", f'model.compile(loss="mse", optimizer={optimizer})')
    assert (finding.severity.value, finding.fix) == ("advice", None)


def test_clipping_under_adam_is_said_to_be_not_needed() -> None:
    (finding,) = found("LL505", 'model.compile(loss="mse", optimizer="adam")')
    assert "not needed" in finding.message


@pytest.mark.parametrize(
    "settings, expected",
    [
        ("learning_rate=0.1", "warning"),
        ("learning_rate=0.01, momentum=0.9", "warning"),
        ("learning_rate=0.01, momentum=0.8", "advice"),
        ("learning_rate=0.01, momentum=0.9, clipnorm=0", "warning"),  # Keras ignores 0
        ("learning_rate=0.01, momentum=0.9, clipvalue=-1.0", "warning"),
    ],
)
def test_clipping_warns_from_the_measured_step(settings: str, expected: str) -> None:
    assert severities("LL505", f'model.compile(loss="mse", optimizer=optimizers.SGD({settings}))') == [
        expected
    ]


@pytest.mark.parametrize(
    "argument, keras, expected",
    [
        ("decay=1e-6", "3", ["warning"]),
        ("decay=0.0", "3", []),
        ("decay=1e-6", "2.15", ["error"]),
        ("decay=1e-6", "2.10", []),
        ("lr=0.01", "3.4", ["error"]),
        ("lr=0.01", "2.11", ["error"]),
        ("lr=0.01", "2.10", []),
        ("lr=0.01", "2", []),
    ],
)
def test_legacy_arguments_by_version(argument: str, keras: str, expected: list[str]) -> None:
    body = f'model.compile(loss="mse", optimizer=optimizers.Adam({argument}))'
    assert severities("LL508", body, keras) == expected


@pytest.mark.parametrize(
    "callback, expected",
    [
        ("EarlyStopping(patience=3)", ["warning"]),
        ("ReduceLROnPlateau()", ["warning"]),
        ('ModelCheckpoint("best.keras", save_best_only=True)', ["warning"]),
        ('ModelCheckpoint("each.keras")', []),
        ('EarlyStopping("loss")', []),
    ],
)
def test_monitor_without_validation_data(callback: str, expected: list[str]) -> None:
    body = f'model.compile("adam", "mse")\nmodel.fit(x, y, epochs=3, callbacks=[callbacks.{callback}])'
    assert severities("LL801", body) == expected


@pytest.mark.parametrize(
    "metrics, callback, keras, expected",
    [
        ('["accuracy"]', 'EarlyStopping("val_acc")', "3", ["error"]),
        ('["accuracy"]', 'EarlyStopping("val_acc", mode="max")', "3", ["warning"]),
        ('["accuracy"]', 'EarlyStopping("val_acc")', "2.15", ["warning"]),
        ('["accuracy"]', 'EarlyStopping("val_acc")', "2", []),
        ('["accuracy"]', 'ReduceLROnPlateau("acc")', "3", ["error"]),
        ('["acc"]', 'EarlyStopping("val_acc")', "3", []),
        ('["acc"]', 'EarlyStopping("val_accuracy")', "3", ["error"]),
        ('["mae"]', 'ReduceLROnPlateau("val_mse")', "3", ["warning"]),
        ("[metrics.AUC()]", 'EarlyStopping("val_auc_1", mode="max")', "3", []),
        ("[metrics.AUC()]", 'EarlyStopping("val_loss")', "3", []),
        ("[my_metric]", 'EarlyStopping("val_f1", mode="max")', "3", []),
    ],
)
def test_monitor_of_a_metric(metrics: str, callback: str, keras: str, expected: list[str]) -> None:
    compile = f'model.compile("adam", "mse", metrics={metrics})'
    fit = f"model.fit(x, y, epochs=3, validation_split=0.2, callbacks=[callbacks.{callback}])"
    assert severities("LL801", f"{compile}\n{fit}", keras) == expected


@pytest.mark.parametrize(
    "rows, epochs, expected",
    [
        (200, 100, ["warning"]),
        (200, 10, ["advice"]),
        (2000, 100, ["advice"]),
        (30, 100, ["warning"]),
        (29, 100, ["advice"]),  # too few to hold some out
    ],
)
def test_few_sequences_and_many_epochs_are_the_risk(rows: int, epochs: int, expected: list[str]) -> None:
    data = f"x = np.loadtxt('a.csv').reshape({rows}, 120, 4)\ny = np.loadtxt('b.csv').reshape({rows}, 1)"
    assert (
        severities("LL601", f'{data}\nmodel.compile("adam", "mse")\nmodel.fit(x, y, epochs={epochs})')
        == expected
    )


@pytest.mark.parametrize(
    "rate, expected",
    [("0.3", ["error"]), ("0.1", ["warning"]), ("0.02", ["advice"]), ("0.01", []), ("unknown", [])],
)
def test_learning_rate_levels_of_adam(rate: str, expected: list[str]) -> None:
    assert severities("LL501", f'model.compile(loss="mse", optimizer=optimizers.Adam({rate}))') == expected


def test_optimizer_that_no_model_uses_has_no_learning_rate_finding() -> None:
    assert (
        severities("LL501", 'opt = optimizers.Adam(0.5)\nmodel.compile(loss="mse", optimizer="adam")') == []
    )


@pytest.mark.parametrize(
    "layer, rows, largest, expected",
    [
        ("LSTM(8)", 12, 90, ["warning"]),
        ("LSTM(8, activation='relu')", 12, 90, ["advice"]),
        ("GRU(8, activation='relu')", 12, 90, ["advice"]),
        ("LSTM(8, activation='relu')", 12, 110, ["warning"]),
        ("LSTM(8, activation='relu')", 120, 90, ["warning"]),
        ("SimpleRNN(8)", 12, 90, ["warning"]),
        ("SimpleRNN(8, activation='relu')", 12, 90, []),
        ("SimpleRNN(8, activation='relu')", 12, 9000, ["advice"]),
        ("RNN(layers.SimpleRNNCell(8))", 12, 90, ["warning"]),
        ("RNN(layers.LSTMCell(8, activation='relu'))", 12, 90, ["advice"]),
        ("RNN(layers.SimpleRNNCell(8, activation='relu'))", 12, 9000, ["advice"]),
        ("RNN(OwnCell(8))", 12, 9000, ["advice"]),
    ],
)
def test_raw_inputs_by_what_they_saturate(layer: str, rows: int, largest: int, expected: list[str]) -> None:
    data = f"x = np.array({[[[3], [largest]] for _ in range(rows)]})\ny = np.ones(({rows}, 1))"
    network = f"model = keras.Sequential([keras.Input((2, 1)), layers.{layer}, layers.Dense(1)])"
    problems = found("LL701", f'{data}\n{network}\nmodel.compile("adam", "mse")\nmodel.fit(x, y, epochs=50)')
    assert [one.severity.value for one in problems] == expected
    assert all("SimpleRNN" not in layer or "gates" not in one.message for one in problems)


@pytest.mark.parametrize(
    "statement, written",
    [
        ("tool.transform(x)", "write `x = tool.transform(x)`"),
        ("tool.fit_transform(x)", "write `x = tool.fit_transform(x)`"),
        (
            "tool_fitted_on_the_first_plant = tool\ntool_fitted_on_the_first_plant.transform(x)",
            "assign what it",
        ),
    ],
)
def test_discarded_result_of_a_scaler_says_what_to_write(statement: str, written: str) -> None:
    head = "from sklearn.preprocessing import MaxAbsScaler\nx = np.loadtxt('raw.csv')\n"
    body = f"{head}tool = MaxAbsScaler().fit(x)\n{statement}\nx = x.reshape(-1, 120, 4)\n"
    (problem,) = found("LL701", f'{body}model.compile("adam", "mse")\nmodel.fit(x, y, epochs=50)')
    assert written in problem.message and problem.severity.value == "warning"


def test_schedule_of_a_builder_is_held_against_its_own_training() -> None:
    body = """
def build(schedule):
    model = keras.Sequential([keras.Input((120, 4)), layers.LSTM(32), layers.Dense(1)])
    model.compile(optimizers.Adam(schedule), "mse")
    return model

short = build(optimizers.schedules.ExponentialDecay(1e-3, 1, 0.95))
short.fit(x, y, epochs=4)
sound = build(optimizers.schedules.ExponentialDecay(1e-3, 10, 0.6))
sound.fit(x, y, epochs=8)
long = build(optimizers.schedules.ExponentialDecay(1e-3, 100, 0.6))
long.fit(x, y, epochs=400)
"""
    told = found("LL511", body)
    assert [finding.message.partition(" updates")[0] for finding in told] == [
        "`decay_steps=100` counts batches: 1 % of the rate is left after 902 of 10000"
    ]


@pytest.mark.parametrize(
    "stop, epochs, keras, expected",
    [
        ("patience=20", 20, "3", ["warning"]),
        ("patience=19", 20, "3", ["warning"]),
        ("patience=20, restore_best_weights=True", 20, "3", []),
        ("patience=20, restore_best_weights=True", 20, "2.15", ["warning"]),
        ("patience=18, restore_best_weights=True", 20, "2.15", []),
        ("patience=20, restore_best_weights=True, baseline=0.5", 20, "2.15", []),
        ("patience=5, restore_best_weights=True", 2, "2.15", []),
    ],
)
def test_patience_that_never_runs_out(stop: str, epochs: int, keras: str, expected: list[str]) -> None:
    fit = f"callbacks=[callbacks.EarlyStopping({stop})], epochs={epochs}, validation_split=0.2"
    assert severities("LL802", f'model.compile("adam", "mse")\nmodel.fit(x, y, {fit})', keras) == expected


@pytest.mark.parametrize(
    "arguments, expected",
    [
        ('"m.keras", save_freq=5', ["warning"]),
        ('"m.keras", save_freq=20', ["advice"]),
        ('"m.keras", save_freq=30', []),
        ('"m.keras", save_freq=100, save_best_only=True', ["warning"]),
        ('"m.keras", save_freq=100, save_best_only=True, monitor="loss"', []),
        ('"m.keras", save_freq="epoch"', []),
        ('"b{batch}.keras", save_freq=5', []),
        ('"m.keras"', []),
    ],
)
def test_save_freq_of_640_rows_in_batches_of_32(arguments: str, expected: list[str]) -> None:
    fit = f"callbacks=[callbacks.ModelCheckpoint({arguments})], epochs=9, validation_split=0.2"
    assert severities("LL836", f'model.compile("adam", "mse")\nmodel.fit(x, y, {fit})') == expected


@pytest.mark.parametrize(
    "written, read, more, expected",
    [
        ("a/best.keras", "best.keras", "", 1),
        ("best.keras", "best.h5", "", 1),
        ("./best.keras", "best.keras", "", 0),
        ("best.keras", "other.keras", "", 0),
        ("best_{epoch}.keras", "best.keras", "", 0),
        ("a/best.keras", "best.keras", 'model.save("best.keras")', 0),
        ("a/best.keras", "best.keras", 'name = "best.keras"\nmodel.save(name)', 0),
        ("a/best.keras", "best.keras", 'import shutil\nshutil.move("a/best.keras", "best.keras")', 0),
    ],
)
def test_what_is_loaded_after_a_checkpoint(written: str, read: str, more: str, expected: int) -> None:
    fit = f'callbacks=[callbacks.ModelCheckpoint("{written}")], epochs=9, validation_split=0.2'
    body = f'model.compile("adam", "mse")\nmodel.fit(x, y, {fit})\n{more}\nkeras.models.load_model("{read}")'
    assert len(found("LL837", body)) == expected


@pytest.mark.parametrize(
    ("units", "rate", "level"), [(8, 0.1, "advice"), (32, 0.1, "warning"), (8, 0.3, "error")]
)
def test_narrow_layer_takes_a_higher_rate(units: int, rate: float, level: str) -> None:
    body = f"""\
model = keras.Sequential([keras.Input((120, 4)), layers.LSTM({units}), layers.Dense(1)])
model.compile(optimizers.Adam(learning_rate={rate}), "mse")
model.fit(x, y, validation_split=0.2)"""
    assert severities("LL501", body) == [level]


@pytest.mark.parametrize(("between", "expected"), [("model.summary()", []), ("model.fit(x, y)", ["error"])])
@pytest.mark.parametrize(
    ("code", "first"),
    [("LL404", "'adam', 'binary_crossentropy'"), ("LL501", "optimizers.Adam(5.0), 'mse'")],
)
def test_what_is_compiled_anew_before_any_training_is_not_accused(
    code: str, first: str, between: str, expected: list[str]
) -> None:
    scores = "model = keras.Sequential([keras.Input((120, 4)), layers.LSTM(32), layers.Dense(1)])"
    body = f"{scores}\nmodel.compile({first})\n{between}\nmodel.compile('adam', 'mse')\nmodel.fit(x, y)"
    assert severities(code, body) == expected
