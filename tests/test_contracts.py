"""The program against the contracts of Keras: what would be refused or broadcast, by the shapes that were read."""

from __future__ import annotations

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.keras_api.loss_shapes import meet, weigh
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"


def found(text: str, keras: str = "3") -> list[Finding]:
    """Errors and warnings of a program."""
    source = from_bytes((HEAD + text).encode(), "program.py")
    all_of_them = lint(source, Settings(), target=parse_target(keras))
    return [one for one in all_of_them if one.severity in (Severity.ERROR, Severity.WARNING)]


def codes(text: str, keras: str = "3") -> list[str]:
    return [one.code for one in found(text, keras)]


@pytest.mark.parametrize(
    ("loss", "target", "output", "expected"),
    [
        ("mean_squared_error", (64,), (None, 1), "equal"),
        ("mean_squared_error", (64,), (None, 3), "uneven"),
        ("mean_squared_error", (64, 1), (None, 3), "broadcast"),
        ("mean_squared_error", (64, 2), (None, 3), "refused"),
        ("mean_squared_error", (64, 9), (None, 9, 1), "equal"),
        ("mean_squared_error", (64, 1, 3), (None, 3), "broadcast"),
        ("mean_squared_error", (64, "?"), (None, 3), None),
        ("mean_squared_error", (64, 9, 2), (None, None, 2), None),
        ("binary_crossentropy", (64,), (None, 1), "equal"),
        ("binary_crossentropy", (64,), (None, 9, 1), "refused"),
        ("binary_crossentropy", (64, 1), (None, 2), "refused"),
        ("categorical_crossentropy", (64,), (None, 3), "refused"),
        ("categorical_focal_crossentropy", (64, 1), (None, 3), "broadcast"),
        ("sparse_categorical_crossentropy", (64,), (None, 3), "equal"),
        ("sparse_categorical_crossentropy", (64, 1), (None, 3), "equal"),
        ("sparse_categorical_crossentropy", (64, 3), (None, 3), "refused"),
        ("sparse_categorical_crossentropy", (64, 9), (None, 9, 3), "equal"),
        ("sparse_categorical_crossentropy", ("?", "?"), (None, 3), None),
        ("sparse_categorical_crossentropy", (64, "?"), (None, 9, "?"), None),
        ("sparse_categorical_crossentropy", (64, 9, "?"), (None, 3), None),
        ("sparse_categorical_crossentropy", (64, 5), (None, 9, "?"), "refused"),
        ("categorical_crossentropy", (64, "?"), (None, 9, "?"), "refused"),
        ("categorical_crossentropy", (64, 9, "?"), (None, "?"), "refused"),
        ("categorical_crossentropy", (64, "?"), (None, "?"), None),
        ("binary_crossentropy", (64, "?"), (None, 9, "?"), None),
        ("ctc", (64, 9), (None, 9, 3), None),
        ("a_loss_of_the_program", (64,), (None, 3), None),
    ],
)
def test_what_a_loss_makes_of_two_shapes(
    loss: str, target: tuple[object, ...], output: tuple[object, ...], expected: str | None
) -> None:
    assert meet(loss, target, output) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ((64,), "uneven"),
        ((64, 1), "broadcast"),
        ((64, 9), "equal"),
        ((64, 9, 1), "equal"),
        ((64, 5), "refused"),
    ],
)
def test_what_sample_weights_make_of_the_losses_of_a_sequence(
    weights: tuple[int, ...], expected: str
) -> None:
    assert weigh("mean_squared_error", (64, 9, 1), (None, 9, 1), weights) == expected


def test_a_wide_head_for_one_value_a_sample_is_an_error_of_its_dense_layer() -> None:
    text = """
walk = np.random.rand(40, 6, 1)
end = np.random.rand(40)
steps = keras.Input((6, 1))
model = keras.Model(steps, layers.Dense(3)(layers.GRU(4)(steps)))
model.compile("adam", "mae")
model.fit(walk, end, batch_size=1)
"""
    (one,) = found(text)
    assert (one.code, one.line, one.severity) == ("LL104", 8, Severity.ERROR)
    assert "batches of 1 or 3" in one.message and "write Dense(1)" in one.message


def test_before_keras_3_a_vector_of_targets_was_a_column() -> None:
    text = """
model = keras.Sequential([layers.GRU(4, input_shape=(6, 1)), layers.Dense(3)])
model.compile("adam", "mae")
model.fit(np.random.rand(40, 6, 1), np.random.rand(40))
"""
    (one,) = [one for one in found(text, "2.15") if one.code == "LL104"]
    assert "broadcasts them without an error" in one.message


def test_a_value_a_step_meets_one_a_sample_behind_a_convolution_too() -> None:
    text = """
model = keras.Sequential()
model.add(keras.Input((20, 2)))
model.add(layers.GRU(8, return_sequences=True))
model.add(layers.Conv1D(4, 3))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy")
model.fit(np.random.rand(50, 20, 2), np.random.randint(0, 2, 50))
"""
    (one,) = found(text)
    assert (one.code, one.line) == ("LL103", 9) and "`fit` raises" in one.message


def test_one_depth_of_two_puts_out_a_sequence() -> None:
    text = """
def build(deep):
    model = keras.Sequential([keras.Input((15, 3)), layers.LSTM(8, return_sequences=True)])
    if deep:
        model.add(layers.LSTM(4))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile("adam", "binary_crossentropy")
    return model


for deep in (False, True):
    build(deep).fit(np.random.rand(50, 15, 3), np.random.randint(0, 2, (50, 1)))
"""
    assert codes(text) == ["LL103"]
    assert codes(text.replace("return_sequences=True", "return_sequences=deep")) == []


def test_ids_and_vectors_are_told_apart_by_their_shape() -> None:
    text = """
model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(6), layers.Dense(4, activation="softmax")])
model.compile("adam", "{loss}")
model.fit(np.random.rand(30, 9, 2), {y})
"""
    ids, vectors = "np.random.randint(0, 4, 30)", "np.random.rand(30, 4)"
    (one,) = found(text.format(loss="categorical_crossentropy", y=ids))
    assert (one.code, one.line) == ("LL408", 6) and "class ids" in one.message
    (one,) = found(text.format(loss="sparse_categorical_crossentropy", y=vectors))
    assert one.code == "LL408" and "one-hot" in one.message
    assert codes(text.format(loss="sparse_categorical_crossentropy", y=ids)) == []
    assert codes(text.format(loss="categorical_crossentropy", y=vectors)) == []


@pytest.mark.parametrize(
    "y", ["np.random.randn(30, 4)", "np.random.uniform(0, 9, (30, 4))", "np.random.rand(30, 4)"]
)
def test_numbers_that_are_no_probabilities_in_a_loss_of_classes(y: str) -> None:
    text = f"""
model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(6), layers.Dense(4, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(np.random.rand(30, 9, 2), {y})
"""
    assert codes(text) == ([] if "rand(30" in y else ["LL409"])
    assert codes(text.replace("30, 4)", "30)")) == ["LL417"]  # what raises is the first to mend


def test_columns_of_labels_that_are_no_classes_of_the_head() -> None:
    text = """
x, y = np.random.randint(0, 20, (60, 7)), np.random.randint(0, 2, (60, 5))
model = keras.Sequential([layers.Embedding(20, 8), layers.GRU(8), layers.Dense(30, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(x, y)
"""
    (one,) = found(text)
    assert one.code == "LL417" and "write Dense(5)" in one.message


def test_one_hot_targets_of_another_length_are_refused_by_their_steps() -> None:
    head = "x, ids = np.random.rand(63, 200, 16), np.random.randint(0, 2, (63, 200))\n"
    text = """
y = keras.utils.to_categorical(ids, 2)
model = keras.Sequential([keras.Input((200, 16)), LAYERS layers.LSTM(8, return_sequences=True),
                          layers.Dense(2, activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(x, y)
"""
    pooled = head + text.replace("LAYERS", "layers.MaxPooling1D(4),")
    assert "LL417" in codes(pooled)
    assert "y is (n, 200, 2), the output (n, 50, 2)" in next(
        one.message for one in found(pooled) if one.code == "LL417"
    )
    assert "LL417" not in codes(head + text.replace("LAYERS", "layers.Conv1D(8, 3, padding='same'),"))


def test_a_target_of_each_step_asks_for_all_steps() -> None:
    text = """
tags = np.random.randint(0, 5, (63, 20))
model = keras.Sequential([keras.Input((20, 3)), layers.LSTM(8), layers.Dense(5, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(np.random.rand(63, 20, 3), tags)
"""
    told = [one.message for one in found(text) if one.code == "LL417"]
    assert told and told[0].endswith("write return_sequences=True"), told
    assert "LL417" not in codes(text.replace("LSTM(8)", "LSTM(8, return_sequences=True)"))


def test_errors_as_metrics_are_compared_with_the_ids() -> None:
    text = """
model = keras.Sequential([keras.Input((9, 2)), layers.LSTM(6), layers.Dense(4, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["{metric}"])
model.fit(np.random.rand(30, 9, 2), np.random.randint(0, 4, 30))
"""
    (one,) = found(text.format(metric="mae"))
    assert one.code == "LL478" and "metric" in one.message
    assert codes(text.format(metric="accuracy")) == []


def test_loops_and_comprehensions_count_their_windows() -> None:
    text = """
series = np.random.rand(300, 2)
x = {windows}
model = keras.Sequential([keras.Input((10, 2)), layers.GRU(4), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, series[{start}:, :1])
"""

    def counted(windows: str, start: int) -> bool:
        """Whether their number is told from that of the targets; that a window holds its target is LL751's."""
        return "LL714" in codes(text.format(windows=windows, start=start))

    listed = "np.array([series[i : i + 10] for i in range(290)])"
    assert counted(listed, 0)
    assert not counted(listed, 10)
    loop = "[]\nfor i in range(290):\n    x.append(series[i : i + 10]){more}\nx = np.array(x)"
    assert counted(loop.format(more=""), 0)
    stops = "\n    if series[i, 0] > 0.9:\n        break"
    assert not counted(loop.format(more=stops), 0)


def test_a_reshape_that_folds_rows_leaves_fewer_samples_than_targets() -> None:
    text = """
import pandas as pd

table = pd.read_csv("power.csv", usecols=["a", "b", "c", "d", "e"]).dropna().values
x, y = table[:, :4], table[:, 4]
x = x.reshape(({rows}, 2, {columns}))
model = keras.Sequential([keras.Input((2, {columns})), layers.LSTM(8), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y)
"""
    (one,) = [one for one in found(text.format(rows="x.shape[0] // 2", columns=4)) if one.code == "LL714"]
    assert "x has n/2 samples, y has n" in one.message
    assert "LL714" not in codes(text.format(rows="x.shape[0]", columns=2))


def test_a_scaler_of_all_columns_does_not_take_the_one_that_is_predicted() -> None:
    text = """
import pandas as pd
from sklearn.preprocessing import MinMaxScaler

table = pd.read_csv("power.csv", usecols=["load", "wind", "sun"])
scaler = MinMaxScaler().fit(table[:500])
rows = scaler.transform(table)
x, y = np.array([rows[i : i + 8] for i in range(len(rows) - 8)]), rows[8:, 0]
model = keras.Sequential([keras.Input((8, 3)), layers.LSTM(8), layers.Dense({units})])
model.compile("adam", "mse")
model.fit(x, y)
print(scaler.inverse_transform(model.predict(x)))
"""
    (one,) = [one for one in found(text.format(units=1)) if one.code == "LL716"]
    assert one.line == 15 and "3 columns" in one.message
    assert "LL716" not in codes(text.format(units=3))


def test_states_with_an_axis_of_their_own_are_refused() -> None:
    text = """
signal, start = keras.Input((12, 5)), keras.Input((2, 7))
h = layers.LSTM(7)(signal, initial_state=[start[:, {0}], start[:, {1}]])
model = keras.Model([signal, start], layers.Dense(1)(h))
"""
    (one,) = found(text.format("0:1", "1:2"))
    assert one.code == "LL107" and "3 axes" in one.message
    assert codes(text.format("0", "1")) == []


def test_a_matrix_of_another_size_than_its_embedding() -> None:
    text = """
vectors = np.zeros((301, 20))
model = keras.Sequential([layers.Embedding({rows}, 20, weights=[vectors]), layers.GRU(4), layers.Dense(1)])
model.compile("adam", "mse")
"""
    assert codes(text.format(rows=300)) == ["LL118"]
    assert codes(text.format(rows=301)) == []


def test_what_stands_behind_the_bracket_moves_into_it() -> None:
    text = """
model = keras.Sequential()
model.add(keras.Input((9, 2)))
model.add(layers.GRU(8), dropout=0.3)
model.add(layers.Dense(1))
"""
    (one,) = found(text)
    assert (one.code, one.line) == ("LL908", 7) and one.fix is not None
    assert [edit.text for edit in one.fix.edits] == [", dropout=0.3", ""]


def test_the_ends_of_a_model_got_other_names_with_keras_2_3() -> None:
    text = """
signal = keras.Input((9, 2))
model = keras.Model(input=signal, output=layers.Dense(1)(layers.LSTM(4)(signal)))
"""
    assert codes(text) == ["LL908"] and codes(text, "2.15") == ["LL908"] and codes(text, "2.2") == []


def test_a_removed_name_is_found_where_it_is_only_named() -> None:
    text = """
model = keras.Sequential([keras.Input((9, 2)), layers.GRU(8), layers.Dense(1)])
cost = keras.losses.{name}
model.compile("adam", cost)
"""
    (one,) = found(text.format(name="mae"))
    assert (one.code, one.line) == ("LL902", 6) and "`keras.losses.mean_absolute_error`" in one.message
    assert codes(text.format(name="mean_absolute_error")) == []


def test_merge_ended_with_keras_1() -> None:
    (one,) = found("from keras.layers import Merge\nboth = Merge([], mode='sum')\nlayers.LSTM(3)\n")
    assert one.code == "LL902" and "concatenate" in one.message


def test_an_array_that_lacks_the_time_axis_is_followed_through_the_stack() -> None:
    text = """
model = keras.Sequential()
model.add(layers.TimeDistributed(layers.Conv2D(3, 3, padding="same"), input_shape=(1, 6, 6, 1)))
model.add(layers.TimeDistributed(layers.AveragePooling2D(2)))
model.add(layers.TimeDistributed(layers.Flatten()))
model.add(layers.GRU(5))
model.add(layers.Dense(1))
model.compile("adam", "mse")
model.fit(np.random.rand({shape}), np.random.rand(30))
"""
    (one,) = found(text.format(shape="30, 6, 6, 1"))
    assert one.code == "LL116" and "AveragePooling2D" in one.message
    assert codes(text.format(shape="30, 1, 6, 6, 1")) == []


def test_predictions_are_arrays_with_axes() -> None:
    text = """
model = keras.Sequential([keras.Input((9, 2)), layers.GRU(8), layers.Dense(1)])
model.compile("adam", "mse")
x = np.random.rand(50, 9, 2)
model.fit(x, np.random.rand(50))
ahead = np.empty(50)
for day in range(50):
    ahead[day] = model.predict(x[day : day + 1]){which}
"""
    assert codes(text.format(which="[0]")) == ["LL931"]
    assert codes(text.format(which="[0, 0]")) == []


WINDOW = """
model = keras.Sequential([keras.Input((4, 30)), layers.Conv1D(8, {given}), layers.GlobalMaxPooling1D()])
"""


def test_a_window_is_not_measured_where_the_program_moves_the_channels() -> None:
    moved = 'keras.backend.set_image_data_format("channels_first")\n'
    assert codes(WINDOW.format(given=6)) == ["LL119"]
    assert codes(moved + WINDOW.format(given=6)) == []
    assert codes(WINDOW.format(given='6, data_format="channels_first"')) == []
    assert codes(moved + WINDOW.format(given='6, data_format="channels_last"')) == ["LL119"]


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [("e", ["LL119"]), ("[e]", ["LL119"]), ("[e, d]", []), ("[e, *more]", []), ("open_list", [])],
)
def test_a_model_is_told_of_an_input_only_where_all_of_its_own_were_read(
    inputs: str, expected: list[str]
) -> None:
    text = f"""
import json
e, d = keras.Input((6, 2)), keras.Input((6, 2))
more = [d for _ in json.load(open("names.json"))]
open_list = [e]
for _ in json.load(open("names.json")):
    open_list.append(d)
model = keras.Model({inputs}, layers.LSTM(4)(layers.Add()([e, d])))
"""
    assert codes(text) == expected


@pytest.mark.parametrize("scalar", ["ops.sum(steps)", "ops.mean(steps * 2)"])
def test_a_dense_layer_reads_more_than_one_number(scalar: str) -> None:
    text = (
        "from keras import ops\nx = keras.Input((9, 3))\nsteps = layers.LSTM(4, return_sequences=True)(x)\n"
        f"model = keras.Model(x, layers.Dense(1)({scalar}))\nmodel.compile('adam', 'mse')\n"
    )
    (one,) = found(text)
    assert (one.code, one.line) == ("LL119", 7)
    assert codes(text.replace(scalar, scalar.replace(")", ", axis=1)"))) == []


@pytest.mark.parametrize("declared", ["input_shape=[None]", "input_shape=(30,)"])
def test_an_axis_of_one_more_than_declared_is_taken_away_by_keras(declared: str) -> None:
    text = f"""
import tensorflow as tf
model = keras.Sequential([
    layers.Lambda(lambda x: tf.expand_dims(x, -1), {declared}),
    layers.SimpleRNN(4, return_sequences=True), layers.SimpleRNN(4), layers.Dense(1),
])
model.compile("sgd", "mse")
model.fit(np.zeros((8, 30, 1)), np.zeros((8, 1)), validation_split=0.2)
"""
    assert not {"LL102", "LL116"} & {*codes(text)}


OF_ARRAYS = """
import numpy as np
import pandas as pd
from keras import Model, layers, Input

d = pd.DataFrame({"text": texts})
d["x"] = d["text"].apply(lambda text: np.array(ids(text) + [0] * (32 - len(text))))
i = Input((32,))
m = Model(i, layers.Dense(1)(layers.LSTM(3)(layers.Embedding(100, 8)(i))))
m.compile("adam", "mse")
m.fit(ARRAY, y)
"""


@pytest.mark.parametrize(
    "array",
    [
        "np.array(list(d['x']))",
        "np.array(d['x'].tolist())",
        "np.array([each for each in d['x']])",
        "np.asarray(list(d.x.values))",
        "np.array(d['text'].map(ids).tolist())",
        "np.stack(d['x'])",
    ],
)
def test_a_list_of_arrays_in_a_column_may_have_more_axes(array: str) -> None:
    assert "LL116" not in codes(OF_ARRAYS.replace("ARRAY", array))


def test_a_column_of_arrays_is_no_array_of_two_axes() -> None:
    assert "LL116" in codes(OF_ARRAYS.replace("ARRAY", "np.array(d['x'])"))


@pytest.mark.parametrize(
    ("write", "head", "said"),
    [
        (
            "start : start + 3",
            "layers.GRU(16, return_sequences=True), layers.Dense(2, activation='softmax')",
            [],
        ),
        ("start", "layers.GRU(16, return_sequences=True), layers.Dense(2, activation='softmax')", []),
        ("start", "layers.GRU(16), layers.Dense(30, activation='softmax')", ["LL408"]),
    ],
)
def test_a_one_written_into_zeros_may_mark_a_step(write: str, head: str, said: list[str]) -> None:
    text = f"""\
import keras
import numpy as np
from keras import layers

rng = np.random.default_rng(0)
x, faults = np.load("x.npy"), np.zeros((200, 30), dtype="int32")
for row in range(200):
    start = rng.integers(0, 27)
    faults[row, {write}] = 1
model = keras.Sequential([keras.Input((30, 2)), {head}])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(x, faults)
"""
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert [one.code for one in found if one.code == "LL408"] == said


@pytest.mark.parametrize(
    "made", ["pd.read_csv('y.txt', header=None).values", "pd.read_csv('y.txt', header=None).values - 1"]
)
def test_labels_of_a_table_may_be_a_single_column(made: str) -> None:
    text = f"""
import pandas as pd
y = keras.utils.to_categorical({made})
model = keras.Sequential([keras.Input((20, 3)), layers.LSTM(8), layers.Dense(y.shape[1], activation="softmax")])
model.compile("adam", "categorical_crossentropy")
model.fit(np.load("x.npy"), y)
"""
    assert "LL417" not in codes(text)
    steps = text.replace(made, "np.random.randint(0, 6, (50, 20))")
    assert "LL417" in codes(steps)


METRIC = """import numpy as np
import keras
from keras import layers

x, y = np.random.rand(60, 12, 3), TARGET
model = keras.Sequential([keras.Input((12, 3)), layers.GRU(8), layers.Dense(UNITS)])
model.compile("adam", "LOSS", metrics=METRICS)
model.fit(x, y)
"""


def metric(target: str, units: str, loss: str, metrics: str) -> list[str]:
    text = METRIC.replace("TARGET", target).replace("UNITS", units).replace("LOSS", loss)
    return [
        one.code for one in found(text.replace("METRICS", metrics)) if one.code in ("LL417", "LL478", "LL479")
    ]


SOFTMAX, SPARSE = "3, activation='softmax'", "sparse_categorical_crossentropy"
SIGMOID, BINARY = "1, activation='sigmoid'", "binary_crossentropy"
LOADED, IDS = "np.load('y.npy')", "np.arange(60) % 2"


@pytest.mark.parametrize("target, units, loss, metrics, code", [
    (IDS, SOFTMAX, SPARSE, "['accuracy', 'AUC']", "LL478"),
    (LOADED, SOFTMAX, SPARSE, "[keras.metrics.Recall()]", "LL478"),
    (IDS, SIGMOID, BINARY, "['binary_crossentropy']", "LL478"),
    (IDS, SIGMOID, BINARY, "['f1_score']", "LL478"),
    (LOADED, SIGMOID, BINARY, "['f1_score']", "LL479"),
    (LOADED, SIGMOID, BINARY, "[keras.metrics.Accuracy()]", "LL479"),
    (LOADED, "5, activation='softmax'", "categorical_crossentropy", "['binary_accuracy']", "LL479"),
])  # fmt: skip
def test_a_metric_and_the_target_of_the_loss(
    target: str, units: str, loss: str, metrics: str, code: str
) -> None:
    assert metric(target, units, loss, metrics) == [code]


@pytest.mark.parametrize("target, units, loss, metrics", [
    (IDS, SOFTMAX, SPARSE, "['acc', 'sparse_categorical_accuracy']"),
    (IDS, SOFTMAX, SPARSE, "[keras.metrics.MeanIoU(3, sparse_y_pred=False)]"),
    (IDS, SOFTMAX, SPARSE, "[keras.metrics.Recall(class_id=1)]"),
    (IDS, SIGMOID, BINARY, "['AUC', keras.metrics.Precision(), 'mae']"),
    (LOADED, SIGMOID, BINARY, "['binary_crossentropy']"),
    (LOADED, "2, activation='sigmoid'", BINARY, "['binary_accuracy', keras.metrics.F1Score()]"),
    ("np.random.rand(60)", "1", "mse", "['mae', keras.metrics.R2Score(), keras.metrics.RootMeanSquaredError()]"),
    (LOADED, SOFTMAX, "own", "[keras.metrics.Recall()]"),
])  # fmt: skip
def test_a_metric_that_takes_the_target(target: str, units: str, loss: str, metrics: str) -> None:
    assert metric(target, units, loss, metrics) == []


TEXTS = """import numpy as np
import keras
from keras import layers

texts = np.array(["a b", "c d", "e", "f", "g h", "i", "j", "k", "l", "m"])
labels = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0, 1])
order = np.random.permutation(10)
vectorize = layers.TextVectorization(output_sequence_length=4)
vectorize.adapt(texts)
model = keras.Sequential([keras.Input((4,)), layers.Embedding(50, 4), layers.LSTM(4), layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(vectorize(texts[INDEX]), labels[LABELS])
"""


@pytest.mark.parametrize(
    "index", ["order", "order[:6]", "labels == 1", ":8", "[0, 1, 2]", "np.argsort(labels)"]
)
def test_texts_are_picked_as_their_labels_are(index: str) -> None:
    told = codes(TEXTS.replace("[INDEX]", f"[{index}]").replace("[LABELS]", f"[{index}]"))
    assert not {"LL714", "LL722"}.intersection(told)


def test_texts_that_stay_while_their_labels_move_are_told() -> None:
    assert "LL722" in codes(TEXTS.replace("texts[INDEX]", "texts").replace("[LABELS]", "[order]"))


def test_words_looked_up_by_numbers_are_as_many_as_these() -> None:
    text = TEXTS.replace("texts[INDEX]", "texts").replace("labels[LABELS]", "np.array(['a', 'b'])[labels]")
    assert "LL714" not in codes(text)


TRAINED = """
model = keras.Sequential([keras.Input((12, 3)), layers.GRU(8), layers.Dense(1)])
model.compile("adam", "mse", metrics=["mae"])
history = model.fit(np.random.rand(60, 12, 3), np.random.rand(60, 1), validation_split=0.2)
"""


@pytest.mark.parametrize("asked", ["history.loss", "history.val_mae", "history['loss']", "history.keys()"])
def test_a_log_is_asked_of_the_history_itself(asked: str) -> None:
    assert "LL932" in codes(f"{TRAINED}print({asked})\n")


@pytest.mark.parametrize(
    "text",
    [
        "print(history.history['loss'], history.epoch, history.params, history.model)\n",
        "history.seconds = 3\nprint(history.seconds)\n",
        "setattr(history, 'best', 0.1)\nprint(history.best)\n",
    ],
)
def test_what_a_history_has_or_gets_is_no_log(text: str) -> None:
    assert "LL932" not in codes(TRAINED + text)


def test_cures_that_the_calls_can_follow() -> None:
    stateful = """
x, y = np.zeros((40, 6, 1)), np.zeros((40, 1))
model = keras.Sequential([keras.Input(batch_shape=(20, 6, 1)), layers.LSTM(4, stateful=True), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(x, y, batch_size=20, shuffle=False)
model.layers[0].reset_state()
model.predict(x[:ROWS], batch_size=1)
"""
    (one,) = [one for one in found(stateful.replace("ROWS", "1")) if one.code == "LL112"]
    assert "give its weights to a model built for 1" in one.message and one.fix is None
    (one,) = [one for one in found(stateful.replace("ROWS", "40")) if one.code == "LL112"]
    assert "write batch_size=20" in one.message
    two_heads = """
steps = keras.Input((6, 1))
h = layers.LSTM(4)(steps)
model = keras.Model(steps, [layers.Dense(1, name="a")(h), layers.Dense(1, name="b")(h)])
model.compile("adam", ["mse", "mse"], metrics="mae")
"""
    (one,) = [one for one in found(two_heads) if one.code == "LL457"]
    assert 'write ["mae", "mae"]' in one.message
