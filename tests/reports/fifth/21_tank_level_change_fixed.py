import numpy as np
import keras
from keras.layers import LSTM, Dense

LAGS = 8
rng = np.random.default_rng(77)
t = np.arange(900)
level = 3 + np.sin(t * 0.11) + 0.4 * np.sin(t * 0.37) + rng.normal(0, 0.01, len(t))
change = np.diff(level)

n_train = 700
change = (change - change[:n_train].mean()) / change[:n_train].std()


def supervised(values):
    x = np.lib.stride_tricks.sliding_window_view(values, LAGS)[:-1, :, None]
    return x.astype("float32"), values[LAGS:].astype("float32")


train_X, train_y = supervised(change[:n_train])
test_X, test_y = supervised(change[n_train:])

model = keras.Sequential()
model.add(keras.Input(shape=(train_X.shape[1], train_X.shape[2])))
model.add(LSTM(32))
model.add(Dense(1))
model.compile(loss="mse", optimizer="adam")
history = model.fit(train_X, train_y, epochs=8, validation_data=(test_X, test_y), batch_size=10,
                    verbose=0, shuffle=False)

yhat = model.predict(test_X, verbose=0)[:, 0]
print("test mse", np.mean((yhat - test_y) ** 2), "lowest prediction", yhat.min())
