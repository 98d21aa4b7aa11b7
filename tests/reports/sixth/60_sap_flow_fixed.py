# sap flow
import numpy as np
import tensorflow as tf
import keras
from keras import layers

keras.utils.set_random_seed(19)
WINDOW = 8

minutes = np.arange(2200)
flow = np.sin(minutes / 12) + np.random.default_rng(28).normal(0, 0.05, minutes.size)
flow = flow.astype("float32")


def windowed(series, batch, training):
    ds = tf.data.Dataset.from_tensor_slices(series[:, None])
    ds = ds.window(WINDOW + 1, shift=1, drop_remainder=True)
    ds = ds.flat_map(lambda w: w.batch(WINDOW + 1))
    ds = ds.map(lambda w: (w[:-1], w[-1]))
    if training:
        ds = ds.shuffle(500, seed=3)
    return ds.batch(batch).prefetch(1)


train, test = flow[:1700], flow[1700:]
model = keras.Sequential([
    keras.Input((WINDOW, 1)),
    layers.Conv1D(12, 3, padding="causal", activation="relu"),
    layers.LSTM(16, return_sequences=True),
    layers.LSTM(16),
    layers.Dense(1),
])
model.compile(loss="huber", optimizer=keras.optimizers.Adam(0.005))
model.fit(windowed(train, 32, True), epochs=2, verbose=0)
guess = model.predict(windowed(test, 32, False), verbose=0)
miss = np.abs(guess.reshape(len(guess), -1) - test[WINDOW:, None]).mean()
print("shape of the answer", guess.shape, "mean miss", round(float(miss), 3))
