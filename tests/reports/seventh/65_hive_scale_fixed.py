# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import StandardScaler
import keras
from keras import layers

GAP, SPAN = -999.0, 12
keras.utils.set_random_seed(65)
rng = np.random.default_rng(65)

# a hive on a scale: weight, brood temperature and sun, every hour; the radio drops values
n = 800
t = np.arange(n)
sun = np.clip(np.sin(2 * np.pi * t / 24), 0, None)
hive = pd.DataFrame({
    "weight": 40 + 3 * np.sin(t / 15) + rng.normal(0, 0.1, n),
    "brood": 34 + 0.8 * np.sin(t / 9) + rng.normal(0, 0.05, n),
    "sun": sun + rng.normal(0, 0.02, n),
})
truth = hive["weight"].to_numpy().copy()
lost = rng.random((n, 3)) < 0.04
hive = hive.mask(lost)

cut = 640
scaler = StandardScaler().fit(hive.iloc[:cut])
scaled = pd.DataFrame(scaler.transform(hive), columns=hive.columns)
target = (truth - scaler.mean_[0]) / scaler.scale_[0]
scaled[scaled.isna().any(axis=1)] = GAP

rows = scaled.to_numpy("float32")
x = np.stack([rows[k:k + SPAN] for k in range(n - SPAN)])
y = target[SPAN:]
edge = cut - SPAN

model = keras.Sequential([
    keras.Input(shape=(SPAN, 3)),
    layers.Masking(mask_value=GAP),
    layers.LSTM(24),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mse")
model.fit(x[:edge], y[:edge], epochs=10, batch_size=32, verbose=0)
print("rows with a gap", int(lost.any(axis=1).sum()),
      "rows the mask skips", int((rows == GAP).all(axis=1).sum()))
miss = np.abs(model.predict(x[edge:], verbose=0)[:, 0] - y[edge:]).mean()
print("mean miss in kg", round(float(miss * scaler.scale_[0]), 3))
