# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras import Input, Model
from keras.layers import LSTM, Concatenate, Dense

N_STEPS, N_FEATURES = 12, 5

keras.utils.set_random_seed(77)
rng = np.random.default_rng(77)
weather = pd.DataFrame(rng.normal(size=(400, 5)), columns=["temp", "dew", "wind", "cloud", "soil"])
weather["temp"] += 3 * np.sin(np.arange(400) / 24 * 2 * np.pi)
frost = (weather["temp"].shift(-1) < -1.5).astype("float32").to_numpy()[:-1]
slope = rng.uniform(0, 1, (400, 1)).astype("float32")

cut = 300
scaler = StandardScaler().fit(weather.iloc[:cut])
hourly = scaler.transform(weather).astype("float32")
x = np.stack([hourly[i - N_STEPS + 1:i + 1] for i in range(N_STEPS - 1, 399)])
place, y = slope[N_STEPS - 1:399], frost[N_STEPS - 1:]

series = Input(shape=(N_STEPS, N_FEATURES), name="series")
site = Input(shape=(1,), name="site")
h = LSTM(16)(series)
night = Dense(1, activation="sigmoid")(Concatenate()([h, site]))
model = Model([series, site], night)
model.compile(optimizer="adam", loss="binary_crossentropy")

model.fit([x[:280], place[:280]], y[:280], epochs=3, batch_size=28, verbose=0)
print("held-out loss", round(model.evaluate([x[300:], place[300:]], y[300:], verbose=0), 4))
