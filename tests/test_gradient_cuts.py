"""What cuts a loss off from the weights, below a tape and in a loss function, and what does not."""

from __future__ import annotations

from random import Random

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras, numpy as np, tensorflow as tf
from keras import ops
x, y = np.random.normal(size=(32, 30, 2)), np.random.normal(size=(32, 1))
model = keras.Sequential([keras.Input((30, 2)), keras.layers.GRU(16), keras.layers.Dense(1)])
optimizer, mse = keras.optimizers.Adam(1e-3), keras.losses.MeanSquaredError()
"""


def said(text: str) -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}\n".encode(), "train.py"), Settings(keras="3"))
    return [finding.severity.value for finding in found if finding.code == "LL671"]


def unused(after: str) -> int:
    """How often the gradients of a tape are said to be lost, with these lines after it."""
    body = f"{HEAD}with tf.GradientTape() as tape:\n    loss = mse(y, model(x))\n{after}\n"
    found = lint(from_bytes(body.encode(), "train.py"), Settings(keras="3"))
    return sum(finding.code == "LL730" for finding in found)


def taped(lines: str) -> list[str]:
    body = "".join(f"    {line}\n" for line in lines.splitlines())
    after = "grads = tape.gradient(loss, model.trainable_variables)\n"
    return said(f"with tf.GradientTape() as tape:\n{body}{after}")


def lossy(lines: str) -> list[str]:
    body = "".join(f"    {line}\n" for line in lines.splitlines())
    return said(f"def own(y_true, y_pred):\n{body}\n\nmodel.compile('adam', loss=own)")


@pytest.mark.parametrize(
    "lines",
    [
        "guess = model(x, training=True).numpy()\nloss = tf.reduce_mean((y - guess) ** 2)",
        "guess = model(x)\nguess = guess.numpy()\nloss = mse(y, guess)",
        "guess = model(x)\nloss = np.mean((y - guess) ** 2)",
        "guess = model(x)\nloss = tf.constant(float(tf.reduce_mean(guess)))",
        "guess = tf.round(model(x))\nloss = mse(y, guess)",
        "guess = model(x)\nloss = tf.reduce_mean(tf.cast(tf.argmax(guess, axis=-1), tf.float32))",
        "guess = model(x)\nright = tf.cast(guess > 0.5, tf.float32)\nloss = 1 - tf.reduce_mean(right)",
        "guess = ops.floor(model(x))\nloss = ops.mean(ops.square(y - guess))",
        "loss = 0.0\nloss += tf.reduce_mean(y - np.array(model(x)))",
    ],
)
def test_cut_below_a_tape(lines: str) -> None:
    assert taped(lines) == ["error"]


@pytest.mark.parametrize(
    "lines",
    [
        "guess = model(x)\nloss = mse(y, guess)",
        "guess = model(x)\nshown = guess.numpy()\nloss = mse(y, guess)",
        "guess = model(x)\nfar = tf.cast(tf.abs(y - guess) > 1.0, 'float32')\nloss = tf.reduce_mean(far * (y - guess))",
        "guess = model(x).numpy()\nloss = mse(y, guess) + tf.add_n(model.losses)",
        "guess = model(x).numpy()\nloss = own(guess)",
        "guess = model(x).numpy()\nguess = model(x)\nloss = mse(y, guess)",
        "goal = model(x).numpy() + y\nloss = mse(goal, model(x))",
        "for i in range(3):\n    guess = model(x).numpy()\nloss = mse(y, model(x))",
        "guess = model(x)\nloss = tf.reduce_mean(tf.cast(guess, tf.float64))",
    ],
)
def test_a_way_that_has_a_gradient(lines: str) -> None:
    assert taped(lines) == []


@pytest.mark.parametrize(
    "lines",
    [
        "return tf.reduce_mean(tf.cast(tf.argmax(y_pred, -1), 'float32'))",
        "hit = tf.cast(tf.round(y_pred), tf.float32)\nreturn tf.reduce_mean(tf.abs(y_true - hit))",
        "return keras.losses.mean_squared_error(y_true, tf.round(y_pred))",
        "return np.mean(np.abs(y_true - y_pred))",
        "said = ops.argmax(y_pred, axis=-1)\nreturn 1.0 - ops.mean(ops.equal(said, y_true))",
    ],
)
def test_cut_in_a_loss(lines: str) -> None:
    assert lossy(lines) == ["error"]


@pytest.mark.parametrize(
    "lines",
    [
        "return tf.reduce_mean(tf.square(y_true - y_pred))",
        "sure = tf.cast(y_pred > 0.5, tf.float32)\nreturn tf.reduce_mean(sure * (y_true - y_pred) ** 2)",
        "kind = tf.argmax(y_true, -1)\nreturn keras.losses.sparse_categorical_crossentropy(kind, y_pred)",
        "if tf.reduce_max(y_true) > 1:\n    return tf.round(y_pred)\nreturn tf.reduce_mean(y_pred)",
        "return straight_through(tf.round(y_pred))",
        "return y_pred + tf.stop_gradient(tf.round(y_pred) - y_pred)",
    ],
)
def test_a_loss_with_a_gradient(lines: str) -> None:
    assert lossy(lines) == []


def test_a_tape_of_another_name() -> None:
    text = "with tf.GradientTape() as tape:\n    loss = tf.reduce_mean(model(x).numpy())\n"
    assert said(f"{text}grads = other.gradient(loss, model.trainable_variables)") == []


OPERATIONS = (
    "ops.argmax({0}, axis=-1)", "ops.round({0})", "ops.sign({0})", "ops.cast({0}, 'int32')",
    "ops.one_hot(ops.argmax({0}, axis=-1), 4)",
    "ops.tanh({0})", "ops.cast({0}, 'float32')", "{0} * 2.0",
    "layers.Lambda(lambda t: ops.cast(t > 0.1, 'float32'))({0})",
    "layers.Lambda(lambda t: ops.floor(t))({0})", "layers.Lambda(lambda t: t + ops.round(t))({0})",
)  # fmt: skip


def program(seed: int) -> str:
    """A model with an operation between its layers, at times with a way around it."""
    chance = Random(seed)
    operation = chance.choice(OPERATIONS).format("middle")
    around = chance.random() < 0.4
    lines = [
        "import keras, numpy as np",
        "from keras import layers, ops",
        "start = keras.Input((6, 4))",
        f"first = layers.{chance.choice(['LSTM', 'GRU'])}(4, return_sequences=True)(start)",
        "middle = layers.Dense(4, activation='softmax')(first)",
        f"after = {operation}",
        "after = ops.reshape(ops.cast(after, 'float32'), (-1, 6, 4 if len(after.shape) == 3 else 1))",
        "after = layers.GRU(3)(after)",
        *(["after = layers.concatenate([after, layers.LSTM(2)(first)])"] if around else []),
        "model = keras.Model(start, layers.Dense(1)(after))",
        "model.compile('adam', 'mse')",
        "before = [one.numpy() for one in model.trainable_weights]",
        "model.fit(np.random.rand(8, 6, 4), np.random.rand(8, 1), epochs=1, verbose=0)",
        "moved = [bool(np.any(one.numpy() != old)) for one, old in zip(model.trainable_weights, before)]",
    ]
    return "\n".join(lines) + "\n"


@pytest.mark.keras
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(14))
def test_layers_before_a_cut_are_those_that_keras_does_not_train(seed: int) -> None:
    pytest.importorskip("tensorflow")
    text = program(seed)
    space: dict[str, object] = {}
    exec(text, space)
    moved = space["moved"]
    assert isinstance(moved, list) and moved[-1]
    found = lint(from_bytes(text.encode(), "train.py"), Settings(keras="3"))
    assert any(one.code == "LL671" for one in found) is (not all(moved))


KEPT = "g = tape.gradient(loss, model.trainable_variables)"


@pytest.mark.parametrize("asked", ["model.trainable_variables", "model.trainable_weights"])
def test_gradients_that_nothing_applies(asked: str) -> None:
    assert unused(f"g = tape.gradient(loss, {asked})") == 1
    assert (
        unused(f"g = tape.gradient(loss, {asked})\nclipped = [tf.clip_by_norm(one, 1.0) for one in g]") == 1
    )


@pytest.mark.parametrize(
    "after",
    [
        f"{KEPT}\noptimizer.apply_gradients(zip(g, model.trainable_variables))",
        f"{KEPT}\noptimizer.apply(g)",
        f"{KEPT}\nprint(tf.linalg.global_norm(g))",
        f"{KEPT}\nfor one, w in zip(g, model.trainable_variables):\n    w.assign_sub(one)",
        "_ = tape.gradient(loss, model.trainable_variables)",
        "g = tape.gradient(loss, x)",
        "tape.gradient(loss, model.trainable_variables)",
    ],
)
def test_gradients_that_are_used_or_not_kept(after: str) -> None:
    assert unused(after) == 0
