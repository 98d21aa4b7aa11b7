# fixed twin of 73_initial_state_of_own_cell.py
import keras
import numpy as np
from keras import layers, ops


class LeakyCell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = [units, units]
        self.output_size = units
        self.into = layers.Dense(units)
        self.back = layers.Dense(units, use_bias=False)

    def get_initial_state(self, batch_size=None):
        return [ops.ones((batch_size, self.units)), ops.zeros((batch_size, self.units))]

    def call(self, inputs, states):
        value, trace = states
        new = ops.tanh(self.into(inputs) + self.back(value) + 0.1 * trace)
        return new, [new, 0.9 * trace + 0.1 * new]


spikes = np.random.rand(96, 15, 3).astype("float32")
speed = np.random.rand(96, 1)
model = keras.Sequential([keras.Input((15, 3)), layers.RNN(LeakyCell(12)), layers.Dense(1)])
model.compile("adam", "mse")
model.fit(spikes, speed, epochs=3)
