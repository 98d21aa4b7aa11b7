# line 33 (also 21, 29): error: spectra in the ten thousands go into the LSTM unscaled, its gates saturate and every answer is the same
import numpy as np
import keras
from keras.layers import LSTM, Dense, Input

# motor current of a chocolate conche: spectra over time, and how viscous the mass is
STEPS, BANDS = 16, 20


def batches(count, seed):
    rng = np.random.default_rng(seed)
    viscosity = rng.uniform(0, 1, count)
    shape = np.exp(-np.arange(BANDS) / 6)
    spectra = 4e4 * shape * (1 + viscosity[:, None, None] * np.linspace(0, 0.5, STEPS)[:, None])
    spectra = spectra + rng.normal(0, 400, (count, STEPS, BANDS))
    return spectra.astype("float32"), viscosity.astype("float32")


def build():
    inp = Input(shape=(STEPS, BANDS))
    h = LSTM(24, return_sequences=True)(inp)
    h = LSTM(12)(h)
    net = keras.Model(inp, Dense(1)(h))
    net.compile(optimizer=keras.optimizers.Adam(0.005), loss="mse")
    return net


keras.utils.set_random_seed(40)
x_train, y_train = batches(320, seed=0)
x_test, y_test = batches(60, seed=1)

net = build()
net.fit(x_train, y_train, epochs=15, batch_size=32, verbose=0)
guess = net.predict(x_test, verbose=0)[:, 0]
print("spread of the answers", round(float(guess.std()), 4), "of the truth", round(float(y_test.std()), 4),
      "mse", round(float(np.mean((guess - y_test) ** 2)), 4))
