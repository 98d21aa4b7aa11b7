# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


def _generate_dropout_mask(ones, rate, training=None):
    return keras.random.dropout(ones, rate)


class NestedLSTMCell(layers.Layer):
    def __init__(self, units, dropout=0.0, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.dropout = dropout
        self.inner = layers.LSTMCell(units)
        self.gates = layers.Dense(4 * units)
        self.state_size = [units, units, units]
        self.output_size = units

    def call(self, inputs, states, training=False):
        h, c, inner_c = states
        if training and self.dropout:
            mask = _generate_dropout_mask(ops.ones_like(inputs), self.dropout, training=training)
            inputs = inputs * mask
        i, f, g, o = ops.split(self.gates(ops.concatenate([inputs, h], axis=-1)), 4, axis=-1)
        kept = ops.sigmoid(f) * c
        fresh = ops.sigmoid(i) * ops.tanh(g)
        new_c, (_, new_inner_c) = self.inner(fresh, [kept, inner_c])
        new_h = ops.sigmoid(o) * ops.tanh(new_c)
        return new_h, [new_h, new_c, new_inner_c]


data = np.load("imdb_small.npz")
x_train, y_train = data["x_train"], data["y_train"]
max_features = int(x_train.max()) + 1

model = keras.Sequential()
model.add(layers.Embedding(max_features, 32))
model.add(layers.RNN(NestedLSTMCell(24, dropout=0.2)))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=32, epochs=1, validation_split=0.1)
