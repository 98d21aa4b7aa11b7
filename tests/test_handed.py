"""What is handed to layers and models: arrays without their batch, layers as tensors, arguments that no call takes."""

from __future__ import annotations

import inspect

import pytest

from lstm_lint.findings import Finding, Severity
from lstm_lint.keras_api.argument_roles import taken_by_call
from lstm_lint.keras_api.versions import parse_target
from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = "import keras\nimport numpy as np\nfrom keras import layers\n"


def found(text: str, keras: str = "3") -> list[Finding]:
    """Errors and warnings of a program."""
    all_of_them = lint(
        from_bytes((HEAD + text).encode(), "program.py"), Settings(), target=parse_target(keras)
    )
    return [one for one in all_of_them if one.severity in (Severity.ERROR, Severity.WARNING)]


def codes(text: str, keras: str = "3") -> list[str]:
    return [one.code for one in found(text, keras)]


ONE_INPUT = """
x, y = np.random.rand(30, 12, 3), np.random.rand(30, 1)
model = keras.Sequential([keras.Input((12, 3)), layers.GRU(4), layers.Dense(1)])
model.compile("adam", "mse")
"""


@pytest.mark.parametrize(
    "call",
    [
        "model.predict(x[0])",
        "model.evaluate(x[2], y[2])",
        "for i in range(30):\n    model.predict(x[i])",
        "model(x[4])",
    ],
)
def test_one_sample_lacks_the_batch_axis(call: str) -> None:
    said = found(ONE_INPUT + f"model.fit(x, y)\n{call}\n")
    assert any(one.code in ("LL116", "LL119") and "batch axis" in one.message for one in said)


@pytest.mark.parametrize("call", ["model.predict(x[:1])", "model.predict(x[0][None])", "model(x[[0]])"])
def test_one_sample_with_a_batch_axis_is_an_array_of_samples(call: str) -> None:
    assert not {"LL116", "LL119"} & set(codes(ONE_INPUT + f"model.fit(x, y)\n{call}\n"))


def test_one_window_of_one_feature_is_read_as_windows_of_one_step() -> None:
    text = ONE_INPUT.replace("12, 3", "12, 1") + "model.fit(x, y)\nlast = model.predict(x[-1])\n"
    (one,) = [one for one in found(text) if one.code == "LL116"]
    assert one.severity is Severity.WARNING and "12 samples of one step" in one.message


def test_what_fit_refuses_is_said_once() -> None:
    text = (
        ONE_INPUT.replace("Input((12, 3))", "Input((12, 5))")
        + "model.fit(x, y)\nmodel.predict(x)\nmodel.evaluate(x, y)\n"
    )
    assert codes(text).count("LL116") == 1


def test_validation_data_of_another_width_than_the_input() -> None:
    text = ONE_INPUT + "model.fit(x, y, validation_data=(np.random.rand(8, 12, 2), np.random.rand(8, 1)))\n"
    (one,) = [one for one in found(text) if one.code == "LL116"]
    assert one.message.startswith("validation x has the shape (8, 12, 2)")


TENSORS = """
a = keras.Input((12, 3))
b = keras.Input((12, 3))
h, g, s = layers.LSTM(4)(a), layers.GRU(4)(b), layers.LSTM(4, return_sequences=True)(a)
"""


@pytest.mark.parametrize(
    "line",
    [
        "layers.Concatenate([h, g])", "layers.Concatenate([h, g], axis=1)", "layers.Add([h, g])", "layers.Flatten(s)",
        "layers.Dot([h, g], axes=1)", "layers.Dense(1)(layers.LSTM(8))", "layers.concatenate([h, layers.GRU(2)])",
        "layers.Dense(1)(layers.Flatten)", "keras.Model(a, layers.Dense(1))", "keras.Model(a, [h, layers.Dense(1)])",
        "layers.Dense(1)(keras.Sequential([layers.Dense(2)]))", "keras.Sequential([layers.LSTM(4), layers.Dropout])",
        "keras.Sequential([layers.LSTM(4), 'relu'])", "keras.Sequential([layers.LSTM(4)(a)])",
        "keras.Sequential([layers.LSTM(4), keras.ops.relu])", "keras.Sequential([layers.LSTM(4), None])",
    ],
)  # fmt: skip
def test_layers_and_tensors_in_the_place_of_each_other(line: str) -> None:
    assert codes(f"{TENSORS}z = {line}\n").count("LL167") == 1


def test_a_layer_of_the_program_that_is_not_called() -> None:
    text = """
class Score(layers.Layer):
    def call(self, x):
        return x * 2

z = layers.Dense(1)(Score())
"""
    assert codes(TENSORS + text) == ["LL167"]


@pytest.mark.parametrize(
    "line",
    [
        "layers.Concatenate()([h, g])", "layers.Lambda(lambda t: t[0] + t[1])([h, g])",
        "keras.Sequential([a, layers.LSTM(2)])",
        "layers.Bidirectional(layers.LSTM(4))(a)", "layers.RNN([layers.LSTMCell(4), layers.GRUCell(2)])(a)",
        "layers.TimeDistributed(keras.Sequential([layers.Dense(2)]))(a)", "keras.Sequential([keras.Sequential([a])])",
        "layers.Embedding(5, 2, weights=[np.zeros((5, 2))])",
    ],
)  # fmt: skip
def test_layers_in_their_place_are_silent(line: str) -> None:
    assert "LL167" not in codes(f"{TENSORS}z = {line}\n")


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("layers.LSTM(8)(inputs=s)", "needs no name"), ("layers.LSTM(8)(s, states=[h, h])", "initial_state"),
        ("layers.Dense(2)(s, activation='relu')", "an argument of the layer itself"),
        ("layers.Flatten()(s, mask=None)", "takes no `mask`"),
    ],
)  # fmt: skip
def test_arguments_that_the_call_of_a_layer_does_not_take(line: str, remedy: str) -> None:
    (one,) = [one for one in found(f"{TENSORS}z = {line}\n") if one.code == "LL908"]
    assert remedy in one.message
    assert codes(f"{TENSORS}z = {line}\n", keras="2.15") == []


def test_what_the_call_of_each_layer_takes_is_in_its_signature() -> None:
    keras = pytest.importorskip("keras", exc_type=ImportError)
    classes = {name: one for name, one in vars(keras.layers).items() if inspect.isclass(one)}
    judged = [name for name in classes if taken_by_call(name)]
    assert len(judged) > 80
    for name in judged:
        _, *real = inspect.signature(classes[name].call).parameters
        assert real[0] == taken_by_call(name)[0], name
        assert set(taken_by_call(name)) == set(real), name


TWO_OUTPUTS = """
x, y = np.random.rand(30, 12, 3), np.random.rand(30, 1)
a = keras.Input((12, 3))
h = layers.LSTM(4)(a)
model = keras.Model(a, [layers.Dense(1, name="p")(h), layers.Dense(1, name="q")(h)])
"""


@pytest.mark.parametrize(
    ("compile_with", "fit_with"),
    [
        ("['mse', 'mse'], metrics=['mae']", "[y, y]"),
        ("['mse', 'mse'], metrics=['mae', 'mae', 'mse']", "[y, y]"),
        ("['mse', 'mse'], metrics={'r': 'mae'}", "[y, y]"),
        ("['mse', 'mse'], weighted_metrics=['mae']", "[y, y]"),
        ("['mse', 'mse'], loss_weights=[1.0]", "[y, y]"),
        ("'mse', loss_weights=[1.0, 0.5]", "[y, y]"),
        ("{'p': 'mse', 'q': 'mse'}, loss_weights={'p': 1.0}", "[y, y]"),
        ("['mse', 'mse']", "[y, y], class_weight={0: 1.0, 1: 2.0}"),
        ("['mse', 'mse']", "[y, y], sample_weight=[np.ones(30)]"),
        ("['mse', 'mse']", "[y, y], sample_weight={'p': np.ones(30), 'q': np.ones(30)}"),
        ("['mse', 'mse']", "[y, y], validation_data=(x, y)"),
    ],
)
def test_what_goes_by_the_outputs_has_one_entry_for_each(compile_with: str, fit_with: str) -> None:
    text = f"{TWO_OUTPUTS}model.compile('sgd', {compile_with})\nmodel.fit(x, {fit_with})\n"
    assert codes(text) == ["LL117"]


@pytest.mark.parametrize(
    ("compile_with", "fit_with"),
    [
        ("['mse', 'mse'], metrics=['mae', 'mse']", "[y, y]"),
        ("'mse', metrics=[['mae', 'mse'], []]", "[y, y]"),
        ("['mse', 'mse'], metrics={'p': ['mae', 'mse']}", "[y, y]"),
        ("'mse', loss_weights=[0.5]", "[y, y]"),
        ("{'p': 'mse', 'q': 'mse'}, loss_weights={'p': 1.0, 'q': 2.0}", "{'p': y, 'q': y}"),
        ("['mse', 'mse']", "[y, y], sample_weight=[np.ones(30), np.ones(30)]"),
        ("['mse', 'mse']", "[y, y], validation_data=(x, [y, y])"),
    ],
)
def test_one_entry_for_each_output_is_silent(compile_with: str, fit_with: str) -> None:
    text = f"{TWO_OUTPUTS}model.compile('sgd', {compile_with})\nmodel.fit(x, {fit_with})\n"
    assert "LL117" not in codes(text)


def test_a_dict_of_outputs_goes_by_its_keys() -> None:
    text = TWO_OUTPUTS.replace('[layers.Dense(1, name="p")', '{"one": layers.Dense(1, name="p")').replace(
        'layers.Dense(1, name="q")(h)]', '"two": layers.Dense(1, name="q")(h)}'
    )
    given = "model.compile('sgd', {'%s': 'mse', 'two': 'mse'})\nmodel.fit(x, {'one': y, 'two': y})\n"
    assert "LL117" not in codes(text + given % "one")
    assert codes(text + given % "p") == ["LL117"]


def test_validation_data_without_targets() -> None:
    text = f"{ONE_INPUT}model.fit(x, y, validation_data=x)\n"
    (one,) = [one for one in found(text) if one.code == "LL117"]
    assert one.message.endswith("write (x, y)")


@pytest.mark.parametrize(
    ("classes", "expected"),
    [("np.random.randint(0, 2, 60)", []), ("np.random.randint(0, 4, 60)", ["LL406"]), ("y", [])],
)
def test_ids_of_many_classes_under_the_binary_loss(classes: str, expected: list[str]) -> None:
    text = f"""
import pandas as pd

x, y = np.random.rand(60, 12, 3), pd.read_csv("labels.csv")["kind"].values
model = keras.Sequential([keras.Input((12, 3)), layers.GRU(4), layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x, {classes})
"""
    assert [code for code in codes(text) if code == "LL406"] == expected


@pytest.mark.parametrize(("data", "wrong"), [("load_iris", True), ("load_breast_cancer", False)])
def test_published_classes_against_a_binary_head(data: str, wrong: bool) -> None:
    text = f"""
from sklearn.datasets import {data}

x, y = {data}(return_X_y=True)
model = keras.Sequential([keras.Input((None, 1)), layers.GRU(4), layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(x[:, :, None], y)
"""
    assert ("LL406" in codes(text)) is wrong


def test_a_layer_that_only_a_lambda_calls_is_never_trained() -> None:
    text = "encode = layers.LSTM(4)\nz = layers.Lambda(lambda t: encode(t))(a)\nmodel = keras.Model(a, z)\n"
    (one,) = [one for one in found(TENSORS + text) if one.code == "LL172"]
    assert one.severity is Severity.WARNING and "`LSTM`" in one.message
    assert "LL172" not in codes(TENSORS + text + "other = keras.Model(a, encode(a))\n")
    assert "LL172" not in codes(TENSORS + text.replace("layers.LSTM(4)", "layers.Dropout(0.1)"))


def test_a_model_in_a_lambda_that_was_trained_before() -> None:
    text = """
code = keras.Sequential([keras.Input((12, 3)), layers.LSTM(4), layers.Dense(2)])
{trained}
steps = keras.Input((12, 3))
z = layers.Lambda(lambda t: code(t))(steps)
model = keras.Model(steps, layers.Dense(1)(z))
"""
    assert "LL172" in codes(text.format(trained=""))
    assert "LL172" not in codes(text.format(trained="code.load_weights('code.weights.h5')"))
    assert "LL172" not in codes(text.format(trained="code.trainable = False"))


WORDS = """
from tensorflow.keras.preprocessing.text import Tokenizer

lines = open("lines.txt").readlines()
first, second = Tokenizer(), Tokenizer()
first.fit_on_texts(lines)
second.fit_on_texts(lines[:10])
count = len(first.word_index) + 1
matrix = np.{matrix}
for word, row in first.word_index.items():
    matrix[row] = 0.5
model = keras.Sequential([keras.Input((9,)), layers.Embedding({rows}, 8, weights=[matrix]), layers.LSTM(4)])
"""


@pytest.mark.parametrize(
    ("rows", "matrix", "wrong"),
    [
        ("count", "zeros((len(first.word_index), 8))", True),
        ("count", "random.rand(count + 1, 8)", True),
        ("len(first.word_index)", "random.normal(size=(count, 8))", True),
        ("count", "zeros((len(first.word_index) + 1, 8))", False),
        ("count", "zeros((len(second.word_index), 8))", False),
        ("count", "zeros((min(count, 500), 8))", False),
    ],
)
def test_rows_of_a_matrix_that_words_count(rows: str, matrix: str, wrong: bool) -> None:
    assert ("LL118" in codes(WORDS.format(rows=rows, matrix=matrix))) is wrong


EMBEDDED = """
model = keras.Sequential([layers.Embedding(500, 4), layers.LSTM(4), layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
(x, y), (held, out) = keras.datasets.imdb.load_data(num_words=500)
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("model.fit(x, y)", ["LL171"]),
        ("model.fit(x[:1000], y[:1000])", ["LL171"]),
        ("model.fit(np.array([[1, 2], [3]], dtype=object), y[:2])", ["LL171"]),
        ("model.fit(np.array(['fine', 'bad']), y[:2])", ["LL171"]),
        ("model.fit(keras.utils.pad_sequences(x, maxlen=40), y)", []),
        ("model.fit(np.array(['1', '2'])[:, None], y[:2])", ["LL171"]),
        ("model.fit(np.array(['1', '2']).astype(float)[:, None], y[:2])", []),
        ("model.fit(np.array(['1', '2'], dtype='float32')[:, None], y[:2])", []),
    ],
)
def test_arrays_that_hold_no_numbers(call: str, expected: list[str]) -> None:
    assert [code for code in codes(f"{EMBEDDED}{call}\n") if code in ("LL171", "LL102")] == expected


@pytest.mark.parametrize(
    ("embedding", "wrong"),
    [
        ("layers.Embedding(50, 4)", True),
        ("layers.Embedding(50, 4, mask_zero=True)", True),
        ("layers.Embedding(50, 4, weights=[np.zeros((50, 4))])", False),
        ("layers.Reshape((9, 1))", False),
    ],
)
def test_masking_after_an_embedding_masks_nothing(embedding: str, wrong: bool) -> None:
    text = (
        f"model = keras.Sequential([keras.Input((9,)), {embedding}, layers.Masking(0.0), layers.LSTM(4)])\n"
    )
    assert ("LL169" in codes(text)) is wrong
