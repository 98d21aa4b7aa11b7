# line 23 (also 16): error: the target is (steps, series), the last Dense gives steps only
import numpy as np
import keras

AHEAD, BEFORE = 3, 8
r = np.random.default_rng(58)
steps = np.arange(900)
stations = np.column_stack([
    np.sin(steps / 10),
    np.cos(steps / 17),
    np.sin(steps / 10 - 0.5) + r.normal(0, 0.05, steps.size),
])

first, last = BEFORE, len(stations) - AHEAD
inputs = np.array([stations[i - BEFORE:i] for i in range(first, last)])
targets = np.array([stations[i:i + AHEAD, 1:] for i in range(first, last)])
print(inputs.shape, targets.shape)

n_series = targets.shape[2]
model = keras.models.Sequential([
    keras.layers.Input(inputs.shape[1:]),
    keras.layers.LSTM(20),
    keras.layers.Dense(AHEAD),
])
model.compile(loss="mae", optimizer="adam")
cut = 700
model.fit(inputs[:cut], targets[:cut], epochs=2, batch_size=32, verbose=0)
print("mae", round(model.evaluate(inputs[cut:], targets[cut:], verbose=0), 3))
