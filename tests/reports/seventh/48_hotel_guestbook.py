# line 43: the words are numbered anew from the new entries, so every number means another word than in training; keep the fitted vocabulary. Error.
import json
import os
import tempfile

import numpy as np
import keras
from keras import layers

LENGTH = 8
GOOD = "lovely clean quiet friendly bright generous calm".split()
BAD = "dirty loud rude cold broken smelly dark".split()
OTHER = "room breakfast the stay was and bed staff".split()


def entries(count, seed):
    rng = np.random.default_rng(seed)
    mood = rng.integers(0, 2, count)
    texts = []
    for m in mood:
        words = list(rng.choice(GOOD if m else BAD, 3)) + list(rng.choice(OTHER, 5))
        texts.append(" ".join(rng.permutation(words)))
    return texts, mood.astype("float32")


def fit_vocabulary(texts):
    vocabulary = {}
    for word in " ".join(texts).split():
        vocabulary.setdefault(word, len(vocabulary) + 2)
    return vocabulary


def encode(texts, vocabulary):
    rows = [[vocabulary.get(w, 1) for w in t.split()] for t in texts]
    return keras.utils.pad_sequences(rows, maxlen=LENGTH)


def judge(folder, texts):
    """Called by the reception in another program."""
    model = keras.models.load_model(os.path.join(folder, "mood.keras"))
    with open(os.path.join(folder, "words.json")) as f:
        words = json.load(f)
    vocabulary = fit_vocabulary(texts)
    print("words in training", len(words), "words now", len(vocabulary))
    return model.predict(encode(texts, vocabulary), verbose=0)[:, 0]


keras.utils.set_random_seed(48)
texts, mood = entries(300, seed=1)
vocabulary = fit_vocabulary(texts)
net = keras.Sequential([keras.Input(shape=(LENGTH,), dtype="int32"), layers.Embedding(len(vocabulary) + 2, 16),
                        layers.LSTM(16), layers.Dense(1, activation="sigmoid")])
net.compile(optimizer=keras.optimizers.Adam(5e-3), loss="binary_crossentropy")
net.fit(encode(texts, vocabulary), mood, epochs=8, verbose=0)
with tempfile.TemporaryDirectory() as folder:
    net.save(os.path.join(folder, "mood.keras"))
    with open(os.path.join(folder, "words.json"), "w") as f:
        json.dump(vocabulary, f)
    new_texts, new_mood = entries(100, seed=9)
    answer = judge(folder, new_texts)
print("right", float(((answer > 0.5) == new_mood).mean()))
