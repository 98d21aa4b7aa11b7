# line 35 (also 36): error: two real numbers as target of a softmax with crossentropy; a linear head with mse
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Input, Masking, LSTM, Dense

# tracks of migrating birds: [latitude, longitude, temperature] per day, zero-filled at the end;
# wanted: the next [latitude, longitude]
rng = np.random.default_rng(6)
MAX_DAYS = 15


def bird():
    days = rng.integers(5, MAX_DAYS + 1)
    lat = rng.uniform(35, 48) - np.cumsum(rng.uniform(0.1, 0.6, days + 1))
    lon = rng.uniform(18, 40) + np.cumsum(rng.normal(0, 0.3, days + 1))
    temp = 30 - 0.4 * (lat - 30) + rng.normal(0, 1, days + 1)
    return np.column_stack([lat, lon, temp])


tracks, last = np.zeros((160, MAX_DAYS, 3)), np.zeros((160, 2))
for n in range(160):
    path = bird()
    tracks[n, :len(path) - 1] = path[:-1]
    last[n] = path[-1, :2]

seen = tracks[:130].any(axis=-1)
mean, std = tracks[:130][seen].mean(axis=0), tracks[:130][seen].std(axis=0)
inputs = np.where(tracks.any(axis=-1, keepdims=True), (tracks - mean) / std, -99.0)
goal = (last - mean[:2]) / std[:2]

model = Sequential()
model.add(Input(shape=(MAX_DAYS, 3)))
model.add(Masking(mask_value=-99.0))
model.add(LSTM(40))
model.add(Dense(2, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop")
model.fit(inputs[:130], goal[:130], epochs=2, batch_size=10, verbose=0)

found = model.predict(inputs[130:], verbose=0) * std[:2] + mean[:2]
for guess, true in list(zip(found, last[130:]))[:5]:
    print("predicted", guess.round(2), "was", true.round(2))
