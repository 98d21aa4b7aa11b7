"""Sentences that were untrue of some programs: what is said of them now, or that nothing is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

START = """
import keras
import numpy as np
from keras import Input, callbacks, layers, models

x, y = np.load("x_scaled.npy"), np.load("y_scaled.npy")
"""
STRICT = Settings((Selection("the test", ("ALL",)),), "strict", keras="3")


def said(code: str, text: str, *, keras: str = "3") -> list[str]:
    found = lint(from_bytes((START + dedent(text)).encode(), "train.py"), replace(STRICT, keras=keras))
    return [one.message for one in found if one.code == code]


@pytest.mark.parametrize("monitor", ["loss", "accuracy", "mae"])
def test_a_value_of_the_training_rows_improves_be_it_a_loss_or_not(monitor: str) -> None:
    (message,) = said(
        "LL803",
        f"""
        model = models.Sequential([Input((30, 4)), layers.GRU(32), layers.Dense(3, activation="softmax")])
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy", "mae"])
        stop = callbacks.EarlyStopping(monitor="{monitor}", patience=8, restore_best_weights=True)
        model.fit(x, y, epochs=200, validation_split=0.2, callbacks=[stop])
        """,
    )
    assert f"`monitor='{monitor}'` of training rows improves" in message and "falls" not in message


@pytest.mark.parametrize(
    ("units", "words"),
    [
        ("1", "rounds the prediction to 0 or 1 and compares that with y"),
        ("3", "compares which of the outputs is the largest"),
        ("unknown", "counts classes that are predicted right"),
    ],
)
def test_accuracy_of_quantities_is_what_keras_makes_of_it(units: str, words: str) -> None:
    (message,) = said(
        "LL411",
        f"""
        model = models.Sequential([Input((20, 4)), layers.LSTM(32), layers.Dense({units})])
        model.compile("adam", "mse", metrics=["accuracy"])
        model.fit(x, y, epochs=20, validation_split=0.1)
        """,
    )
    assert words in message


def test_keras_takes_accuracy_of_one_output_for_that_of_two_classes() -> None:
    keras = pytest.importorskip("keras", exc_type=ImportError)
    numpy = pytest.importorskip("numpy")
    from keras.src.trainers.compile_utils import get_metric

    metric = get_metric("accuracy", numpy.ones((4, 1)), numpy.ones((4, 1)))
    assert isinstance(metric, keras.metrics.BinaryAccuracy)
    metric = get_metric("accuracy", numpy.ones((4, 3)), numpy.ones((4, 3)))
    assert isinstance(metric, keras.metrics.CategoricalAccuracy)


@pytest.mark.parametrize(
    ("later", "count"),
    [
        ("", 1),
        ('again = keras.models.load_model("rating.keras")\nprint(again.predict(x_test))', 0),
        ("print(model.evaluate(x_test, y_test))", 0),
    ],
)
def test_a_model_that_is_loaded_again_may_be_scored_then(later: str, count: int) -> None:
    text = 'x_test, y_test = np.load("x_test_scaled.npy"), np.load("y_test.npy")\n'
    text += "model = models.Sequential([Input((40, 8)), layers.GRU(32), layers.Dense(1)])\n"
    text += 'model.compile("adam", "mse")\nmodel.fit(x, y, epochs=5)\nmodel.save("rating.keras")\n'
    assert len(said("LL607", text + later)) == count


@pytest.mark.parametrize(("activation", "count"), [("relu", 0), ("softplus", 0), ("tanh", 1), ("sigmoid", 1)])
def test_a_head_that_reaches_all_published_targets_is_right(activation: str, count: int) -> None:
    found = said(
        "LL403",
        f"""
        from sklearn.datasets import load_diabetes

        bunch = load_diabetes()
        x, y = bunch.data.reshape(442, 10, 1), bunch.target
        model = models.Sequential([Input((10, 1)), layers.LSTM(16), layers.Dense(1, activation="{activation}")])
        model.compile("adam", "mse")
        model.fit(x, y, epochs=60, validation_split=0.1)
        """,
    )
    assert len(found) == count and all("up to 346" in message for message in found)


@pytest.mark.parametrize(
    ("name", "keras", "cure"),
    [
        ("lr", "3", "write 'learning_rate'"),
        ("lr", "2.15", None),
        ("lr", "2.3", None),
        ("learning_rate", "2.15", "write 'lr'"),
        ("learning_rate", "3", None),
    ],
)
def test_the_history_names_the_learning_rate_as_its_keras_does(
    name: str, keras: str, cure: str | None
) -> None:
    text = f"""
        model = models.Sequential([Input((30, 4)), layers.GRU(32), layers.Dense(1)])
        model.compile("adam", "mse")
        slower = callbacks.LearningRateScheduler(lambda epoch: 0.001 * 0.9**epoch)
        history = model.fit(x, y, epochs=20, validation_split=0.2, callbacks=[slower])
        print(history.history["{name}"])
        """
    assert [one.partition("KeyError; ")[2] for one in said("LL838", text, keras=keras)] == (
        [cure] if cure is not None else []
    )
    unchanged = text.replace("slower]", "]")
    why = f"the history has no '{name}': KeyError; only callbacks that change the learning rate log it"
    assert said("LL838", unchanged, keras=keras) == [why]


@pytest.mark.parametrize(
    ("array", "features", "wrong"),
    [
        ("np.random.rand(10, 30, 64)", 64, False),  # joined with 64 more: 128 in both steps
        ("np.random.rand(10, 30, 64)", 40, True),
        ("load(10)", 40, False),  # nobody knows how wide it is
    ],
)
def test_an_array_among_the_inputs_of_a_layer_is_one_of_them(array: str, features: int, wrong: bool) -> None:
    told = said(
        "LL119",
        f"""
        from helpers import load

        repeat, join, score = layers.RepeatVector(30), layers.Concatenate(), layers.Dense(10, activation="tanh")

        def step(sequence, state):
            return score(join([sequence, repeat(state)]))

        step({array}, np.random.rand(10, 64))
        window, state = Input((30, {features})), Input((64,))
        model = models.Model([window, state], step(window, state))
        """,
    )
    wide = f"(None, 30, {64 + features})"
    sentence = (
        f"`Dense` gets {wide}: its weights are for 128 features, those of its first input, Keras raises"
    )
    assert told == ([sentence] if wrong else [])


@pytest.mark.parametrize(("last", "wrong"), [("build((10, 3))", False), ("build(784)", True)])
def test_a_function_that_is_defined_anew_is_not_read_with_what_came_after_it(last: str, wrong: bool) -> None:
    """Cells of a notebook that all call their function `main`: the first one calls the first `build`."""
    text = f"""
        def build(width):
            row = Input((width,))
            return models.Model(row, layers.Dense(1)(row))

        def main():
            return build(784)

        def build(shape):
            window = Input(shape)
            return models.Model(window, layers.Dense(1)(layers.LSTM(8)(window)))

        def main():
            return {last}

        main()
        """
    assert bool(said("LL102", text)) is wrong


@pytest.mark.parametrize(
    ("fed", "codes"),
    [
        ("rows[i], goals[i]", ["LL116"]),
        ("rows[:8], goals[:4]", ["LL714"]),
        ("rows[i : i + 1], goals[i : i + 1]", []),
    ],
)
def test_one_sample_without_its_batch_axis_is_one_finding(fed: str, codes: list[str]) -> None:
    text = f"""
        rows, goals = np.random.rand(50, 24, 3), np.random.rand(50, 1)
        model = models.Sequential([Input((24, 3)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        for i in range(50):
            model.train_on_batch({fed})
        """
    assert [code for code in ("LL116", "LL714") if said(code, text)] == codes


def test_what_is_made_of_listed_elements_has_no_known_axes() -> None:
    """Arrays of objects hold lists: `rows[:, 0, 3]` has one axis, and each of its elements another one."""
    text = """
        codes = np.load("rows.npy", allow_pickle=True).reshape(200, 10, 4)[:, 0, 3]
        found = []
        for i in range(codes.shape[0]):
            found.append({made})
        model = models.Sequential([Input((6,)), layers.Reshape((6, 1)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(np.array(found), y)
        """
    assert said("LL116", text.format(made="list(codes[i])")) == []
    assert said("LL116", text.format(made="np.zeros((6, 2))")) != []


@pytest.mark.parametrize(
    "asked",
    [
        "print(model.predict_classes(x_test))",
        "print(model.predict_proba(x_test))",
        "def shown(series):\n            print(model.predict(series))\n        shown(x_train)\n        shown(x_test)",
    ],
)
def test_what_is_predicted_for_the_test_part_is_compared(asked: str) -> None:
    text = f"""
        x_train, x_test = x[:80], x[80:]
        model = models.Sequential([Input((30, 4)), layers.GRU(32), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit(x_train, y[:80], epochs=20)
        {asked}
        """
    assert said("LL607", text, keras="2.4") == []
    assert len(said("LL607", text.replace(asked, "print(model.predict(x_train))"), keras="2.4")) == 1


@pytest.mark.parametrize(("inner", "wrong"), [("helpers.Gated(8)", False), ("layers.Dense(8)", True)])
def test_a_loss_is_read_for_the_axes_that_its_model_has(inner: str, wrong: bool) -> None:
    told = said(
        "LL119",
        f"""
        import helpers
        from keras import ops

        def distance(y_true, y_pred):
            return ops.mean(ops.square(y_true[:, :, 0, 0] - y_pred[:, :, 0, 0]))

        model = models.Sequential([Input((30, 4)), layers.LSTM(8, return_sequences=True)])
        model.add(layers.TimeDistributed({inner}))
        model.add(layers.TimeDistributed(layers.Dense(2)))
        model.compile("adam", distance)
        """,
    )
    assert bool(told) is wrong


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("frame.as_matrix()", "`frame` is a DataFrame, which lost `as_matrix` in pandas 1.0: AttributeError"),
        (
            "frame['c'].reshape(-1, 1)",
            "`frame['c']` is a Series, which lost `reshape` in pandas 0.23: AttributeError",
        ),
        ("frame.reshape(-1, 1)", "`frame` is a DataFrame and has no `reshape`: AttributeError"),
    ],
)
def test_what_pandas_took_away_says_when(line: str, message: str) -> None:
    text = f"""
        import pandas as pd
        frame = pd.DataFrame(np.zeros((90, 2)), columns=["c", "d"])
        a = {line}
        model = models.Sequential([Input((9, 1)), layers.LSTM(8), layers.Dense(1)])
        """
    found = lint(from_bytes((START + dedent(text)).encode(), "train.py"), STRICT)
    (one,) = (one for one in found if one.code == "LL932")
    assert one.message.startswith(message) and len(one.message) <= 120
    assert one.severity.value == ("warning" if "pandas" in message else "error")


@pytest.mark.parametrize(("keras", "severity"), [("auto", "warning"), ("3", "error"), ("2.2", None)])
def test_the_old_name_of_accuracy_was_right_once(
    keras: str, severity: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where nothing pins a version
    text = """
        model = models.Sequential([Input((9, 1)), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
        history = model.fit(x, y, epochs=20)
        print(history.history["acc"])
        """
    found = lint(from_bytes((START + dedent(text)).encode(), "train.py"), replace(STRICT, keras=keras))
    said = [(one.severity.value, one.message) for one in found if one.code == "LL838"]
    message = "the history has no 'acc' since Keras 2.3: KeyError; write 'accuracy'"
    assert said == ([(severity, message)] if severity else [])


def test_a_list_of_arrays_is_a_target_for_each_output() -> None:
    text = """
        labels = np.random.randint(0, 7, size=(10, 5))
        onehot = keras.utils.to_categorical(labels, 7)
        targets = list(onehot.swapaxes(0, 1))
        steps = Input((12, 3))
        h = layers.LSTM(8)(steps)
        model = models.Model(steps, [layers.Dense(7, activation="softmax")(h) for _ in range(5)])
        model.compile("adam", "categorical_crossentropy")
        model.fit(np.random.rand(10, 12, 3), {y})
        """
    for y in ("targets", "list(onehot.swapaxes(0, 1))"):
        assert [said(code, text.replace("{y}", y)) for code in ("LL117", "LL171", "LL714")] == [[], [], []]
    assert said("LL714", text.replace("{y}", "onehot.swapaxes(0, 1)"))


@pytest.mark.parametrize(
    ("numbers", "target", "said_of"),
    [
        ("np.array([number / 9 for number in range(9)])", "series", False),
        ("np.random.rand(90)", "np.random.rand(90)", False),
        ("np.random.rand(90)", "np.roll(series, 2)", True),
        ("np.load('level.npy')", "series", True),
    ],
)
def test_one_step_of_numbers_that_mean_nothing_is_no_finding(
    numbers: str, target: str, said_of: bool
) -> None:
    text = f"""
        series = {numbers}
        model = models.Sequential([Input((1, 1)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(series.reshape(-1, 1, 1), {target}, epochs=100)
        """
    assert bool(said("LL109", text)) is said_of


def test_a_scaler_of_made_up_numbers_tells_no_test_row() -> None:
    text = """
        from sklearn.preprocessing import MinMaxScaler
        rows = {rows}
        rows = MinMaxScaler().fit_transform(rows)
        windows = np.array([rows[i : i + 20] for i in range(len(rows) - 20)])
        after = np.array([rows[i + 20] for i in range(len(rows) - 20)])
        model = models.Sequential([Input((20, 4)), layers.LSTM(8), layers.Dense(4)])
        model.compile("adam", "mse")
        model.fit(windows[:800], after[:800], validation_data=(windows[800:], after[800:]))
        """
    assert said("LL703", text.replace("{rows}", "np.random.rand(1000, 4)")) == []
    assert said("LL703", text.replace("{rows}", "np.cos(np.arange(4000) * 0.1).reshape(1000, 4)")) == []
    assert len(said("LL703", text.replace("{rows}", "np.load('rows.npy')"))) == 1


@pytest.mark.parametrize(
    ("ids", "remedy"),
    [
        ("ids", "put an `Embedding` before it"),
        ("ids.reshape(-1, 60, 1)", "give them as they are to an `Embedding`"),
        ("ids.reshape(-1, 60, 1) / 5000.0", "give them as they are to an `Embedding`"),
    ],
)
def test_an_embedding_takes_ids_as_they_are(ids: str, remedy: str) -> None:
    (message,) = said(
        "LL709",
        f"""
        from keras.datasets import imdb
        (ids, labels), _ = imdb.load_data(num_words=5000)
        ids = keras.utils.pad_sequences(ids, maxlen=60)
        model = models.Sequential([layers.Conv1D(4, 3), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "binary_crossentropy")
        model.fit({ids}, labels)
        """,
    )
    assert message.endswith(f"; {remedy}")


@pytest.mark.parametrize(("shared", "places"), [(True, 0), (False, 1)])
def test_which_array_a_shared_embedding_reads_is_not_known(shared: bool, places: int) -> None:
    found = said(
        "LL301",
        f"""
        asked = keras.utils.pad_sequences(np.load("asked.npy", allow_pickle=True), maxlen=40, padding="post")
        told = keras.utils.pad_sequences(np.load("told.npy", allow_pickle=True), maxlen=40, padding="post")
        embed = layers.Embedding(900, 16)
        other = embed if {shared} else layers.Embedding(900, 16)
        question, answer = Input((40,)), Input((40,))
        _, h, c = layers.LSTM(32, return_state=True)(embed(question))
        steps = layers.LSTM(32, return_sequences=True)(other(answer), initial_state=[h, c])
        model = models.Model([question, answer], layers.Dense(900, activation="softmax")(steps))
        model.compile("adam", "sparse_categorical_crossentropy")
        model.fit([asked, told], y)
        """,
    )
    assert len([one for one in found if "forgets what came before" in one]) == places


@pytest.mark.parametrize(("other", "count"), [("(x, y)", 0), ("None", 1)])
def test_what_one_branch_leaves_out_the_other_may_give(other: str, count: int) -> None:
    found = said(
        "LL801",
        f"""
        from project import pick
        def build():
            model = models.Sequential([Input((30, 4)), layers.LSTM(32), layers.Dense(1)])
            model.compile("adam", "mse")
            return model
        strategy = pick()
        if strategy is None:
            held_out = None
            model = build()
        else:
            with strategy.scope():
                model = build()
            held_out = {other}
        stop = callbacks.EarlyStopping(monitor="val_loss", patience=5)
        if strategy is None:
            model.fit(x, y, validation_split=0.1, callbacks=[stop])
        else:
            model.fit(x, y, validation_data=held_out, callbacks=[stop])
        """,
    )
    assert len(found) == count


@pytest.mark.parametrize(("before", "after", "count"), [(True, False, 0), (False, True, 1), (True, True, 1)])
def test_a_checkpoint_picks_the_weights_where_it_is_loaded_after_the_training(
    before: bool, after: bool, count: int
) -> None:
    load = 'model.load_weights("best.weights.h5")'
    found = said(
        "LL731",
        f"""
        import os
        x_train, y_train, x_test, y_test = x[:90], y[:90], x[90:], y[90:]
        model = models.Sequential([Input((30, 4)), layers.LSTM(32), layers.Dense(1)])
        model.compile("adam", "mse")
        if {before} and os.path.exists("best.weights.h5"):
            {load}
        keep = callbacks.ModelCheckpoint("best.weights.h5", save_best_only=True, save_weights_only=True)
        model.fit(x_train, y_train, epochs=40, validation_data=(x_test, y_test), callbacks=[keep])
        {load if after else ""}
        print(model.evaluate(x_test, y_test))
        """,
    )
    assert len(found) == count


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("1e-4", "Keras 3 ignores it, the rate stays constant; pass an InverseTimeDecay as `learning_rate`"),
        ("WEIGHT_DECAY", "Keras 3 ignores it; write `weight_decay`"),
    ],
)
def test_a_decay_of_weights_is_no_schedule(value: str, end: str) -> None:
    (message,) = said(
        "LL508",
        f"""
        WEIGHT_DECAY = 1e-4
        model = models.Sequential([Input((30, 4)), layers.LSTM(32), layers.Dense(1)])
        model.compile(keras.optimizers.AdamW(1e-3, decay={value}), "mse")
        """,
    )
    assert message.endswith(end)


@pytest.mark.parametrize(("asked", "count"), [("windows", 0), ("windows[:70]", 1)])
def test_rows_that_training_left_out_are_scored_with_the_others(asked: str, count: int) -> None:
    found = said(
        "LL607",
        f"""
        rows = np.load("passengers.npy")
        windows = np.array([rows[i : i + 3] for i in range(len(rows) - 3)])
        after = np.array([rows[i + 3] for i in range(len(rows) - 3)])
        model = models.Sequential([Input((3, 1)), layers.LSTM(8), layers.Dense(1)])
        model.compile("adam", "mse")
        model.fit(windows[:70], after[:70], epochs=50)
        predicted = model.predict({asked})[:, 0]
        print(np.sqrt(sum((predicted - after[: len(predicted)]) ** 2)))
        """,
    )
    assert len(found) == count and all("only training rows are scored" in one for one in found)


@pytest.mark.parametrize(("steps", "count"), [(1, 0), (2, 1)])
def test_in_one_time_step_no_state_drifts(steps: int, count: int) -> None:
    text = f"""
        model = models.Sequential([Input(({steps}, 4)), layers.LSTM(8, activation="softmax"), layers.Dense(1)])
    """
    assert len(said("LL204", text)) == count


@pytest.mark.parametrize(
    ("loss", "metrics", "callback", "cure"),
    [
        ("binary_crossentropy", "None", 'EarlyStopping("val_accuracy")', "add metrics=['accuracy']"),
        (
            "binary_crossentropy",
            "None",
            'EarlyStopping("val_f1", mode="max")',
            "write 'val_loss', mode='min'",
        ),
        ("binary_crossentropy", "['acc']", 'EarlyStopping("val_accuracy")', "write 'val_acc'"),
        (
            "binary_crossentropy",
            "['accuracy']",
            'EarlyStopping("val_binary_accuracy")',
            "write 'val_accuracy'",
        ),
        ("mse", "None", 'EarlyStopping("val_mae", mode="min")', "add metrics=['mae'] to `compile`"),
        ("mse", "None", 'EarlyStopping("val_accuracy", mode="max")', "write 'val_loss', mode='min'"),
    ],
)
def test_what_to_write_for_a_value_that_is_not_logged(
    loss: str, metrics: str, callback: str, cure: str
) -> None:
    (message,) = said(
        "LL801",
        f"""
        model = models.Sequential([Input((20, 4)), layers.LSTM(32), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "{loss}", metrics={metrics})
        model.fit(x, y, epochs=20, validation_split=0.1, callbacks=[callbacks.{callback}])
        """,
    )
    assert message.endswith(f"; {cure}")


@pytest.mark.parametrize(
    ("loss", "metrics", "y", "cure"),
    [
        ("binary_crossentropy", "None", "y", "for labels 0 and 1 use sigmoid with binary_crossentropy"),
        ("mse", "None", "y", "for regression remove the activation"),
        ("mse", "['accuracy']", "y", "use sigmoid for labels 0 and 1, none for a quantity"),
        ("categorical_crossentropy", "None", "y", "use one unit per class, or sigmoid for labels 0 and 1"),
        ("binary_crossentropy", "None", "np.random.rand(500, 1)", "remove the activation: y is a quantity"),
        ("mse", "None", "np.random.randint(0, 5, 500)", "give it 5 units, one per class"),
    ],
)
def test_what_to_write_for_a_softmax_over_one_unit(loss: str, metrics: str, y: str, cure: str) -> None:
    (message,) = said(
        "LL401",
        f"""
        model = models.Sequential([Input((20, 4)), layers.LSTM(32), layers.Dense(1, activation="softmax")])
        model.compile("adam", "{loss}", metrics={metrics})
        model.fit(x, {y}, epochs=20, validation_split=0.1)
        """,
    )
    assert message.endswith(f"; {cure}")


@pytest.mark.parametrize(
    ("call", "cure"),
    [
        ("scaler.fit_transform(np.random.rand(90))", "write `.reshape(-1, 1)`"),
        ("scaler.fit_transform(np.random.rand(90, 12, 4))", "write `.reshape(-1, 4)`"),
        ('scaler.fit_transform(pd.DataFrame({"a": np.random.rand(90)})["a"])', "write `.to_frame()`"),
        ("scaler.fit(np.random.rand(90, 4)).inverse_transform(np.ones(30))", "fit one for the target"),
        (
            "scaler.fit(np.random.rand(90, 1)).inverse_transform(np.ones((30, 5, 1)))",
            "write `.reshape(-1, 1)`",
        ),
        ("scaler.fit(np.random.rand(90, 4)).transform(np.ones(4))", "write `.reshape(1, -1)`"),
        ("scaler.fit(np.random.rand(90, 4)).transform(np.ones((7, 3)))", "use the same columns"),
    ],
)
def test_what_makes_a_table_of_data_for_a_scaler(call: str, cure: str) -> None:
    (message,) = said(
        "LL716",
        f"""
        import pandas as pd
        from sklearn.preprocessing import StandardScaler

        scaler = StandardScaler()
        print({call})
        model = models.Sequential([Input((20, 4)), layers.LSTM(32), layers.Dense(1)])
        """,
    )
    assert message.endswith(f"; {cure}")


@pytest.mark.parametrize("name", ["return_sequence", "reteun_sequences"])
def test_a_misspelled_argument_is_said_once(name: str) -> None:
    text = f"model = models.Sequential([Input((20, 4)), layers.LSTM(8, {name}=True), layers.LSTM(8)])"
    assert said("LL908", text) + said("LL901", text) and not said("LL101", text)


@pytest.mark.parametrize(
    ("loss", "delta", "severity"),
    [
        ("mse", "", "advice"),
        ("mse", ", min_delta=0", "warning"),
        ("binary_crossentropy", "", "warning"),
    ],
)
def test_a_late_plateau_of_small_errors_is_advice(loss: str, delta: str, severity: str) -> None:
    text = f"""
        model = models.Sequential([Input((20, 4)), layers.LSTM(8), layers.Dense(1, activation="sigmoid")])
        model.compile("adam", "{loss}")
        stop = callbacks.EarlyStopping(patience=8, restore_best_weights=True)
        slower = callbacks.ReduceLROnPlateau(patience=8{delta})
        model.fit(x, y, epochs=99, validation_split=0.1, callbacks=[stop, slower])
        """
    found = lint(from_bytes((START + dedent(text)).encode(), "train.py"), STRICT)
    assert [one.severity.value for one in found if one.code == "LL802"] == [severity]


def test_columns_that_are_not_known_need_no_certain_shape() -> None:
    text = """
        import pandas as pd
        from sklearn.preprocessing import MinMaxScaler

        table = pd.read_csv("p.csv").filter(["close"]).values
        scaler = MinMaxScaler()
        rows = scaler.fit_transform(table)
        scaler.inverse_transform(np.array([rows[i, 0] for i in range(60, len(rows))]))
        model = models.Sequential([Input((20, 4)), layers.LSTM(8), layers.Dense(1)])
        """
    assert [one.rpartition("; ")[2] for one in said("LL716", text)] == ["reshape it"]


@pytest.mark.parametrize(
    ("columns", "effect"),
    [
        (1, "the loss broadcasts them without an error"),  # Keras leaves out a last axis of one
        (2, "`fit` raises but in batches of 1 or 12"),
    ],
)
def test_one_step_against_many_is_broadcast_where_the_batch_allows_it(columns: int, effect: str) -> None:
    text = f"""
        steps = np.random.rand(40, 12, 3)
        model = models.Sequential([Input((12, 3)), layers.LSTM(8), layers.Dense({columns})])
        model.compile("adam", "mae")
        model.fit(steps, np.cumsum(steps, axis=1)[:, :, :{columns}])
        """
    (message,) = said("LL104", text)
    assert message == f"`LSTM` returns 1 step and y has 12: {effect}; add return_sequences=True"
