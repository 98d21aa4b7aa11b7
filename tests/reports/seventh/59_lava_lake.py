# line 28: error. ConvLSTM2D walks through the frames itself and wants (time, rows, columns, channels); TimeDistributed takes the time axis away. Call it without the wrapper.
import numpy as np
import keras
from keras import layers

SIDE = 16


def thermal_films(count, frames, seed):
    """Hot spots drifting to the right; the label is whether the lake rises."""
    rng = np.random.default_rng(seed)
    rises = rng.integers(0, 2, count)
    films = rng.normal(0, 0.1, (count, frames, SIDE, SIDE, 1))
    for k in range(count):
        row, col = rng.integers(2, 10, 2)
        for f in range(frames):
            heat = 1.0 + (0.2 * f if rises[k] else -0.1 * f)
            films[k, f, row:row + 3, (col + f) % 12:(col + f) % 12 + 3, 0] += heat
    return films.astype("float32"), rises.astype("float32")


keras.utils.set_random_seed(59)
x_long, y_long = thermal_films(48, 8, seed=1)
x_short, y_short = thermal_films(48, 5, seed=2)
x_test, y_test = thermal_films(24, 6, seed=3)

film = layers.Input(shape=(None, SIDE, SIDE, 1))
x = layers.TimeDistributed(layers.ConvLSTM2D(6, (3, 3), padding="same"))(film)
x = layers.GlobalAveragePooling2D()(x)
chance = layers.Dense(1, activation="sigmoid")(x)

model = keras.Model(film, chance)
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="binary_crossentropy", metrics=["accuracy"])
for turn in range(2):
    model.fit(x_long, y_long, batch_size=8, epochs=1, verbose=0)
    model.fit(x_short, y_short, batch_size=8, epochs=1, verbose=0)
print("test", model.evaluate(x_test, y_test, verbose=0))
