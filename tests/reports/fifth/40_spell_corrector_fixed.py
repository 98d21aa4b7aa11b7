import numpy as np
from keras import Sequential, Input
from keras.layers import Masking, LSTM, Dense

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
WORDS = ["house", "tree", "window", "garden", "sun", "river", "bridge", "cat", "letter", "stone"]
LONGEST = max(map(len, WORDS))


def one_hot(word):
    m = np.zeros((len(word), len(ALPHABET)), dtype="float32")
    m[np.arange(len(word)), [ALPHABET.index(c) for c in word]] = 1
    return m


def padded(word):
    block = np.zeros((LONGEST, len(ALPHABET)), dtype="float32")
    block[:len(word)] = one_hot(word)
    return block


def misspell(word, rng):
    letters = list(word)
    letters[rng.integers(0, len(word))] = ALPHABET[rng.integers(0, 26)]
    return "".join(letters)


rng = np.random.default_rng(16)
target = rng.integers(0, len(WORDS), 500)
typed = [misspell(WORDS[k], rng) for k in target]
X = np.array([padded(w) for w in typed])

model = Sequential([
    Input(shape=(None, len(ALPHABET))),
    Masking(0.0),
    LSTM(32),
    Dense(len(WORDS), activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X[:400], target[:400], epochs=8, batch_size=16, verbose=0)
print("corrected:", model.evaluate(X[400:], target[400:], verbose=0)[1])
