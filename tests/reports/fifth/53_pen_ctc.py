import numpy as np
import tensorflow as tf
from tensorflow.keras.layers import Input, Conv1D, MaxPooling1D, Bidirectional, LSTM, Dense

STEPS, CHANNELS, LETTERS, LABEL_LEN = 40, 4, 6, 4
rng = np.random.default_rng(9)


def handwriting(n):
    labels = rng.integers(0, LETTERS, (n, LABEL_LEN))
    x = rng.normal(0, 0.1, (n, STEPS, CHANNELS))
    for i in range(LABEL_LEN):
        x[:, 10 * i:10 * i + 6, 0] += labels[:, i:i + 1] / LETTERS
        x[:, 10 * i:10 * i + 6, 1] += 1.0
    return x.astype("float32"), labels.astype("float32")


def ctc(y_true, y_pred):
    n = tf.shape(y_pred)[0]
    input_length = tf.fill([n, 1], STEPS)
    label_length = tf.fill([n, 1], LABEL_LEN)
    return tf.keras.backend.ctc_batch_cost(y_true, y_pred, input_length, label_length)


ink = Input((STEPS, CHANNELS))
h = Conv1D(16, 3, padding="same", activation="relu")(ink)
h = MaxPooling1D(2)(h)
h = Bidirectional(LSTM(24, return_sequences=True))(h)
model = tf.keras.Model(ink, Dense(LETTERS + 1, activation="softmax")(h))
model.compile("adam", loss=ctc)

x, labels = handwriting(200)
x_test, labels_test = handwriting(40)
model.fit(x, labels, epochs=3, batch_size=20, verbose=0)
print("test ctc loss", model.evaluate(x_test, labels_test, verbose=0))
