# line 17: error: the whole series is smoothed with later prices before the windows are cut; smooth each window by itself
import numpy as np
from scipy.signal import savgol_filter
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, LSTM, Dense

r = np.random.default_rng(17)
price = 1.10 + np.cumsum(r.normal(0, 0.0006, 900))        # 5-minute closes
SPAN, AHEAD = 32, 5


def denoise(values):
    return savgol_filter(values, window_length=15, polyorder=3)


def dataset(price):
    clean = denoise(price)
    X, up = [], []
    for t in range(SPAN, len(price) - AHEAD):
        part = clean[t - SPAN:t]
        X.append((part - part.mean()) / (part.std() + 1e-9))
        up.append(float(price[t - 1 + AHEAD] > price[t - 1]))
    return np.array(X)[..., None], np.array(up)


X, up = dataset(price)
cut = int(0.8 * len(X))

model = Sequential([
    Input((SPAN, 1)),
    LSTM(24),
    Dense(12, activation="relu"),
    Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X[:cut - AHEAD], up[:cut - AHEAD], epochs=2, batch_size=32, verbose=0)
print("direction accuracy: %.3f" % model.evaluate(X[cut:], up[cut:], verbose=0)[1])
