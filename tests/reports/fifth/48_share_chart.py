import numpy as np
import pandas as pd
import keras
from keras.layers import LSTM, Dense

TIME_STEPS = 10


def load_share():
    days = pd.bdate_range("2018-01-01", periods=700)
    t = np.arange(700)
    close = 80 + 12 * np.sin(t * 2 * np.pi / 40) + np.random.default_rng(2).normal(0, 0.3, 700)
    return pd.DataFrame({"Close": close}, index=days)


share = load_share()
training_data, test_data = share.loc[:"2019-12-31"], share.loc["2020-01-01":]
low, high = training_data["Close"].min(), training_data["Close"].max()


def windows(frame):
    v = ((frame["Close"] - low) / (high - low)).to_numpy("float32")
    x = np.stack([v[i - TIME_STEPS:i] for i in range(TIME_STEPS, len(v))])[..., None]
    return x, v[TIME_STEPS:]


x_train, y_train = windows(training_data)
x_test, _ = windows(test_data)

model = keras.Sequential([keras.Input((TIME_STEPS, 1)), LSTM(24), Dense(1)])
model.compile(loss="mean_squared_error", optimizer=keras.optimizers.Adam(0.01))
model.fit(x_train, y_train, epochs=10, batch_size=32, verbose=0)

pred = model.predict(x_test, verbose=0)[:, 0] * (high - low) + low
chart = pd.DataFrame({"predicted": pred}, index=test_data.index[:len(pred)])
chart = chart.join(test_data["Close"])
print(chart.tail(3))
print("mean difference", (chart["predicted"] - chart["Close"]).abs().mean())
