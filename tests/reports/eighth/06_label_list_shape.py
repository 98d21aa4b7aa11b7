# line 23 (also 37): error: the labels are returned as a Python list; np.array around them
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import LSTM, Dense, Input

WINDOW = 8
N_KEYS = 15


def read_log_keys():
    rng = np.random.RandomState(0)
    return [int(k) for k in rng.randint(0, N_KEYS, size=200)]


def get_windows(keys):
    samples, labels = [], []
    for i in range(len(keys) - WINDOW):
        samples.append(keys[i:i + WINDOW])
        row = [0] * N_KEYS
        row[keys[i + WINDOW]] = 1
        labels.append(row)
    samples = np.reshape(samples, (len(samples), WINDOW, 1)) / float(N_KEYS)
    return samples, labels


def lstm_model(x, y):
    model = Sequential()
    model.add(Input(shape=(x.shape[1], x.shape[2])))
    model.add(LSTM(32, return_sequences=True))
    model.add(LSTM(32))
    model.add(Dense(y.shape[1], activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


if __name__ == "__main__":
    x_train, y_train = get_windows(read_log_keys())
    model = lstm_model(x_train, y_train)
    model.fit(x_train, y_train, epochs=1, batch_size=16, verbose=1)
