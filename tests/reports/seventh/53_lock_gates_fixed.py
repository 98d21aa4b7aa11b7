# the same work with the smallest change
import numpy as np
import keras
from keras import layers


class GateForecast:
    """Ships waiting before a lock, one step after the other, the memory kept from batch to batch."""

    look_back = 3

    def __init__(self, units=8):
        self.memory = layers.LSTM(units, stateful=True)
        self.model = keras.Sequential([
            keras.Input(batch_shape=(1, self.look_back, 1)),
            self.memory,
            layers.Dense(1),
        ])
        self.model.compile(optimizer=keras.optimizers.Adam(5e-3), loss="mean_squared_error")

    def dataset(self, series):
        x = [series[i:i + self.look_back] for i in range(0, len(series) - self.look_back, self.look_back)]
        return np.array(x)[..., None], np.array(series[self.look_back::self.look_back])


def waiting_ships(count=150, seed=53):
    rng = np.random.default_rng(seed)
    ships = 6 + 4 * np.sin(np.arange(count) / 5) + rng.normal(0, 0.3, count)
    return (ships / 12).astype("float32")


keras.utils.set_random_seed(53)
lock = GateForecast()
ships = waiting_ships()
x, y = lock.dataset(ships[:120])
for round_number in range(6):
    lock.model.fit(x, y, epochs=1, batch_size=1, shuffle=False, verbose=0)
    lock.memory.reset_state()

x_new, y_new = lock.dataset(ships[120:])
print("mse", round(lock.model.evaluate(x_new, y_new, batch_size=1, verbose=0), 4))
