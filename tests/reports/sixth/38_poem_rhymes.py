# line 20: error: GRUCell is one step only, a model needs the GRU layer or RNN(cell)
import numpy as np
import keras
from keras import layers


class RhymeGuesser:
    """Guesses the rhyme class of a line from its last characters."""

    def __init__(self, alphabet, classes, width=20):
        self.alphabet = alphabet
        self.classes = classes
        self.width = width
        self.net = None

    def build(self):
        m = keras.Sequential(name="rhymes")
        m.add(keras.Input(shape=(self.width,), dtype="int32"))
        m.add(layers.Embedding(self.alphabet, 12))
        m.add(layers.GRUCell(24))
        m.add(layers.Dropout(0.2))
        m.add(layers.Dense(self.classes, activation="softmax"))
        m.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        self.net = m
        return self

    def train(self, chars, rhyme, epochs=1):
        return self.net.fit(chars, rhyme, epochs=epochs, batch_size=64, verbose=0)


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    lines = rng.integers(1, 30, size=(512, 20))
    rhyme = lines[:, -1] % 6
    guesser = RhymeGuesser(alphabet=30, classes=6).build()
    log = guesser.train(lines, rhyme)
    print("loss", round(log.history["loss"][-1], 3))
