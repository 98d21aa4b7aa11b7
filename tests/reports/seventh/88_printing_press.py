# line 16 (also 14, 15): warning: every sample has one step, so the LSTM cannot see the two values before it which the target needs; make windows
import numpy as np
import keras
from keras.layers import LSTM, Dense

keras.utils.set_random_seed(27)
rng = np.random.default_rng(27)

# pressure of a printing drum; the paper feels the mean of three turns
pressure = rng.integers(0, 10, 1500).astype("float32")
felt = np.convolve(pressure, np.ones(3) / 3, mode="valid")  # felt[k]: turns k, k + 1, k + 2
pressure = (pressure - 4.5) / 2.9

TURNS = 1
x = np.lib.stride_tricks.sliding_window_view(pressure[3 - TURNS:], TURNS)
x = x.reshape(-1, TURNS, 1)
print("input", x.shape, "target", felt.shape)

cut = 1200
drum = keras.Sequential([
    keras.Input(shape=(TURNS, 1)),
    LSTM(16),
    Dense(1, activation="linear"),
])
drum.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.02))
drum.fit(x[:cut], felt[:cut], epochs=8, batch_size=32, validation_split=0.1, verbose=0)
print("mean square error", round(drum.evaluate(x[cut + 2:], felt[cut + 2:], verbose=0), 3))
