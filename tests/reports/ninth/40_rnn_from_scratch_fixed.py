# the same work with the smallest change
import numpy as np
import tensorflow as tf
from tensorflow import keras


class BasicRNN(keras.layers.Layer):
    def __init__(self, num_units=32):
        super().__init__()
        self.num_units = num_units

    def build(self, input_shape):
        num_features = input_shape[-1]
        self.W_hh = self.add_weight(shape=(self.num_units, self.num_units), initializer="random_normal")
        self.W_hx = self.add_weight(shape=(num_features, self.num_units), initializer="random_normal")
        self.b_h = self.add_weight(shape=(self.num_units,), initializer="zeros")
        self.W_yh = self.add_weight(shape=(self.num_units, self.num_units), initializer="random_normal")
        self.b_y = self.add_weight(shape=(self.num_units,), initializer="zeros")

    def call(self, input_batch):
        h = tf.zeros((tf.shape(input_batch)[0], self.num_units))
        for step in range(input_batch.shape[1]):
            h = tf.tanh(tf.matmul(h, self.W_hh) + tf.matmul(input_batch[:, step], self.W_hx) + self.b_h)
        return tf.tanh(tf.matmul(h, self.W_yh) + self.b_y)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], self.num_units)


steps = 12
t = np.arange(600) * 0.1
wave = (np.sin(t) + 0.1 * np.random.randn(len(t))).astype("float32")
X = np.stack([wave[i:i + steps] for i in range(len(wave) - steps)])[..., None]
y = wave[steps:]

model = keras.Sequential([
    keras.layers.Input(shape=(steps, 1)),
    BasicRNN(16),
    keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(X, y, epochs=2, batch_size=32, verbose=2)
print(model.evaluate(X, y, verbose=0))
