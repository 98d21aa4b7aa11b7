# line 35 (also 24, 33): error: binary_crossentropy wants targets between 0 and 1, these are pitch, volume and pause; the loss falls below 0 without an end; take mse
import numpy as np
import keras
from keras import layers

LOOK = 8


class Ringing:
    """Next stroke (pitch, volume, pause) of a peal of bells."""

    def strokes(self, count, seed):
        rng = np.random.default_rng(seed)
        k = np.arange(count)
        pitch = 60 + 5 * np.sin(k * 2 * np.pi / 6)
        volume = 0.5 + 0.2 * np.cos(k * 2 * np.pi / 3)
        pause = 1.5 + 0.5 * np.sin(k * 2 * np.pi / 12)
        return np.stack([pitch, volume, pause], axis=1) + rng.normal(0, 0.02, (count, 3))

    def prepare(self):
        peal = self.strokes(600, seed=16)
        cut = 480
        self.mean, self.std = peal[:cut].mean(axis=0), peal[:cut].std(axis=0)
        z = (peal - self.mean) / self.std
        x = np.stack([z[k:k + LOOK] for k in range(len(z) - LOOK)])
        y = z[LOOK:]
        return (x[:cut - LOOK], y[:cut - LOOK]), (x[cut:], y[cut:])

    def network(self):
        net = keras.Sequential([
            keras.Input(shape=(LOOK, 3)),
            layers.LSTM(24),
            layers.Dense(3),
        ])
        net.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy")
        return net


keras.utils.set_random_seed(16)
work = Ringing()
(x_train, y_train), (x_test, y_test) = work.prepare()
bells = work.network()
log = bells.fit(x_train, y_train, epochs=8, batch_size=16, verbose=0)
guess = bells.predict(x_test, verbose=0) * work.std + work.mean
print("loss", [round(v, 2) for v in log.history["loss"][::4]])
print("mean miss", np.abs(guess - (y_test * work.std + work.mean)).mean(axis=0).round(2))
