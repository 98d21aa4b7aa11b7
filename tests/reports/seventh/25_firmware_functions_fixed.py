# the same work with the smallest change
import tempfile
from pathlib import Path

import numpy as np
import keras
from keras import layers


def listing(count, words, seed):
    rng = np.random.default_rng(seed)
    pool = np.array([f"op{n}" for n in range(words)])
    lines = [list(rng.choice(pool, 12)) for _ in range(count)]
    label = np.array([("op1" in line) or ("op2" in line) for line in lines], dtype="float32")
    return lines, label


def vocabulary(lines):
    return {w: n for n, w in enumerate(sorted({w for line in lines for w in line}), start=1)}


def encode(lines, vocab):
    return np.array([[vocab.get(w, 0) for w in line] for line in lines])


def detector(vocab):
    model = keras.Sequential([
        keras.Input((12,), dtype="int32"),
        layers.Embedding(len(vocab) + 1, 8),
        layers.LSTM(8),
        layers.Dense(1, activation="sigmoid"),
    ])
    return model


keras.utils.set_random_seed(5)
store = Path(tempfile.mkdtemp()) / "detector.weights.h5"

# ---- training
lines, label = listing(200, words=80, seed=0)
vocab = vocabulary(lines)
first = detector(vocab)
first.compile(optimizer="adam", loss="binary_crossentropy")
first.fit(encode(lines, vocab), label, epochs=2, batch_size=20, verbose=0)
first.save_weights(store)

# ---- the listing of another device
new_lines, new_label = listing(40, words=60, seed=1)
again = detector(vocab)
again.load_weights(store)
again.compile(loss="binary_crossentropy")
print("loss", round(again.evaluate(encode(new_lines, vocab), new_label, verbose=0), 4))
