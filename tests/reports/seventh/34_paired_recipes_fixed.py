# the same work with the smallest change
import numpy as np
import keras
from keras import layers, ops

WORDS, LENGTH = 120, 10

keras.utils.set_random_seed(21)
rng = np.random.default_rng(21)
left = rng.integers(1, WORDS, (400, LENGTH))
same = rng.integers(0, 2, 400)
right = np.where(same[:, None] == 1, left, rng.integers(1, WORDS, (400, LENGTH)))
swap = rng.random((400, LENGTH)) < 0.1
right = np.where(swap, rng.integers(1, WORDS, (400, LENGTH)), right)

table = layers.Embedding(WORDS, 12)
shared = layers.LSTM(16)
a = keras.Input((LENGTH,), dtype="int32", name="left")
b = keras.Input((LENGTH,), dtype="int32", name="right")
va, vb = shared(table(a)), shared(table(b))
distance = layers.Lambda(lambda v: ops.sum(ops.abs(v[0] - v[1]), axis=-1, keepdims=True),
                         output_shape=(1,))([va, vb])
twin = keras.Model([a, b], layers.Dense(1, activation="sigmoid")(distance))
twin.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])

trained = twin.fit([left[:300], right[:300]], same[:300], epochs=8, batch_size=30, verbose=0,
                   validation_data=([left[300:], right[300:]], same[300:]))

for epoch, (here, there) in enumerate(zip(trained.history["accuracy"], trained.history["val_accuracy"])):
    print(epoch, round(here, 3), round(there, 3))
