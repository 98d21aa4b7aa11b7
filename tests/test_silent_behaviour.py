"""What Keras and NumPy do without a word: many ways to write it that must speak, and near misses that must not."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import numpy as np, tensorflow as tf, keras
from keras import Input, Model, Sequential, layers, ops
"""
STEPS = "steps = Input((40, 6))\nh = layers.LSTM(32, return_sequences=True)(steps)\ns = layers.Dense(1)(h)\n"
END = "\nmodel = Model(steps, layers.Dense(1)(layers.Flatten()(w)))\nmodel.compile('adam', 'mse')\n"


def said(text: str, code: str, keras: str = "3") -> list[str]:
    """The severity of each finding of a rule."""
    found = lint(from_bytes((HEAD + text).encode(), "train.py"), Settings(keras=keras))
    return [finding.severity.value for finding in found if finding.code == code]


@pytest.mark.parametrize(
    "weights",
    [
        "layers.Softmax()(s)",
        "layers.Softmax(axis=2)(s)",
        "layers.Activation('softmax')(s)",
        "layers.Activation(tf.nn.softmax)(s)",
        "ops.softmax(s)",
        "ops.softmax(s, -1)",
        "keras.activations.softmax(s)",
        "tf.nn.softmax(s)",
        "tf.nn.softmax(s, axis=2)",
        "layers.Dense(1, activation='softmax')(h)",
        "layers.TimeDistributed(layers.Dense(1, activation='softmax'))(h)",
        "layers.Conv1D(1, 1, activation='softmax')(h)",
        "ops.exp(s) / ops.sum(ops.exp(s), axis=-1, keepdims=True)",
        "tf.divide(tf.exp(s), tf.reduce_sum(tf.exp(s), axis=2, keepdims=True))",
    ],
)
def test_a_softmax_over_one_score_a_step_is_always_one(weights: str) -> None:
    assert said(f"{STEPS}w = h * ({weights}){END}", "LL401") == ["error"]


@pytest.mark.parametrize(
    "weights",
    [
        "layers.Softmax(axis=1)(s)",
        "ops.softmax(s, axis=-2)",
        "tf.nn.softmax(s, axis=1)",
        "ops.exp(s) / ops.sum(ops.exp(s), axis=1, keepdims=True)",
        "ops.exp(s) / ops.sum(s, axis=-1, keepdims=True)",
        "ops.softmax(s, axis=int(input()))",
        "layers.Dense(2, activation='softmax')(h)[..., :1]",
        "layers.Activation('sigmoid')(s)",
    ],
)
def test_a_softmax_over_the_steps_is_fine(weights: str) -> None:
    assert said(f"{STEPS}w = h * ({weights}){END}", "LL401") == []


MODEL = "model = Sequential([Input((12, 3)), layers.LSTM(8), layers.Dense(1)])\nx = np.zeros((50, 12, 3))\n"
LAYER = "class Own(layers.Layer):\n    def __init__(self):\n        super().__init__()\n        self.late = None\n"


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("return layers.Dense(4)(x)", ["error"]),
        ("d = layers.GRU(4)\n        return d(x)", ["error"]),
        ("return layers.Bidirectional(layers.LSTM(4))(x)", ["error"]),
        ("return layers.Dropout(0.5)(x)", ["error"]),
        ("return layers.Dropout(0.0)(x)", []),
        ("return layers.Activation('tanh')(layers.Flatten()(x))", []),
        ("if self.late is None:\n            self.late = layers.Dense(4)\n        return self.late(x)", []),
        (
            "if self.late is None:\n            self.late = Sequential([layers.Dense(4)])\n        return self.late(x)",
            [],
        ),
        (
            "if self.late is None:\n            self.late = [layers.GRU(4)]\n        return self.late[0](x)",
            [],
        ),
        ("self.late = self.late or layers.Dense(4)\n        return self.late(x)", []),
    ],
)
def test_a_layer_is_made_in_call(body: str, findings: list[str]) -> None:
    text = f"{LAYER}    def call(self, x):\n        {body}\n{STEPS}w = Own()(h){END}"
    assert said(text, "LL131") == findings


@pytest.mark.parametrize(
    "last",
    ["h[:, -1]", "h[:, -1, :]", "h[:, -1:, :]", "ops.take(h, -1, axis=1)", "layers.Dropout(0.1)(h)[:, -1]"],
)
def test_the_last_step_read_both_ways(last: str) -> None:
    both = "h = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(steps)\n"
    assert said(f"{STEPS}{both}w = {last}{END}", "LL132") == ["warning"]
    assert said(f"{STEPS}w = {last}{END}", "LL132") == []


@pytest.mark.parametrize(
    "step", ["h[:, -2]", "h[:, 0]", "h[:, -1, :8]", "h[:, 1:]", "layers.GlobalMaxPooling1D()(h)"]
)
def test_another_part_of_what_was_read_both_ways(step: str) -> None:
    both = "h = layers.Bidirectional(layers.LSTM(8, return_sequences=True))(steps)\n"
    assert said(f"{STEPS}{both}w = {step}{END}", "LL132") == []


@pytest.mark.parametrize(
    "line",
    [
        "float(model.predict(x[:1])[0])",
        "int(model.predict(x[:1]))",
        "float(model.predict(np.load('x.npy'))[0])",
        "p = model.predict(x)\nfor row in p:\n    print(float(row))",
        "p = model.predict(x)\nfor i in range(len(p)):\n    print(float(p[i]))",
        "out = np.zeros(9)\nfor i in range(9):\n    out[i] = model.predict(x[i : i + 1])",
        "out = np.zeros(9)\nout[3] = model.predict(x)[3]",
        "out = np.zeros((9, 2))\nout[3, 1] = model.predict(x[:1])",
    ],
)
def test_a_prediction_as_a_number(line: str) -> None:
    assert said(MODEL + line, "LL931") == ["error"]
    assert said(MODEL + line, "LL931", keras="2.15") == []


@pytest.mark.parametrize(
    "line",
    [
        "float(model.predict(x[:1])[0, 0])",
        "float(model.predict(x[:1])[0][0])",
        "model.predict(x[:1]).item()",
        "float(np.squeeze(model.predict(x[:1])))",
        "float(model.predict(x[:1]).mean())",
        "out = np.zeros((9, 1))\nout[3] = model.predict(x[:1])",
        "out = np.zeros(9)\nout[0:1] = model.predict(x[:1])[0]",
        "out = np.zeros(9)\nout[int(input()) : 3] = model.predict(x[:1])",
        "float(keras.models.load_model('m.keras').predict(x)[0])",
        "try:\n    float(model.predict(x)[0])\nexcept TypeError:\n    pass",
    ],
)
def test_a_prediction_that_is_a_number(line: str) -> None:
    assert said(MODEL + line, "LL931") == []


TAPE = """
model = Sequential([Input((20, 8)), layers.LSTM(64), layers.Dropout({rate}), layers.Dense(1)])
optimizer = keras.optimizers.Adam()
def step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((y - {call}) ** 2)
    optimizer.apply_gradients(zip(tape.gradient(loss, {of}), model.trainable_variables))
step(np.zeros((4, 20, 8)), np.zeros((4, 1)))
"""


@pytest.mark.parametrize(
    ("call", "rate", "of", "findings"),
    [
        ("model(x)", 0.5, "model.trainable_variables", ["warning"]),
        ("model(inputs=x)", 0.5, "model.trainable_weights", ["warning"]),
        ("model(x, training=True)", 0.5, "model.trainable_variables", []),
        ("model(x, True)", 0.5, "model.trainable_variables", []),
        ("model(x)", 0.0, "model.trainable_variables", []),
        ("model(x) + model(x, training=True)", 0.5, "model.trainable_variables", []),
    ],
)
def test_a_tape_trains_as_if_it_predicted(call: str, rate: float, of: str, findings: list[str]) -> None:
    assert said(TAPE.format(call=call, rate=rate, of=of), "LL632") == findings


def test_gradients_of_the_inputs_train_nothing() -> None:
    text = TAPE.format(call="model(x)", rate=0.5, of="x").replace("model.trainable_variables", "[x]")
    assert said(text, "LL632") == []


@pytest.mark.parametrize(
    ("share", "severities"),
    [("20", ["error"]), ("1", ["error"]), ("1.5", ["error"]), ("-0.1", ["warning"]), ("0.01", ["advice"]),
     ("0.3", []), ("0", []), ("0.0", []), ("share", [])],
)  # fmt: skip
def test_a_validation_split_that_is_no_share(share: str, severities: list[str]) -> None:
    fit = f"share = float(input())\nmodel.compile('adam', 'mse')\nmodel.fit(x, x[:, 0, :1], validation_split={share})"
    assert said(MODEL + fit, "LL831") == severities


@pytest.mark.parametrize(
    ("loss", "findings"),
    [
        ("lambda a, b: tf.reduce_mean((a - b) ** 2)", ["warning"]),
        ("lambda a, b: ops.mean(ops.abs(a - b))", ["warning"]),
        ("lambda a, b: ops.sqrt(ops.mean(ops.square(a - b)))", ["warning"]),
        ("lambda a, b: ops.mean(ops.abs(a - b), axis=-1)", []),
        ("lambda a, b: ops.abs(a - b)", []),
        ("lambda a, b: unknown(a - b)", []),
        ("'mse'", []),
    ],
)
def test_a_loss_of_one_number_cannot_weigh_rows(loss: str, findings: list[str]) -> None:
    text = f"{MODEL}model.compile('adam', loss={loss})\nmodel.fit(x, x[:, 0, :1], "
    assert said(text + "sample_weight=np.ones(50))", "LL431") == findings
    assert said(text + "epochs=3)", "LL431") == []


@pytest.mark.parametrize(
    ("save", "load", "findings"),
    [
        ("'a.h5'", "'a.h5'", ["warning"]),
        ("'a.hdf5'", "filepath='a.hdf5'", ["warning"]),
        ("folder + '/a.h5'", "folder + '/a.h5'", ["warning"]),
        ("'a.h5'", "'b.h5'", []),
        ("'a.keras'", "'a.keras'", []),
        ("'a.h5'", "'a.h5', compile=False", []),
        ("'a.h5'", "'a.h5', custom_objects={}", []),
    ],
)
def test_an_alias_of_a_loss_in_hdf5(save: str, load: str, findings: list[str]) -> None:
    text = "folder = input()\n{}model.compile('adam', '{}')\nmodel.save({})\nkeras.models.load_model({})"
    assert said(text.format(MODEL, "mse", save, load), "LL832") == findings
    assert said(text.format(MODEL, "mean_squared_error", save, load), "LL832") == []


@pytest.mark.parametrize(
    ("numbered", "findings"),
    [
        ("enumerate(set(text))", ["warning"]),
        ("enumerate(list(set(text.split())), 1)", ["warning"]),
        ("zip(set(text), range(40))", ["warning"]),
        ("enumerate(sorted(set(text)))", []),
        ("enumerate(sorted(list(set(text))))", []),
        ("enumerate(text)", []),
        ("enumerate({3, 5})", []),
    ],
)
def test_ids_in_the_order_of_a_set(numbered: str, findings: list[str]) -> None:
    text = f"text = open('a.txt').read()\nids = dict({numbered})\n{MODEL}"
    assert said(text + "model.save('m.keras')", "LL733") == findings
    assert said(text, "LL733") == []


@pytest.mark.parametrize(
    ("path", "findings"),
    [
        ("''.join(['runs/', stamp, '.hdf5'])", ["error"]),
        ("'_'.join([stamp, 'best', 'a.hdf5'])", ["error"]),
        ("'_'.join([stamp, 'best', 'a.keras'])", []),
        ("'_'.join(['a.hdf5', stamp])", []),
        ("'_'.join(names)", []),
    ],
)
def test_the_end_of_a_joined_string(path: str, findings: list[str]) -> None:
    text = f"stamp = input()\nnames = stamp.split()\nkeep = keras.callbacks.ModelCheckpoint({path})\n"
    assert said(f"{text}{MODEL}model.compile('adam')\nmodel.fit(x, x, callbacks=[keep])", "LL804") == findings


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("w = layers.subtract([tf.range(10) + 10, tf.range(10)])", "LL119"),
        ("h = unknown(steps)\nfor _ in range(3):\n    h = layers.Attention()([h, h])", "LL119"),
        ("w = layers.Reshape(target_shape=keras.backend.int_shape(steps)[1:] + (1,))(steps)", "LL167"),
        ("ids = np.tile(np.linspace(0, 11, 12, dtype='int32'), 9)\nlook = keras.Sequential([layers.Embedding(12, 4), "
         "layers.LSTM(4)])\nlook.compile('adam', 'mse')\nlook.fit(ids.reshape(-1, 1), np.load('y.npy'))", "LL308"),
        ("h, a, b = layers.LSTM(8, return_state=True)(steps)\nencoder = keras.Model(steps, [a, b])\n"
         "first, second = keras.Input((8,)), keras.Input((8,))\n"
         "decoder = keras.Model([steps, first, second], layers.LSTM(8)(steps, initial_state=[first, second]))\n"
         "decoder.predict([np.zeros((1, 1, 3))] + encoder.predict(np.zeros((1, 5, 3))))", "LL117"),
    ],
)  # fmt: skip
def test_what_real_programs_do_and_what_raises_nowhere(program: str, code: str) -> None:
    head = "import tensorflow as tf\nimport keras, numpy as np\nfrom keras import layers\nsteps = keras.Input((5, 3))\n"
    assert said(head + program, code) == []
