# line 15 (also 27, 41): error: the cell gives 4 values and keeps 20; without output_size the RNN announces 20 to the next layer
import numpy as np
import keras
from keras import layers, ops


@keras.saving.register_keras_serializable("hydro")
class ReservoirCell(layers.Layer):
    """A leaky store with a readout that is narrower than its state."""

    def __init__(self, units, readout, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.readout = readout
        self.state_size = units

    def build(self, input_shape):
        self.inflow = self.add_weight(shape=(input_shape[-1], self.units), name="inflow")
        self.mixing = self.add_weight(shape=(self.units, self.units), initializer="orthogonal", name="mixing")
        self.outflow = self.add_weight(shape=(self.units, self.readout), name="outflow")
        self.built = True

    def call(self, inputs, states):
        previous = states[0]
        update = ops.tanh(ops.matmul(inputs, self.inflow) + ops.matmul(previous, self.mixing))
        store = 0.7 * previous + 0.3 * update
        return ops.matmul(store, self.outflow), [store]

    def get_config(self):
        return dict(super().get_config(), units=self.units, readout=self.readout)


keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
rain = rng.gamma(1.0, 1.0, (120, 25, 2)).astype("float32")
runoff = (0.1 * rain[:, -8:, 0].sum(axis=1)).astype("float32")

model = keras.Sequential([
    keras.Input((25, 2)),
    layers.RNN(ReservoirCell(units=20, readout=4)),
    layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(rain[:100], runoff[:100], epochs=3, batch_size=20, verbose=0)
print("held-out mse", round(model.evaluate(rain[100:], runoff[100:], verbose=0), 4))
