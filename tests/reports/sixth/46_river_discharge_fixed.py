# river discharge
import numpy as np
import keras
from keras import layers
from sklearn.preprocessing import MinMaxScaler

keras.utils.set_random_seed(2)
rng = np.random.default_rng(20)
day = np.arange(900)
discharge = 60 + 25 * np.sin(2 * np.pi * day / 30) + rng.gamma(2.0, 2.0, day.size)
discharge = discharge.reshape(-1, 1)

until = 700
series = MinMaxScaler().fit(discharge[:until]).transform(discharge)


def slide(values, width):
    n = len(values) - width
    x = np.stack([values[k:k + width] for k in range(n)])
    return x, values[width:]


fit_x, fit_y = slide(series[:until], 30)
new_x, new_y = slide(series[until:], 30)

river = keras.Sequential([layers.Input((30, 1)), layers.GRU(16), layers.Dense(1)])
river.compile(keras.optimizers.Adam(0.01), loss="mae")
river.fit(fit_x, fit_y, epochs=2, batch_size=32, verbose=0)
guess = river.predict(new_x, verbose=0)
print("spread of the inputs", round(float(new_x.std()), 4), "of the forecast", round(float(guess.std()), 4))
