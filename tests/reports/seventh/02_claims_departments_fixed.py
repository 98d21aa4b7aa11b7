# the same work with the smallest change
import numpy as np
import keras
from keras.layers import LSTM, Bidirectional, Dense, Dropout, Embedding

DEPARTMENTS = ["car", "house", "travel", "health", "legal", "animals"]
WORDS, LENGTH = 400, 25


def letters(count, seed):
    """Each department has a stretch of the dictionary that its letters prefer."""
    rng = np.random.default_rng(seed)
    who = rng.integers(0, len(DEPARTMENTS), count)
    own = 1 + who[:, None] * 60 + rng.integers(0, 60, (count, LENGTH))
    other = rng.integers(1, WORDS, (count, LENGTH))
    words = np.where(rng.random((count, LENGTH)) < 0.5, own, other)
    return words.astype("int32"), keras.utils.to_categorical(who, len(DEPARTMENTS))


def sorter():
    model = keras.Sequential([
        keras.Input(shape=(LENGTH,), dtype="int32"),
        Embedding(WORDS, 16),
        Bidirectional(LSTM(12)),
        Dropout(0.3),
        Dense(len(DEPARTMENTS), activation="softmax"),
    ])
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    return model


if __name__ == "__main__":
    keras.utils.set_random_seed(31)
    x, y = letters(400, seed=1)
    x_new, y_new = letters(100, seed=2)
    post = sorter()
    post.fit(x, y, epochs=4, batch_size=20, verbose=0)
    print("loss and accuracy", post.evaluate(x_new, y_new, verbose=0))
