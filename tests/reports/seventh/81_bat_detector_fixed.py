# the same work with the smallest change
import numpy as np
import keras
from keras import layers

keras.utils.set_random_seed(21)
rng = np.random.default_rng(21)

# calls of four kinds of bats: 40 steps, 6 bands
KINDS, STEPS, BANDS = 4, 40, 6
kind = rng.integers(0, KINDS, 360)
calls = rng.normal(0, 0.4, (360, STEPS, BANDS))
sweep = np.linspace(0, 1, STEPS)
for n, k in enumerate(kind):
    calls[n, :, k] += np.sin(2 * np.pi * (k + 1) * sweep)
calls = calls.astype("float32")

heard, fresh = slice(0, 280), slice(280, None)

detector = keras.Sequential(name="bats")
detector.add(layers.Input(shape=(STEPS, BANDS)))
detector.add(layers.LSTM(32, return_sequences=True))
detector.add(layers.LSTM(24, return_sequences=True))
detector.add(layers.LSTM(16))
detector.add(layers.Dropout(0.2))
detector.add(layers.Dense(KINDS, activation="softmax"))
detector.compile(optimizer=keras.optimizers.Adam(3e-3),
                 loss="sparse_categorical_crossentropy", metrics=["accuracy"])
detector.fit(calls[heard], kind[heard], epochs=3, batch_size=20, verbose=0,
             validation_data=(calls[fresh], kind[fresh]))
print("accuracy", round(detector.evaluate(calls[fresh], kind[fresh], verbose=0)[1], 3))
