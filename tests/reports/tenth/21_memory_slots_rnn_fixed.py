# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


class SlotCell(layers.Layer):
    def __init__(self, units, nb_slots, memory_size, **kwargs):
        super().__init__(**kwargs)
        self.units, self.nb_slots, self.memory_size = units, nb_slots, memory_size
        self.state_size = [units, nb_slots * memory_size]
        self.output_size = units

    def build(self, input_shape):
        self.mix = self.add_weight(shape=(input_shape[-1] + self.memory_size, self.units), name="mix")
        self.key = self.add_weight(shape=(self.units, self.memory_size), name="key")
        self.address = self.add_weight(shape=(self.units, self.nb_slots), name="address")

    def call(self, inputs, states):
        h, memory = states
        memory = ops.reshape(memory, (-1, self.nb_slots, self.memory_size))
        weights = ops.softmax(ops.matmul(h, self.address))[:, :, None]
        read = ops.sum(weights * memory, axis=1)
        h = ops.tanh(ops.matmul(ops.concatenate([inputs, read], axis=-1), self.mix))
        memory = (1.0 - weights) * memory + weights * ops.matmul(h, self.key)[:, None, :]
        return h, [h, ops.reshape(memory, (-1, self.nb_slots * self.memory_size))]


class RNNEM(layers.RNN):
    def __init__(self, units, nb_slots, memory_size, **kwargs):
        super().__init__(SlotCell(units, nb_slots, memory_size), **kwargs)


rng = np.random.default_rng(6)
X = rng.normal(size=(200, 12, 10)).astype("float32")
y = X.cumsum(axis=1)[:, -1, :]

model = keras.Sequential()
model.add(RNNEM(10, nb_slots=8, memory_size=40, input_shape=(None, 10)))
model.add(layers.Dense(10))
model.compile(loss="mse", optimizer="adam")
model.fit(X, y, batch_size=32, epochs=1, verbose=0)
