import numpy as np
import tensorflow as tf
from tensorflow import keras

# MFCC frames per clip: (clips, 130, 13), ten genres; the split was made by artist
with np.load("genre_mfcc.npz") as d:
    x_train, y_train = d["x_train"], d["y_train"]
    x_valid, y_valid = d["x_valid"], d["y_valid"]

mu, sd = x_train.mean(axis=(0, 1)), x_train.std(axis=(0, 1))
x_train = ((x_train - mu) / sd).astype("float32")
x_valid = ((x_valid - mu) / sd).astype("float32")


def make_dataset(x, y, training):
    ds = tf.data.Dataset.from_tensor_slices((x, y))
    if training:
        ds = ds.shuffle(len(x), seed=7)
    return ds.batch(32).prefetch(tf.data.AUTOTUNE)


train_data = make_dataset(x_train, y_train, True)
valid_data = make_dataset(x_valid, y_valid, False)

model = keras.Sequential([
    keras.Input(shape=(130, 13)),
    keras.layers.LSTM(64, return_sequences=True),
    keras.layers.LSTM(64),
    keras.layers.Dense(64, activation="relu"),
    keras.layers.Dropout(0.3),
    keras.layers.Dense(10, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.Adam(1e-3),
              loss="sparse_categorical_crossentropy", metrics=["accuracy"])

history = model.fit(train_data, epochs=60, validation_data=valid_data, verbose=2)
model.save("genre_lstm.keras")
