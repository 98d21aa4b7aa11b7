import numpy as np
import tensorflow as tf
from tensorflow.keras import backend, layers, models


class Attention(layers.Layer):
    """weighted mean over the time axis"""

    def __init__(self, units=16, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.W = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", name="W")
        self.u = self.add_weight(shape=(self.units, 1), initializer="glorot_uniform", name="u")
        super().build(input_shape)

    def call(self, x):
        e = tf.matmul(tf.tanh(tf.matmul(x, self.W)), self.u)
        a = tf.nn.softmax(e, axis=1)
        return tf.reduce_sum(a * x, axis=1)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


rng = np.random.default_rng(8)
X = rng.integers(1, 400, size=(600, 20))
y = (np.isin(X, np.arange(1, 25)).sum(axis=1) > 1).astype("float32")
x_tr, x_va, x_te = X[:420], X[420:500], X[500:]
y_tr, y_va, y_te = y[:420], y[420:500], y[500:]

tokens = layers.Input(shape=(20,), dtype="int32")
h = layers.Embedding(400, 24)(tokens)
h = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(h)
h = Attention(16)(h)
nn_model = models.Model(tokens, layers.Dense(1, activation="sigmoid")(h))
nn_model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
nn_model.fit(x_tr, y_tr, epochs=15, batch_size=32, validation_data=(x_va, y_va), verbose=2)
nn_model.save("my_model2.keras")
backend.clear_session()

reloaded = models.load_model("my_model2.keras")
print(reloaded.evaluate(x_te, y_te, verbose=0))
