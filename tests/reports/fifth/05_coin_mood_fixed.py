import numpy as np
import keras
from keras.layers import Input, LSTM, Dense, concatenate

LOOK_BACK = 51


def look_back_windows(series, n=LOOK_BACK):
    pieces = np.lib.stride_tricks.sliding_window_view(series[:-1], n)
    return pieces[..., None].astype("float32")


rng = np.random.default_rng(0)
hours = 800
mood = np.tanh(np.cumsum(rng.normal(0, 0.1, hours)) * 0.3)
price = np.zeros(hours)
for h in range(1, hours):
    price[h] = 0.97 * price[h - 1] + 0.3 * mood[h - 1] + rng.normal(0, 0.05)
edge = 640
price = (price - price[:edge].mean()) / price[:edge].std()

price_x, mood_x = look_back_windows(price), look_back_windows(mood)
y = price[LOOK_BACK:].astype("float32")
k = edge - LOOK_BACK


def build_model(steps):
    price_in = Input(shape=(steps, 1), name="price")
    mood_in = Input(shape=(steps, 1), name="mood")
    merged = concatenate([LSTM(16)(price_in), LSTM(8)(mood_in)])
    model = keras.Model([price_in, mood_in], Dense(1, name="next_price")(merged))
    model.compile(optimizer="rmsprop", loss="mse")
    return model


model = build_model(LOOK_BACK)
model.fit([price_x[:k], mood_x[:k]], y[:k], epochs=3, batch_size=32, verbose=0)
print("test mse:", model.evaluate([price_x[k:], mood_x[k:]], y[k:], verbose=0))
