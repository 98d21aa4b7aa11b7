# expect: line 26 (also 23, 24): Conv1D does not pass a mask on, so the LSTM runs through all the padding after the signal; hand the mask to the LSTM (warning)
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers

MAX_STEPS, CHANNELS, CLASSES = 80, 3, 4
rng = np.random.default_rng(4)


def activities(n):
    x = np.zeros((n, MAX_STEPS, CHANNELS), dtype="float32")
    y = rng.integers(0, CLASSES, n)
    for i in range(n):
        length = rng.integers(15, 60)
        t = np.arange(length)[:, None]
        x[i, :length] = np.sin(t * (0.3 + 0.15 * y[i]) + np.arange(CHANNELS)) \
            + rng.normal(scale=0.5, size=(length, CHANNELS))
    return x, y


def cnn_lstm():
    inputs = tf.keras.Input((MAX_STEPS, CHANNELS), name="activity")
    masked = layers.Masking(mask_value=0.0)(inputs)
    c = layers.Conv1D(32, 5, padding="same", activation="relu")(masked)
    c = layers.Conv1D(32, 5, padding="same", activation="relu")(c)
    h = layers.LSTM(32)(c)
    h = layers.Dropout(0.3)(h)
    outputs = layers.Dense(CLASSES, activation="softmax")(h)
    return tf.keras.Model(inputs, outputs)


x_train, y_train = activities(240)
x_val, y_val = activities(60)
x_test, y_test = activities(80)

model = cnn_lstm()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=6,
          batch_size=16, verbose=0)
print("test", model.evaluate(x_test, y_test, verbose=0))
