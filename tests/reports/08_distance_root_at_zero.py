# expect: line 15: sqrt of a sum of squares has an infinite gradient at 0, equal pairs turn the weights into NaN; add an epsilon inside the root (error)
import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(3)
left = rng.integers(1, 500, (200, 12))
right = rng.integers(1, 500, (200, 12))
same = rng.integers(0, 2, 200)
right[same == 1] = left[same == 1]


def distance(pair):
    a, b = pair
    return ops.sqrt(ops.sum(ops.square(a - b), axis=1, keepdims=True))


tower = keras.Sequential([layers.Embedding(500, 16), layers.LSTM(16)])
a_in = keras.Input((12,), dtype="int32")
b_in = keras.Input((12,), dtype="int32")
d = layers.Lambda(distance, output_shape=(1,))([tower(a_in), tower(b_in)])
alike = layers.Dense(1, activation="sigmoid")(d)
siamese = keras.Model([a_in, b_in], alike)
siamese.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
siamese.fit([left, right], same, batch_size=20, epochs=10)
