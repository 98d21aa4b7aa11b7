import numpy as np
import keras
from keras import layers, ops

MAXLEN, VOCAB = 12, 40


class StepAttention(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.score = layers.Dense(units, activation="tanh")
        self.weight = layers.Dense(1, use_bias=False)

    def call(self, x):
        a = ops.softmax(self.weight(self.score(x)), axis=1)
        return ops.sum(x * a, axis=1)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def comments(n, seed):
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 35, (n, MAXLEN))
    y = rng.integers(0, 2, n)
    x[np.flatnonzero(y), rng.integers(0, MAXLEN, y.sum())] = rng.integers(35, VOCAB, y.sum())
    return x, y


x_train, y_train = comments(400, seed=1)
x_test, y_test = comments(100, seed=2)

text = keras.Input((MAXLEN,))
h = layers.Embedding(VOCAB, 16)(text)
h = layers.LSTM(16, return_sequences=True)(h)
h = StepAttention(8)(h)
model = keras.Model(text, layers.Dense(1, activation="sigmoid")(h))
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=3, batch_size=20, verbose=0)
model.save("toxic.keras")

served = keras.models.load_model("toxic.keras")
print("accuracy of the loaded model", served.evaluate(x_test, y_test, verbose=0)[1])
