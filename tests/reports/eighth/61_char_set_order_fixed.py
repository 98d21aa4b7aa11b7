# the same work with the smallest change
"""Language guesser for short strings. Run with `train` first, later with `serve`."""
import os
import sys
import tempfile

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

MODEL_PATH = os.path.join(tempfile.gettempdir(), "lang_guess.keras")
MAXLEN = 24
SAMPLES = [
    ("the weather is fine today", 0), ("where did you put my keys", 0),
    ("we will meet in the evening", 0), ("heute ist das wetter gut", 1),
    ("wo hast du den schluessel", 1), ("wir sehen uns am abend", 1),
    ("il fait beau aujourd'hui", 2), ("ou as-tu mis mes clefs", 2),
    ("on se voit ce soir", 2),
] * 6


def build_alphabet(texts):
    chars = sorted(set("".join(texts)))
    return {c: i + 1 for i, c in enumerate(chars)}


def encode(texts, table):
    out = np.zeros((len(texts), MAXLEN), dtype="int32")
    for row, text in enumerate(texts):
        ids = [table.get(c, 0) for c in text[:MAXLEN]]
        out[row, :len(ids)] = ids
    return out


def train():
    texts = [t for t, _ in SAMPLES]
    labels = np.array([l for _, l in SAMPLES])
    table = build_alphabet(texts)
    net = keras.Sequential([
        layers.Embedding(len(table) + 1, 12, mask_zero=True),
        layers.Bidirectional(layers.LSTM(16)),
        layers.Dense(3, activation="softmax"),
    ])
    net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    net.fit(encode(texts, table), labels, epochs=2, batch_size=18, verbose=0)
    net.save(MODEL_PATH)


def serve(queries):
    net = keras.models.load_model(MODEL_PATH)
    table = build_alphabet([t for t, _ in SAMPLES])
    for q, p in zip(queries, net.predict(encode(queries, table), verbose=0)):
        print(q, ["en", "de", "fr"][p.argmax()], round(float(p.max()), 3))


if __name__ == "__main__":
    what = sys.argv[1] if len(sys.argv) > 1 else "both"
    if what in ("train", "both"):
        train()
    if what in ("serve", "both"):
        serve(["is it going to rain", "es wird bald regnen"])
