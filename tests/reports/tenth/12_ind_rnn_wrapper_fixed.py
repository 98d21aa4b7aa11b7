# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops


@keras.saving.register_keras_serializable()
class IndRNNCell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.state_size = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel")
        self.recurrent = self.add_weight(shape=(self.units,), name="recurrent")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")

    def call(self, inputs, states):
        h = ops.relu(ops.matmul(inputs, self.kernel) + states[0] * self.recurrent + self.bias)
        return h, [h]


@keras.saving.register_keras_serializable()
class IndRNN(layers.RNN):
    def __init__(self, units, return_sequences=False, go_backwards=False, **kwargs):
        super().__init__(IndRNNCell(units), return_sequences=return_sequences, go_backwards=go_backwards, **kwargs)
        self.units = units

    def get_config(self):
        config = {"units": self.units, "return_sequences": self.return_sequences,
                  "go_backwards": self.go_backwards}
        base = layers.Layer.get_config(self)
        return {**base, **config}

    @classmethod
    def from_config(cls, config):
        return cls(**config)


rng = np.random.default_rng(2)
X = rng.normal(size=(200, 15, 4)).astype("float32")
y = (X[:, :5, 0].sum(axis=1) > 0).astype("float32")

inputs = keras.Input((15, 4))
x = layers.Bidirectional(IndRNN(16, return_sequences=True), merge_mode="sum")(inputs)
x = layers.GlobalAveragePooling1D()(x)
model = keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=1, batch_size=32, verbose=0)
