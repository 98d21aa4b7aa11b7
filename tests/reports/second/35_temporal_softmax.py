# expect: line 18 (also 38): the scores have one channel, so the sum over the last axis divides each weight by itself: every step gets weight 1; sum over axis 1 (warning)
import numpy as np
import keras
from keras import layers, ops


class TemporalSoftmax(layers.Layer):
    """Softmax over the time steps of (batch, time, 1) scores, padding left out."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, scores, mask=None):
        e = ops.exp(scores - ops.max(scores, axis=1, keepdims=True))
        if mask is not None:
            e = e * ops.expand_dims(ops.cast(mask, e.dtype), -1)
        return e / (ops.sum(e, axis=-1, keepdims=True) + 1e-7)


VOCAB, LENGTH = 60, 24
rng = np.random.default_rng(20)


def batch(n):
    x = np.zeros((n, LENGTH), dtype="int32")
    y = rng.integers(0, 2, n)
    for i in range(n):
        k = rng.integers(8, LENGTH)
        x[i, :k] = rng.integers(3, VOCAB, k)
        x[i, rng.integers(0, k)] = 1 + y[i]
    return x, y


tokens = keras.Input((LENGTH,), dtype="int32")
emb = layers.Embedding(VOCAB, 16, mask_zero=True)(tokens)
states = layers.GRU(24, return_sequences=True)(emb)
scores = layers.Dense(1)(states)
weights = TemporalSoftmax(name="attention")(scores)
context = layers.Lambda(lambda z: ops.sum(z[0] * z[1], axis=1),
                        output_shape=(24,))([states, weights])
label = layers.Dense(1, activation="sigmoid")(context)
model = keras.Model(tokens, label)
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])

x_train, y_train = batch(400)
x_val, y_val = batch(100)
x_test, y_test = batch(100)
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=3, verbose=2)
print("test", model.evaluate(x_test, y_test, verbose=0))

look = keras.Model(tokens, model.get_layer("attention").output)
print("weights of one text:", look.predict(x_test[:1], verbose=0).ravel().round(2))
