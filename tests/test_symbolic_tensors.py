"""What takes no symbolic tensor of Keras 3, and what does: ours held against the installed libraries."""

from __future__ import annotations

from typing import Any

import pytest

keras: Any = pytest.importorskip("keras", exc_type=ImportError)
tf: Any = pytest.importorskip("tensorflow", exc_type=ImportError)


from lstm_lint.keras_api.successors import OPS  # noqa: E402
from lstm_lint.lint import lint  # noqa: E402
from lstm_lint.settings.settings import Settings  # noqa: E402
from lstm_lint.source.source import from_bytes  # noqa: E402

pytestmark = pytest.mark.keras

HEAD = "import keras\nimport numpy as np\nimport tensorflow as tf\nK = tf.keras.backend\n"
HEAD += "a = keras.Input((20, 4))\nb = keras.Input((20, 4))\n"
HEAD += "v = keras.layers.Dense(4)(a)\nr = keras.layers.LSTM(2)(a)\n"
REFUSED = """
tf.exp(a) | tf.shape(a) | tf.cast(a, tf.float32) | tf.reduce_mean(a, axis=1) | tf.concat([a, v], -1)
tf.stack([a, v]) | tf.expand_dims(a, 1) | tf.squeeze(a) | tf.reshape(a, (-1, 5, 16))
tf.transpose(a, [0, 2, 1]) | tf.matmul(a, b, transpose_b=True) | tf.nn.softmax(a) | tf.nn.relu(a)
tf.math.log(a) | tf.split(a, 2, axis=1) | tf.unstack(a, axis=1) | tf.tile(a, [1, 2, 1])
tf.gather(a, [0, 1], axis=1) | tf.zeros_like(a) | tf.identity(a) | tf.stop_gradient(a) | tf.convert_to_tensor(a)
tf.reverse(tensor=a, axis=[1]) | tf.norm(a) | tf.clip_by_value(a, 0, 1) | tf.math.reduce_max(a) | tf.rank(a)
tf.size(a) | tf.add_n([a, b]) | tf.signal.fft(a) | tf.einsum("bij,bkj->bik", a, b) | tf.linalg.norm(a)
K.exp(a) | K.sum(a, axis=1) | K.mean(a) | K.expand_dims(a, -1) | K.dot(a, v)
K.permute_dimensions(a, (0, 2, 1)) | K.softmax(a) | K.concatenate([a, v]) | np.exp(a) | np.mean(a, axis=1)
np.array(a) | np.stack([a, b]) | np.concatenate([a, v]) | np.reshape(a, (4, 20)) | np.transpose(a)
np.maximum(a, 0) | np.expand_dims(a, 1) | a.numpy() | a.get_shape() | v.set_shape((None, 20, 4))
keras.Model(a, v).add_loss(keras.ops.mean(v))
"""
TAKEN = """
tf.is_tensor(a) | tf.print(a) | tf.get_static_value(a) | K.int_shape(a) | K.is_keras_tensor(a) | np.shape(a)
np.ndim(a) | np.squeeze(a) | tf.keras.activations.relu(a) | tf.keras.losses.mse(a, v) | a * tf.constant(2.0)
tf.zeros((2, a.shape[1])) | a + np.ones((20, 4)) | keras.layers.Lambda(lambda t: tf.exp(t))(a)
keras.ops.exp(a) | tf.TensorShape(a.shape) | a[:, 0]
"""


def lines(table: str) -> list[str]:
    return [one.strip() for line in table.strip().splitlines() for one in line.split(" | ")]


def raises(line: str) -> bool:
    try:
        exec(f"{HEAD}{line}", {})  # our own text, never a user's
    except Exception:
        return True
    return False


def said(line: str) -> list[str]:
    found = lint(from_bytes(f"{HEAD}{line}\n".encode(), "train.py"), Settings(keras="3"))
    return [f"{one.code} {one.message}" for one in found if one.code == "LL166"]


@pytest.mark.parametrize("line", lines(REFUSED))
def test_what_raises_is_an_error(line: str) -> None:
    assert raises(line)
    assert len(said(line)) == 1


@pytest.mark.parametrize("line", lines(TAKEN))
def test_what_keras_takes_is_none(line: str) -> None:
    assert not raises(line)
    assert said(line) == []


@pytest.mark.parametrize("name", OPS)
def test_the_function_that_is_named_instead_exists(name: str) -> None:
    assert hasattr(keras.ops, OPS[name]) and not hasattr(keras.ops, name)


def test_the_message_names_it() -> None:
    assert said("tf.reduce_sum(a, axis=1)") == [
        "LL166 `tf.reduce_sum` takes no symbolic tensor of Keras 3: ValueError; write `keras.ops.sum`"
    ]
    assert "inside a layer" in said("tf.gather_nd(a, [[0]])")[0]


@pytest.mark.parametrize(
    "text",
    [
        "class Pick(keras.layers.Layer):\n    def call(self, x):\n        return tf.gather(x, [0], axis=1)\nPick()(a)",
        "class M(keras.Model):\n    def call(self, x):\n        return tf.nn.relu(x)\nM()(np.zeros((2, 3)))",
        "m = keras.Model(a, v)\ny = tf.reduce_mean(m(tf.zeros((2, 20, 4))))",
    ],
)
def test_tensors_with_numbers_may_go_anywhere(text: str) -> None:
    assert said(text) == []
