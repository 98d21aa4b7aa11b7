import numpy as np
from keras import Sequential, Input
from keras.layers import LSTM, Dense

BATCH = 30
WINDOW = 12

# one row per minute: flow, return temperature, outside temperature, valve
gen = np.random.default_rng(11)
minutes = 900
log = np.cumsum(gen.normal(0, 0.2, size=(minutes, 4)), axis=0)
load = 0.7 * np.roll(log[:, 0], 3) - 0.2 * log[:, 2]
load[:3] = load[3]

n_train = 700
log = (log - log[:n_train].mean(axis=0)) / log[:n_train].std(axis=0)
load = (load - load[:n_train].mean()) / load[:n_train].std()


def cut_windows(rows, target):
    xs = [rows[i:i + WINDOW] for i in range(len(rows) - WINDOW)]
    return np.asarray(xs, dtype="float32"), np.asarray(target[WINDOW:], dtype="float32")


train_x, train_y = log[:n_train], load[:n_train]
test_x, test_y = log[n_train:], load[n_train:]

model = Sequential([
    Input(shape=(BATCH, log.shape[1])),
    LSTM(16),
    Dense(1),
])
model.compile(loss="mean_squared_error", optimizer="rmsprop")
model.fit(train_x, train_y, batch_size=BATCH, epochs=4, validation_split=0.05, verbose=0)
print("test mse", model.evaluate(test_x, test_y, verbose=0))
