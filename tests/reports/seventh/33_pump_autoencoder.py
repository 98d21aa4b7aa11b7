# line 21 (also 18, 41): error: the dataset holds inputs only; an autoencoder needs the same piece as its target too
import numpy as np
import tensorflow as tf
import keras
from keras import layers

STEPS, SENSORS = 20, 3


def normal_running(length=900, seed=0):
    rng = np.random.default_rng(seed)
    t = np.arange(length)[:, None]
    return (np.sin(t / 6 + np.arange(SENSORS)) + rng.normal(0, 0.05, (length, SENSORS))).astype("float32")


def as_dataset(signal, shuffle):
    slices = np.stack([signal[i:i + STEPS] for i in range(0, len(signal) - STEPS, 5)])
    ds = tf.data.Dataset.from_tensor_slices(slices)
    if shuffle:
        ds = ds.shuffle(len(slices), seed=1)
    return ds.batch(16)


def autoencoder(code=6):
    model = keras.Sequential([
        keras.Input((STEPS, SENSORS)),
        layers.LSTM(code),
        layers.RepeatVector(STEPS),
        layers.LSTM(16, return_sequences=True),
        layers.TimeDistributed(layers.Dense(SENSORS)),
    ])
    model.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
    return model


if __name__ == "__main__":
    keras.utils.set_random_seed(15)
    signal = normal_running()
    train, check = as_dataset(signal[:700], shuffle=True), as_dataset(signal[700:], shuffle=False)
    model = autoencoder()
    model.fit(train, epochs=3, verbose=0)
    print("reconstruction error", round(model.evaluate(check, verbose=0), 4))
