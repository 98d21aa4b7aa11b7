# the same work with the smallest change
import json
import pathlib
import tempfile

import numpy as np
import keras
from keras import layers

WORK = pathlib.Path(tempfile.mkdtemp())
SPAN = 12


def listen(n_syllables, count, seed):
    rng = np.random.default_rng(seed)
    return [f"s{n % n_syllables}" for n in np.cumsum(rng.integers(1, 3, count))]


def build(n_vocab):
    net = keras.Sequential([
        keras.Input(shape=(SPAN, 1)),
        layers.LSTM(16),
        layers.Dense(24, activation="relu"),
        layers.Dense(n_vocab, activation="softmax"),
    ])
    net.compile(loss="sparse_categorical_crossentropy", optimizer="rmsprop")
    return net


def train(song):
    syllables = sorted(set(song))
    (WORK / "syllables.json").write_text(json.dumps(syllables))
    ids = np.array([syllables.index(s) for s in song])
    x = np.stack([ids[i:i + SPAN] for i in range(len(ids) - SPAN)])[..., None] / len(syllables)
    net = build(len(syllables))
    net.fit(x, ids[SPAN:], epochs=1, batch_size=32, verbose=0)
    net.save_weights(WORK / "bird.weights.h5")


def sing(song, length=5):
    syllables = json.loads((WORK / "syllables.json").read_text())
    net = build(len(syllables))
    net.load_weights(WORK / "bird.weights.h5")
    ids = [syllables.index(s) for s in song[:SPAN]]
    for _ in range(length):
        row = np.array(ids[-SPAN:], dtype="float32")[None, :, None] / len(syllables)
        ids.append(int(net.predict(row, verbose=0).argmax()))
    return [syllables[i] for i in ids[SPAN:]]


keras.utils.set_random_seed(15)
train(listen(20, 400, seed=0))
print(sing(listen(9, 60, seed=1)))
