"""What a reading takes is given back when its Script goes, without the garbage collector: that would look at it all."""

from __future__ import annotations

import gc

from lstm_lint import nodes as cst
from lstm_lint.lint import script_of
from lstm_lint.reader import forget
from lstm_lint.settings.load import load
from lstm_lint.source.source import from_bytes

PROGRAM = b"""
import keras
import numpy as np
from keras import layers

class Block(layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.rnn = layers.LSTM(units)

    def call(self, x):
        return self.rnn(x)

def build(units):
    inputs = keras.Input((30, 4))
    return keras.Model(inputs, layers.Dense(1)(Block(units)(inputs)))

def batches(x):
    for start in range(0, len(x), 32):
        yield x[start : start + 32]

x = np.random.rand(100, 30, 4)
model = build(8)
model.compile("adam", loss=lambda y, p: keras.ops.mean(y - p))
model.fit(x, x[:, 0, :1])
"""


def trees() -> int:
    return sum(isinstance(one, cst.Module) for one in gc.get_objects())


def test_no_tree_waits_for_the_collector() -> None:
    source, settings = from_bytes(PROGRAM, "elsewhere/example.py"), load(None)
    script_of(source, settings)
    forget()
    gc.collect()
    before = trees()
    gc.disable()
    try:
        script = script_of(source, settings)
        forget()
        assert trees() > before and script.models
        del script
        assert trees() == before
    finally:
        gc.enable()
