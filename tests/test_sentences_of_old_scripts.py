"""Sentences that were untrue of scripts found in public: each kind with programs of which it is true, and not."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Selection, Settings
from lstm_lint.source.source import from_bytes

START = """
import numpy as np
import keras
from keras import Input, backend, layers, ops
from keras.models import Model, Sequential

x, y = np.load("x.npy"), np.load("y.npy")
"""
STRICT = Settings((Selection("the test", ("ALL",)),), "strict", keras="3")


def said(code: str, text: str, *, of: str = "3") -> list[str]:
    found = lint(from_bytes((START + dedent(text)).encode(), "train.py"), replace(STRICT, keras=of))
    return [one.message for one in found if one.code == code]


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("return ops.mean(y_true[:, :, 1] * (y_true[:, :, 0] - y_pred[:, :, 0]))", 0),
        ("return ops.mean(y_true[..., 3] - y_pred[..., 0])", 0),
        ("return ops.mean(ops.reshape(y_true, (-1, 7)))", 0),
        ("return ops.mean(y_true * y_pred[:, :, 2])", 1),
        ("return ops.mean(y_true - y_pred[:, :, 0, 0])", 1),
    ],
)
def test_targets_of_a_loss_may_have_other_columns_than_what_is_predicted(line: str, count: int) -> None:
    found = said(
        "LL119",
        f"""
        def weighted(y_true, y_pred):
            {line}

        model = Sequential([Input((20, 4)), layers.LSTM(16, return_sequences=True), layers.Dense(1)])
        model.compile("adam", weighted)
        model.fit(x, y)
        """,
    )
    assert len(found) == count


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("x_train[0].append(3)", 0),
        ("x_train[0].extend([3])", 0),
        ("first = x_train[2]\nfirst.insert(0, 1)", 0),
        ("both = np.concatenate((x_train, x_test))\nboth[0].pop()", 0),
        ("padded = keras.utils.pad_sequences(x_train, maxlen=80)\npadded.append(3)", 1),
    ],
)
@pytest.mark.parametrize("name", ["imdb", "reuters"])
def test_a_row_of_a_published_data_set_of_texts_is_a_list(name: str, line: str, count: int) -> None:
    text = f"(x_train, y_train), (x_test, y_test) = keras.datasets.{name}.load_data(num_words=5000)\n{line}\n"
    model = "model = Sequential([layers.Embedding(5000, 8), layers.LSTM(8), layers.Dense(1)])\n"
    assert len(said("LL932", text + model)) == count


@pytest.mark.parametrize(
    ("words", "width", "count"),
    [("num_words=1000", 1000, 0), ("num_words=1000", 900, 1), ("num_words=size", 900, 0), ("", 900, 0)],
)
@pytest.mark.parametrize("method", ["sequences_to_matrix(ids)", "texts_to_matrix(texts)"])
def test_a_matrix_of_words_has_a_column_for_each(words: str, width: int, count: int, method: str) -> None:
    text = f"""
    from tensorflow.keras.preprocessing.text import Tokenizer
    texts, size = open("texts.txt").read().splitlines(), int(open("size.txt").read())
    tokenizer = Tokenizer({words})
    tokenizer.fit_on_texts(texts)
    ids = tokenizer.texts_to_sequences(texts)
    rows = tokenizer.{method}
    print(rows.shape[1])
    model = Sequential([Input(({width},)), layers.Dense(8), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(rows, y)
    recurrent = Sequential([Input((20, 4)), layers.LSTM(16)])
    """
    assert len(said("LL116", text)) == count
    assert not said("LL932", text)


def test_words_that_are_counted_are_not_learned_anew() -> None:
    text = """
    from tensorflow.keras.preprocessing.text import Tokenizer
    train, test = open("train.txt").read().splitlines(), open("test.txt").read().splitlines()
    tokenizer = Tokenizer(num_words=500)
    tokenizer.fit_on_texts(train)
    x_train = tokenizer.sequences_to_matrix(tokenizer.texts_to_sequences(train))
    x_test = tokenizer.sequences_to_matrix(tokenizer.texts_to_sequences(test))
    model = Sequential([layers.Reshape((-1, 1)), layers.LSTM(8), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(x_train, y, validation_data=(x_test, y))
    """
    assert not said("LL713", text)


@pytest.mark.parametrize(
    ("of", "when"), [("3", "RuntimeError at the first call"), ("2", "RuntimeError when made or called")]
)
def test_a_model_without_its_init_fails_earlier_in_keras_2(of: str, when: str) -> None:
    (message,) = said(
        "LL135",
        """
        class Reader(Model):
            def __init__(self):
                self.rnn = layers.LSTM(8)

            def call(self, x):
                return self.rnn(x)

        Reader().compile("adam", "mse")
        """,
        of=of,
    )
    assert when in message


@pytest.mark.parametrize(
    ("rows", "count"), [("reshape(len(x), 1, 8)", 0), ("reshape(len(x), 8, 1)", 1), ("copy()", 1)]
)
def test_data_of_one_step_let_no_state_drift(rows: str, count: int) -> None:
    text = f"""
    data = np.asarray(x, dtype="float32").{rows}
    model = Sequential([layers.LSTM(16, activation="sigmoid"), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data, y)
    """
    assert len(said("LL204", text)) == count


@pytest.mark.parametrize(
    ("training", "end"),
    [
        ("model.compile('adam', 'mse')\nmodel.fit(x, y)", "pass it as `optimizer`, or delete it"),
        (
            "for fold in range(3):\n    model = build()\n    model.compile('adam', 'mse')\n    model.fit(x, y)",
            "delete it, or make one for each model",
        ),
    ],
)
def test_one_optimizer_is_not_for_several_models(training: str, end: str) -> None:
    text = f"""
def build():
    return Sequential([Input((20, 4)), layers.LSTM(16), layers.Dense(1)])

optimizer = keras.optimizers.Adam(learning_rate=0.003)
model = build()
{training}
"""
    (message,) = said("LL514", text)
    assert message.endswith(end)


@pytest.mark.parametrize(
    ("after", "remedy"),
    [
        ("layers.LSTM(8)", "write `Reshape((-1, 1))` in its place"),
        ("layers.Flatten()", "remove the Embedding"),
    ],
)
def test_without_an_embedding_numbers_need_an_axis_for_features(after: str, remedy: str) -> None:
    text = f"""
    from sklearn.preprocessing import MinMaxScaler
    scaled = MinMaxScaler().fit_transform(x)
    model = Sequential([layers.Embedding(100, 8), {after}, layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(scaled, y)
    recurrent = Sequential([Input((20, 4)), layers.LSTM(16)])
    """
    (message,) = said("LL308", text)
    assert message.endswith(f"; {remedy}")


@pytest.mark.parametrize(
    ("column", "maxlen", "count"),
    [("body", 200, 0), ("body", 1000, 1), ("title", 200, 1), ("article", 250, 0)],
)
def test_whole_documents_fill_what_they_are_padded_to(column: str, maxlen: int, count: int) -> None:
    text = f"""
    import pandas as pd
    from tensorflow.keras.preprocessing.text import Tokenizer
    texts = pd.read_csv("texts.csv")["{column}"]
    tokenizer = Tokenizer(num_words=500)
    tokenizer.fit_on_texts(texts)
    rows = keras.utils.pad_sequences(tokenizer.texts_to_sequences(texts), maxlen={maxlen}, padding="post")
    model = Sequential([layers.Embedding(500, 8), layers.LSTM(8), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(rows, y)
    """
    assert len(said("LL301", text)) == count


@pytest.mark.parametrize(
    ("shape", "call", "count"),
    [
        ("(steps, features)", "build(4)", 0),
        ("(1, features)", "build(4)", 1),
        ("(steps, features)", "build(4).fit(x, y)", 1),
        ("(steps, features)", "build(4, steps=20)", 0),
    ],
)
def test_the_default_that_only_a_test_leaves_is_no_length(shape: str, call: str, count: int) -> None:
    text = f"""
    import unittest

    def build(features, steps=1):
        model = Sequential([layers.LSTM(16, input_shape={shape}), layers.Dense(1)])
        model.compile("adam", "mse")
        return model

    class TestBuild(unittest.TestCase):
        def test_output(self):
            {call}
    """
    assert len(said("LL109", text)) == count


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("keras.layers.recurrent.LSTM", "Keras 2.9"),
        ("keras.layers.core.Dense", "Keras 2.13"),
        ("keras.models.Graph", "Keras 1.1"),
        ("keras.backend.image_dim_ordering", "Keras 2.2.5"),
        ("keras.layers.CuDNNGRU", "Keras 2.13"),
    ],
)
def test_a_name_was_removed_in_the_first_release_without_it(name: str, release: str) -> None:
    module, _, last = name.rpartition(".")
    text = f"from {module} import {last}\nmodel = Sequential([Input((20, 4)), layers.LSTM(16)])\n"
    (message,) = said("LL902", text)
    assert f"was removed in {release}" in message


def test_a_method_was_removed_from_tf_keras_in_another_release() -> None:
    text = """
    import tensorflow as tf
    model = tf.keras.Sequential([tf.keras.layers.LSTM(16)])
    model.predict_classes(x)
    """
    found = lint(
        from_bytes(dedent(text).encode(), "train.py"),
        replace(STRICT, keras="3"),
    )
    (message,) = (one.message for one in found if one.code == "LL902")
    assert "was removed in TensorFlow 2.6" in message


@pytest.mark.parametrize(
    ("call", "becomes"),
    [
        ("fit_generator(generator=rows(), steps_per_epoch=10)", "fit(x=rows(), steps_per_epoch=10)"),
        ("fit_generator(rows(), steps_per_epoch=10)", "fit(rows(), steps_per_epoch=10)"),
        ("fit_generator(steps_per_epoch=9, generator=rows())", "fit(steps_per_epoch=9, x=rows())"),
        ("predict_generator(rows(), steps=3)", "predict(rows(), steps=3)"),
    ],
)
def test_a_method_that_is_renamed_takes_its_argument_along(call: str, becomes: str) -> None:
    text = START + dedent(
        f"""
        def rows():
            while True:
                yield x, y

        model = Sequential([Input((20, 4)), layers.LSTM(16), layers.Dense(1)])
        model.compile("adam", "mse")
        model.{call}
        """
    )
    found = lint(from_bytes(text.encode(), "train.py"), STRICT)
    (fix,) = (one.fix for one in found if one.code == "LL902")
    assert fix is not None
    fixed = text
    for edit in sorted(fix.edits, key=lambda edit: edit.span, reverse=True):
        lines = fixed.splitlines(keepends=True)
        line = lines[edit.span.line - 1]
        lines[edit.span.line - 1] = (
            line[: edit.span.column - 1] + edit.text + line[edit.span.end_column - 1 :]
        )
        fixed = "".join(lines)
    assert f"model.{becomes}" in fixed
    again = lint(from_bytes(fixed.encode(), "train.py"), STRICT)
    assert not [one for one in again if one.severity.value == "error"]


@pytest.mark.parametrize("given", ['Config().load({"width": 5}).width', "5"])
def test_what_vars_updates_is_an_attribute_of_its_object(given: str) -> None:
    text = f"""
    class Config:
        width = 3

        def load(self, given):
            vars(self).update(given)
            return self

    data = np.random.rand(20, 6, 5)
    model = Sequential([Input((6, {given})), layers.LSTM(4), layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data, y)
    """
    assert not said("LL116", text)


@pytest.mark.parametrize(
    ("targets", "remedy"),
    [
        ("np.random.rand(64, 1)", "leave TimeDistributed out"),
        ("np.random.rand(64)", "leave TimeDistributed out"),
        ("np.random.rand(64, 20, 1)", "add return_sequences=True"),
        ("np.load('targets.npy')", "add return_sequences=True"),
    ],
)
def test_one_target_for_each_sample_wants_no_sequence(targets: str, remedy: str) -> None:
    text = f"""
    rows, targets = np.random.rand(64, 20, 3), {targets}
    model = Sequential([Input((20, 3)), layers.LSTM(16), layers.TimeDistributed(layers.Dense(1))])
    model.compile("adam", "mse")
    model.fit(rows, targets, epochs=20)
    """
    (message,) = said("LL101", text)
    assert message.endswith(f"; {remedy}")


@pytest.mark.parametrize(("of", "where"), [("3", "`fit` raises"), ("2.2", "it raises")])
def test_which_call_refuses_a_name_depends_on_keras(of: str, where: str) -> None:
    text = """
    model = Sequential([layers.LSTM(16, input_shape=(20, 3)), layers.Dense(3)])
    model.compile("adam", "mse", metrics=["categorical accuracy"])
    model.fit(x, y)
    """
    (message,) = said("LL909", text, of=of)
    assert f": {where}; " in message


CUDNN = """
from tensorflow.python.keras import Model
from tensorflow.python.keras.layers import CuDNNLSTM, Dense, Input

inputs = Input((20, 3))
model = Model(inputs, Dense(1)(CuDNNLSTM(8, return_sequences=False)(inputs)))
model.save("first")
"""


def test_a_class_that_went_is_the_reason_and_not_what_it_takes() -> None:
    found = lint(from_bytes(CUDNN.encode(), "/nowhere/train.py"), replace(STRICT, keras="auto"))
    (message,) = [one.message for one in found if one.code == "LL920"]
    assert "CuDNNLSTM" in message and "return_sequences" not in message
