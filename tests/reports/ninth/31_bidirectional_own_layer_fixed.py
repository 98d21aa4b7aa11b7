# the same work with the smallest change
import numpy as np
import tensorflow as tf


@tf.keras.utils.register_keras_serializable()
class NoisyLSTM(tf.keras.layers.Layer):
    def __init__(self, units, stddev=0.1, go_backwards=False, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.stddev = stddev
        self.return_sequences = False
        self.return_state = False
        self.stateful = False
        self.go_backwards = go_backwards
        self.supports_masking = True
        self.noise = tf.keras.layers.GaussianNoise(stddev)
        self.lstm = tf.keras.layers.LSTM(units, go_backwards=go_backwards)

    def build(self, input_shape):
        self.lstm.build(input_shape)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.units)

    def call(self, inputs, initial_state=None, training=None, mask=None):
        noisy = self.noise(inputs, training=training)
        return self.lstm(noisy, initial_state=initial_state, mask=mask, training=training)

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "stddev": self.stddev, "go_backwards": self.go_backwards})
        return config


rng = np.random.default_rng(8)
x = rng.normal(size=(200, 12, 3)).astype("float32")
y = (x[:, 0, 0] + x[:, -1, 0] > 0).astype("int32")

inputs = tf.keras.Input(shape=(12, 3))
h = tf.keras.layers.Bidirectional(NoisyLSTM(8))(inputs)
outputs = tf.keras.layers.Dense(1, activation="sigmoid")(h)
model = tf.keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, batch_size=20, epochs=2, verbose=2)
print(model.evaluate(x, y, verbose=0))
