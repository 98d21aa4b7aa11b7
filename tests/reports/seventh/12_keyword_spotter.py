# line 31 (also 24, 25): error: word numbers are read as quantities; names need an Embedding (or one-hot)
import numpy as np
import keras
from keras import layers

WORDS, LENGTH, WANTED = 300, 20, 137


def sentences(count, seed):
    rng = np.random.default_rng(seed)
    ids = rng.integers(1, WORDS, (count, LENGTH))
    ids[ids == WANTED] = 1
    rows = np.arange(count)
    for _ in range(2):
        ids[rows, rng.integers(0, LENGTH, count)] = WANTED
    here = (ids == WANTED).astype("float32")
    return ids, here[..., None]


class Spotter:
    """Marks in every sentence where the wanted word stands."""

    def __init__(self, units=24):
        words = keras.Input(shape=(LENGTH, 1))
        h = layers.LSTM(units, return_sequences=True)(words)
        mark = layers.Dense(1, activation="sigmoid")(h)
        self.net = keras.Model(words, mark)
        self.net.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy")

    def prepare(self, ids):
        return ids[..., None].astype("float32")

    def learn(self, ids, here):
        self.net.fit(self.prepare(ids), here, epochs=6, batch_size=32, verbose=0)

    def found(self, ids, here):
        mark = self.net.predict(self.prepare(ids), verbose=0) > 0.5
        return float(mark[here == 1].mean()), float(mark[here == 0].mean())


keras.utils.set_random_seed(25)
spotter = Spotter()
spotter.learn(*sentences(500, seed=0))
hit, wrong = spotter.found(*sentences(100, seed=1))
print("share of the wanted words found", round(hit, 3), "marked by mistake", round(wrong, 3))
