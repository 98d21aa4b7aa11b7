"""Calls of Keras that raise whatever the data is, and their near misses."""

from __future__ import annotations

import pytest

from lstm_lint.lint import lint
from lstm_lint.settings.settings import Settings
from lstm_lint.source.source import from_bytes

HEAD = """
import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from keras import callbacks, layers
from sklearn.preprocessing import MinMaxScaler, StandardScaler
x, y = np.random.rand(8, 5, 2), np.random.rand(8)
i = keras.Input((5, 2))
h = layers.LSTM(4)(i)
m = keras.Model(i, layers.Dense(1)(h))
m.compile("adam", "mse")
"""
FIT = "\nm.fit(x, y, epochs=4, callbacks=[{}])\n"
CLASS = """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.rnn = layers.GRU(8)
        {set}
    def {call}(self, v):
        return self.out(self.rnn(v))
net = Net()
{more}
net.compile("adam", "mse")
net.fit(x, y)
"""
TAPE = """
optimizer = keras.optimizers.Adam()
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((m(x) - y) ** 2)
found = tape.gradient(loss, m.trainable_variables)
"""
TWO = "two = keras.Model(i, [layers.Dense(1)(h), layers.Dense(1)(h)])\np = two.predict(x)\n"
FRAME = "df = pd.DataFrame({'site': ['a', 'b'] * 9, 'v': np.random.rand(18)})\n"


RULES = {"LL473", "LL513", "LL789", "LL932", "LL933"}


def hook(signature: str) -> str:
    text = f"class Show(callbacks.Callback):\n    def {signature}:\n        pass\nshow = Show()"
    return text + FIT.format("show")


def schedule(written: str, before: str = "") -> str:
    return before + FIT.format(f"callbacks.LearningRateScheduler({written})")


def net(*, sets: str = "self.out = layers.Dense(1)", call: str = "call", more: str = "") -> str:
    return CLASS.format(set=sets, call=call, more=more)


RAISES = [
    ("LL933", "q = keras.Model(i)"),
    ("LL933", "q = keras.Model(inputs=i, name='q')"),
    ("LL933", "q = keras.models.Model(outputs=h)"),
    ("LL933", "q = keras.Sequential\nq.add(layers.LSTM(3))\nq.add(layers.Dense(1))"),
    ("LL933", "q = tf.keras.models.Sequential\nq.compile('adam', 'mse')"),
    ("LL932", "w, u = m.layers[1].get_weights()"),
    (
        "LL932",
        "dense = layers.Dense(2, use_bias=False)\nq = keras.Model(i, dense(h))\nw, b = dense.get_weights()",
    ),
    ("LL932", TWO + "print(p.shape)"),
    ("LL932", TWO + "print(two.predict(x).flatten())"),
    ("LL932", net(sets="self.dense = layers.Dense(1)")),
    ("LL473", net(call="forward")),
    ("LL473", hook("on_epoch_end(self, epoch)")),
    ("LL473", hook("on_train_begin(self)")),
    ("LL473", hook("on_train_batch_end(self, batch, logs, rate)")),
    ("LL473", schedule("0.001")),
    ("LL473", schedule("keras.optimizers.schedules.ExponentialDecay(0.01, 100, 0.9)")),
    ("LL473", schedule("slow", "def slow(epoch, lr):\n    lr = lr * 0.9\n")),
    ("LL473", schedule("slow", "def slow(epoch):\n    if epoch < 2:\n        return 0.1\n")),
    ("LL513", TAPE + "optimizer.minimize(loss, m.trainable_variables)"),
    ("LL513", TAPE + "optimizer.apply_gradients(found, m.trainable_variables)"),
    ("LL513", TAPE + "optimizer.apply_gradients((found, m.trainable_variables))"),
    ("LL789", FRAME + "z = MinMaxScaler().fit_transform(df)"),
    ("LL789", FRAME + "s = StandardScaler()\ns.fit(df[['v', 'site']].iloc[:12])"),
]
RUNS = [
    "q = keras.Model(i, h)",
    "q = keras.Model(inputs=i, outputs=h)",
    "q = keras.Model(**ends)",
    "q = keras.Sequential()\nq.add(layers.LSTM(3))",
    "q = keras.Sequential()\nkeras.Sequential.add(q, layers.LSTM(3))",
    "w, u, b = m.layers[1].get_weights()",
    "w, *rest = m.layers[1].get_weights()",
    TWO + "print(p[0].shape, len(p))",
    TWO + "p = np.array(p)\nprint(p.shape)",
    net(),
    net(sets="self.make()\n    def make(self):\n        self.out = layers.Dense(1)"),
    net(sets="self.named, self.out = {}, layers.Dense(1)"),
    net(sets="setattr(self, 'out', layers.Dense(1))"),
    net(sets="prepare(self)"),
    net(sets="self.dense = 1", more="net.out = layers.Dense(1)"),
    net(sets="self.dense = 1\n    @property\n    def out(self):\n        return self.rnn"),
    net(call="forward").replace("net.compile", "net.forward(x)  #").replace("net.fit(x, y)", ""),
    hook("on_epoch_end(self, epoch, logs=None)"),
    hook("on_epoch_end(self, *given)"),
    hook("on_train_begin(self, logs, rate=1)"),
    hook("note(self)"),
    schedule("lambda epoch: 0.001"),
    schedule("slow", "def slow(epoch, lr):\n    return lr * 0.9\n"),
    schedule("slow", "def slow(epoch):\n    if epoch < 2:\n        return 0.1\n    return 0.01\n"),
    schedule("slow", "def slow(epoch):\n    if epoch < 20:\n        return 0.1\n"),
    schedule("slow", "def slow(epoch):\n    raise NotImplementedError\n"),
    TAPE + "optimizer.apply_gradients(zip(found, m.trainable_variables))",
    TAPE + "optimizer.apply(found, m.trainable_variables)",
    TAPE
    + "optimizer.apply_gradients([(found[0], m.trainable_variables[0]), (found[1], m.trainable_variables[1])])",
    FRAME + "z = MinMaxScaler().fit_transform(df[['v']])",
    FRAME + "df['site'] = df['site'].map({'a': 0, 'b': 1})\nz = MinMaxScaler().fit_transform(df)",
    FRAME.replace("'a', 'b'", "'1', '2'") + "z = MinMaxScaler().fit_transform(df)",
]


def said(text: str, keras: str = "3") -> list[str]:
    found = lint(from_bytes(f"{HEAD}{text}\n".encode(), "train.py"), Settings(keras=keras))
    return [one.code for one in found if one.code in RULES]


@pytest.mark.parametrize(("code", "text"), RAISES)
def test_it_raises(code: str, text: str) -> None:
    assert said(text) == [code]


@pytest.mark.parametrize("text", RUNS)
def test_it_does_not(text: str) -> None:
    assert said(text) == []
