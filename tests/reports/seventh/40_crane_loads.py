# line 25: the LSTM returns every step, so the model gives one answer a step while there is one label a lift; leave return_sequences out. Error.
import numpy as np
import keras
from keras.layers import LSTM, Dense


def lifts(count, seed):
    """Four readings (load, tilt, wind, speed) during a lift; unsafe when the last gusts meet a heavy load."""
    rng = np.random.default_rng(seed)
    readings = rng.normal(0, 1, (count, 15, 4)).astype("float32")
    heavy = rng.normal(0, 1, count)
    readings[:, :, 0] += heavy[:, None]
    gust = readings[:, -4:, 2].mean(axis=1)
    unsafe = (heavy + 2 * gust > 0).astype("float32")
    return readings, unsafe


keras.utils.set_random_seed(40)
x_train, y_train = lifts(600, 1)
x_test, y_test = lifts(200, 2)
y_train, y_test = y_train[:, None], y_test[:, None]

model = keras.Sequential([
    keras.Input(shape=x_train.shape[1:]),
    LSTM(32, activation="tanh", return_sequences=True),
    Dense(24, activation="tanh"),
    Dense(24, activation="tanh"),
    Dense(1, activation="sigmoid"),
])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(3e-3), metrics=["accuracy"])
model.fit(x_train, y_train, epochs=10, batch_size=32, verbose=0)

risk = model.predict(x_test, verbose=0)
print("labels", y_test.shape, "answers", risk.shape)
print("accuracy", round(model.evaluate(x_test, y_test, verbose=0)[1], 3))
