# the same work with the smallest change
import numpy as np
from sklearn.metrics import accuracy_score
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Embedding, LSTM, Bidirectional, Dense
from tensorflow.keras.utils import pad_sequences

TAGS = ["O", "B-DRUG", "I-DRUG"]
MAX_TOKENS = 60


def make_notes(n, seed):
    """Token ids (from 1) and tag ids; most words are outside any entity."""
    r = np.random.default_rng(seed)
    notes, tags = [], []
    for _ in range(n):
        length = r.integers(5, 20)
        words = r.integers(1, 180, length)
        t = np.zeros(length, dtype=int)
        at = r.integers(0, length - 1)
        words[at], words[at + 1] = r.integers(180, 190), r.integers(190, 200)
        t[at], t[at + 1] = 1, 2
        notes.append(words)
        tags.append(t)
    return notes, tags


def to_arrays(notes, tags):
    X = pad_sequences(notes, maxlen=MAX_TOKENS, padding="post")
    y = pad_sequences(tags, maxlen=MAX_TOKENS, padding="post")
    return X, y


X_train, y_train = to_arrays(*make_notes(120, 1))
X_test, y_test = to_arrays(*make_notes(40, 2))

tokens = Input(shape=(MAX_TOKENS,), dtype="int32")
h = Embedding(200, 24, mask_zero=True)(tokens)
h = Bidirectional(LSTM(16, return_sequences=True))(h)
out = Dense(len(TAGS), activation="softmax")(h)
tagger = Model(tokens, out)
tagger.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
tagger.fit(X_train, y_train, epochs=2, batch_size=16, verbose=0)

guess = tagger.predict(X_test, verbose=0).argmax(axis=-1)
inside = X_test.ravel() != 0
real, found = y_test.ravel()[inside], guess.ravel()[inside]
print("token accuracy: %.3f" % accuracy_score(real, found))
