"""A softmax over the steps of padded sequences: spellings that must speak, and near misses that must not."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras, tensorflow as tf
from keras import Input, Model, layers, ops
words = Input((20,), dtype="int32")
e = layers.Embedding(400, 32, mask_zero=True)(words)
h = layers.GRU(32, return_sequences=True)(e)
"""
SCORE = "s = layers.Dense(1)(h)\n"
FLAT = "s = layers.Reshape((20,))(layers.Dense(1)(h))\n"
END = """
model = Model(words, layers.Dense(3, activation="softmax")(c))
model.compile("adam", "sparse_categorical_crossentropy")
"""


def said(text: str, head: str = HEAD) -> list[str]:
    found = lint(from_bytes(f"{head}{text}{END}".encode(), "train.py"), Settings(keras="3"))
    return [finding.severity.value for finding in found if finding.code == "LL371"]


@pytest.mark.parametrize(
    "text",
    [
        FLAT + "w = layers.Activation('softmax')(s)\nc = layers.Dot(axes=1)([w, h])",
        FLAT + "w = layers.Softmax()(s)\nc = layers.Dot(axes=1)([w, h])",
        FLAT + "w = ops.softmax(s)\nc = layers.Dot(axes=1)([w, h])",
        FLAT + "w = tf.nn.softmax(s, axis=1)\nc = layers.Dot((1, 1))([h, w])",
        "s = layers.Flatten()(layers.Dense(1, activation='tanh')(h))\n"
        "w = layers.Activation('softmax')(s)\n"
        "w = layers.Permute([2, 1])(layers.RepeatVector(32)(w))\n"
        "c = ops.sum(layers.Multiply()([h, w]), axis=1)",
        "s = layers.TimeDistributed(layers.Dense(1))(layers.Dense(16, 'tanh')(h))\n"
        "w = ops.softmax(s, axis=1)\nc = ops.sum(w * h, axis=1)",
        SCORE + "w = keras.activations.softmax(s, axis=1)\nc = ops.sum(h * w, axis=1)",
        SCORE + "w = tf.nn.softmax(s, axis=1)\nc = tf.reduce_sum(w * h, axis=1)",
        SCORE + "w = ops.softmax(ops.tanh(s), axis=-2)\nc = ops.sum(ops.multiply(w, h), axis=1)",
        SCORE + "w = ops.exp(s) / ops.sum(ops.exp(s), axis=1, keepdims=True)\nc = ops.sum(w * h, axis=1)",
        "s = ops.squeeze(layers.Dense(1)(h), axis=-1)\nw = ops.softmax(s)\n"
        "c = ops.sum(ops.expand_dims(w, -1) * h, axis=1)",
    ],
)
def test_weights_of_padded_steps(text: str) -> None:
    assert said(text) == ["warning"]


@pytest.mark.parametrize(
    "text",
    [
        FLAT + "w = layers.Softmax()(s, mask=ops.not_equal(words, 0))\nc = layers.Dot(axes=1)([w, h])",
        FLAT + "s = s - 1e9 * ops.cast(ops.equal(words, 0), 'float32')\nw = ops.softmax(s)\n"
        "c = layers.Dot(axes=1)([w, h])",
        FLAT
        + "s = ops.where(ops.equal(words, 0), -1e9, s)\nw = ops.softmax(s)\nc = layers.Dot(axes=1)([w, h])",
        FLAT + "w = layers.Activation('sigmoid')(s)\nc = layers.Dot(axes=1)([w, h])",
        FLAT + "w = layers.Lambda(mask_softmax)([s, words])\nc = layers.Dot(axes=1)([w, h])",
        "c = layers.GlobalAveragePooling1D()(layers.Dense(5, activation='softmax')(h))",
        "c = layers.LSTM(8)(h * ops.softmax(h))",
        "v = layers.GRU(8)(e)\nw = ops.softmax(layers.Dense(32)(v))\nc = layers.LSTM(8)(w[:, None] * h)",
        FLAT + "w = ops.softmax(s)\nc = layers.Dense(8)(w)",
    ],
)
def test_masked_weights_and_other_softmaxes(text: str) -> None:
    assert said(text) == []


def test_no_mask_no_padding() -> None:
    text = FLAT + "w = ops.softmax(s)\nc = layers.Dot(axes=1)([w, h])"
    assert said(text, HEAD.replace(", mask_zero=True", "")) == []
    assert said(text, HEAD.replace("mask_zero=True", "mask_zero=bool(input())")) == []


def test_steps_of_masking() -> None:
    head = HEAD.replace('Input((20,), dtype="int32")', "Input((20, 6))")
    head = head.replace("layers.Embedding(400, 32, mask_zero=True)", "layers.Masking(-1.0)")
    assert said(FLAT + "w = ops.softmax(s)\nc = layers.Dot(axes=1)([w, h])", head) == ["warning"]
