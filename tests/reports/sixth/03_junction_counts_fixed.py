# the same work with the smallest change
import numpy as np
import pandas as pd
from sklearn.preprocessing import MinMaxScaler
import keras
from keras.layers import LSTM, Dense, Dropout

keras.utils.set_random_seed(5)

# %% counts of eight lanes at one junction, every quarter of an hour
stamps = pd.date_range("2024-03-04", periods=700, freq="15min")
rng = np.random.default_rng(5)
daily = 40 + 30 * np.sin(2 * np.pi * np.arange(700) / 96)
lanes = pd.DataFrame(
    {f"lane_{k}": rng.poisson(daily * (0.6 + 0.1 * k)) for k in range(8)}, index=stamps
)

# %% split by time, scale with the first part only
cut = 560
past, recent = lanes.iloc[:cut], lanes.iloc[cut:]
sc = MinMaxScaler()
past_scaled = sc.fit_transform(past)
recent_scaled = sc.transform(recent)

WINDOW = 12


def windows(block):
    x = np.stack([block[i:i + WINDOW] for i in range(len(block) - WINDOW)])
    return x, block[WINDOW:, 0]


x_train, y_train = windows(past_scaled)
x_test, y_test = windows(recent_scaled)

# %% model
model = keras.Sequential([
    keras.Input(shape=(WINDOW, 8)),
    LSTM(24),
    Dropout(0.1),
    Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(x_train, y_train, epochs=2, batch_size=64, verbose=0)

# %% back to vehicles
flow = model.predict(x_test, verbose=0)
flow = (flow - sc.min_[0]) / sc.scale_[0]
truth = recent["lane_0"].to_numpy()[WINDOW:]
print("MAE in vehicles:", float(np.abs(flow[:, 0] - truth).mean()))
