# line 5: error: keras.src.layers.rnn.base_conv_rnn is a private module and gone in Keras 3, there is no ConvRNN wrapper; run the cell over the time steps in a layer of your own (or use ConvLSTM2D).
import numpy as np
import keras
from keras import layers, ops
from keras.src.layers.rnn.base_conv_rnn import ConvRNN


class ConvGRU2DCell(layers.Layer):
    def __init__(self, filters, kernel_size, **kwargs):
        super().__init__(**kwargs)
        self.filters = filters
        self.gates = layers.Conv2D(2 * filters, kernel_size, padding="same", activation="sigmoid")
        self.candidate = layers.Conv2D(filters, kernel_size, padding="same", activation="tanh")

    def call(self, inputs, states):
        h = states[0]
        z, r = ops.split(self.gates(ops.concatenate([inputs, h], axis=-1)), 2, axis=-1)
        cand = self.candidate(ops.concatenate([inputs, r * h], axis=-1))
        h = z * h + (1.0 - z) * cand
        return h, [h]


def generator(steps, size, filters):
    frames = keras.Input((steps, size, size, 1))
    skip = layers.Conv2D(filters, 3, padding="same", activation="tanh")(frames[:, 0])
    cell = ConvGRU2DCell(filters=filters, kernel_size=(3, 3))
    z = ConvRNN(rank=2, cell=cell, return_sequences=True)(frames, initial_state=[skip])
    out = layers.TimeDistributed(layers.Conv2D(1, 1))(z)
    return keras.Model(frames, out)


rng = np.random.default_rng(5)
radar = rng.random((40, 6, 16, 16, 1)).astype("float32")
model = generator(5, 16, 8)
model.compile("adam", "mse")
model.fit(radar[:, :-1], radar[:, 1:], batch_size=8, epochs=1, verbose=0)
print(model.predict(radar[:1, :-1], verbose=0).shape)
