# line 20: ConvLSTM2D reads the frames itself; inside TimeDistributed it sees one frame without a time axis. Take the wrapper away. Error.
import numpy as np
import keras
from keras import layers


def films(count, frames, seed):
    rng = np.random.default_rng(seed)
    spot = rng.integers(2, 10, count)
    film = rng.random((count, frames, 12, 12, 1)).astype("float32") * 0.2
    for n, s in enumerate(spot):
        for f in range(frames):
            film[n, f, s - 1:s + 1, min(f + 1, 11), 0] = 1.0
    return film, (spot > 5).astype("float32")


def eruption_net():
    film = layers.Input(shape=(None, 12, 12, 1))
    x = layers.BatchNormalization()(film)
    x = layers.TimeDistributed(layers.ConvLSTM2D(8, (3, 3), padding="same"))(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    flank = layers.Dense(1, activation="sigmoid", name="flank")(x)
    return keras.Model(film, flank)


keras.utils.set_random_seed(51)
net = eruption_net()
net.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
for frames in (5, 8):
    x, y = films(48, frames, seed=frames)
    net.fit(x, y, epochs=4, batch_size=16, verbose=0)
x, y = films(32, 6, seed=99)
print("accuracy", net.evaluate(x, y, verbose=0)[1])
