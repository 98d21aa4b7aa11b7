import numpy as np
from keras.models import Sequential
from keras.layers import Input, LSTM, Dense

FRAME = 30
rng = np.random.default_rng(60)
price = 400 + 60 * np.sin(np.arange(600) / 15) + np.cumsum(rng.normal(0, 1, 600))
cut = 450
mean, std = price[:cut].mean(), price[:cut].std()


def frames(series):
    x = np.lib.stride_tricks.sliding_window_view(series, FRAME)[:-1][..., None]
    return x.astype("float32"), series[FRAME:].astype("float32")


x_train, y_train = frames(price[:cut])
x_test, y_test = frames(price[cut:])

model = Sequential()
model.add(Input(shape=(FRAME, 1)))
model.add(LSTM(40, activation="relu", return_sequences=True))
model.add(LSTM(20, activation="relu"))
model.add(Dense(1))
model.compile(loss="mean_squared_error", optimizer="rmsprop")
model.fit(x_train, y_train, epochs=6, batch_size=32, verbose=0)

out = model.predict(x_test, verbose=0)[:, 0]
print("correlation with the truth: %.3f" % np.corrcoef(out, y_test)[0, 1], "mean", out.mean(), y_test.mean())
