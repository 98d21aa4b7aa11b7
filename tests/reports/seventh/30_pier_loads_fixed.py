# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras import layers

PAST, AHEAD = 18, 4
COLUMNS = ["load", "tide", "wind", "swell", "ships", "temp"]

keras.utils.set_random_seed(36)
rng = np.random.default_rng(36)
t = np.arange(700)
pier = pd.DataFrame(rng.normal(0, 0.3, (700, 6)), columns=COLUMNS)
pier["tide"] += np.sin(t / 6)
pier["load"] = 40 + 8 * pier["tide"].shift(2).bfill() + rng.normal(0, 1, 700)

train, test = pier.iloc[:560], pier.iloc[560:]
scaler = StandardScaler().fit(train)


def samples(frame):
    v = scaler.transform(frame).astype("float32")
    last = len(v) - PAST - AHEAD + 1
    x = np.stack([v[i:i + PAST] for i in range(last)])
    y = np.stack([v[i + PAST:i + PAST + AHEAD, :1] for i in range(last)])
    return x, y


x_train, y_train = samples(train)
x_test, y_test = samples(test)

model = keras.Sequential([
    keras.Input((PAST, len(COLUMNS))),
    layers.LSTM(24),
    layers.RepeatVector(AHEAD),
    layers.LSTM(24, return_sequences=True),
    layers.TimeDistributed(layers.Dense(1)),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=4, batch_size=32, verbose=0)

scaled = model.predict(x_test, verbose=0)
tons = scaled[..., 0] * scaler.scale_[0] + scaler.mean_[0]
truth = y_test[..., 0] * scaler.scale_[0] + scaler.mean_[0]
print("mean miss in tons", round(float(np.abs(tons - truth).mean()), 3))
