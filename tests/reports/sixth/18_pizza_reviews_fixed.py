# the same work with the smallest change
import os
import tempfile

import numpy as np
import keras
from keras import layers
from keras.models import load_model

GOOD = ["hot", "crisp", "friendly", "fresh", "quick", "great"]
BAD = ["cold", "soggy", "late", "rude", "burnt", "awful"]
FILL = ["pizza", "delivery", "was", "my", "the", "and", "hour", "box"]
index = {w: i for i, w in enumerate(FILL + GOOD + BAD, start=1)}
maxlen = 8


def encode(words):
    return keras.utils.pad_sequences([[index[w] for w in ws] for ws in words], maxlen=maxlen)


def build_model():
    net = keras.Sequential([
        keras.Input((maxlen,), dtype="int32"),
        layers.Embedding(len(index) + 1, 16),
        layers.Bidirectional(layers.LSTM(12)),
        layers.Dense(1, activation="sigmoid"),
    ])
    net.compile(keras.optimizers.Adam(0.02), loss="binary_crossentropy", metrics=["accuracy"])
    return net


def reviews(count, seed):
    rng = np.random.default_rng(seed)
    happy = rng.integers(0, 2, count)
    texts = [list(rng.choice(FILL, 5)) + list(rng.choice(GOOD if h else BAD, 2)) for h in happy]
    return encode(texts), happy.astype("float32")


def train(path):
    x, y = reviews(300, seed=0)
    net = build_model()
    net.fit(x, y, epochs=3, batch_size=25, verbose=0)
    net.save(path)


keras.utils.set_random_seed(9)
path = os.path.join(tempfile.mkdtemp(), "bilstm.keras")
train(path)

# ---------------------------------------------------------------- prediction script
predictor = load_model(path)
unseen, truth = reviews(100, seed=1)
mood = predictor.predict(unseen, verbose=0)[:, 0]
print("right:", float(((mood > 0.5) == truth).mean()))
