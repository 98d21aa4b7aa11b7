# dialogue pairs
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(8)
TURNS, SIZE = 12, 10

pool = np.random.default_rng(44)
talk = np.tanh(pool.normal(0, 0.6, (1400, TURNS, SIZE))).astype("float32")
agree = (talk[:, :, :3].mean(axis=(1, 2)) > 0).astype("float32")


def encoder():
    vectors = keras.Input((TURNS, SIZE))
    h = layers.Dense(4)(vectors)
    h = layers.TimeDistributed(layers.Flatten())(h)
    h = layers.GRU(16)(h)
    return keras.Model(vectors, h, name="encoder")


spoken = keras.Input((TURNS, SIZE))
code = encoder()(spoken)
verdict = layers.Dense(1, activation="sigmoid")(code)
model = keras.Model(spoken, verdict)
model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
model.fit(talk[:1000], agree[:1000], epochs=3, batch_size=32, verbose=0)
loss, accuracy = model.evaluate(talk[1000:], agree[1000:], verbose=0)
print("accuracy on new talks", round(accuracy, 3))
