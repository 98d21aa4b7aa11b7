# expect: line 44 (also 45): the padded positions (tag 0 = O) are counted in the report, most of the score comes from padding; keep the real tokens only (warning)
import numpy as np
from sklearn.metrics import classification_report, f1_score
from tensorflow.keras import Input, Model
from tensorflow.keras.layers import Bidirectional, Dense, Embedding, LSTM
from tensorflow.keras.utils import pad_sequences

MAXLEN = 40
TAGS = {"O": 0, "PER": 1, "LOC": 2}
VOCAB = 120


def corpus(n, seed):
    r = np.random.default_rng(seed)
    words, tags = [], []
    for _ in range(n):
        k = r.integers(5, 12)
        w = r.integers(3, VOCAB, k)
        t = np.where(w % 9 == 0, 1, np.where(w % 11 == 0, 2, 0))
        t = np.where(r.random(k) < 0.15, 0, t)
        words.append(w)
        tags.append(t)
    return words, tags


def encode(words, tags):
    x = pad_sequences(words, maxlen=MAXLEN, padding="post")
    y = pad_sequences(tags, maxlen=MAXLEN, padding="post")
    return x, y


X_tr, y_tr = encode(*corpus(250, 0))
X_te, y_te = encode(*corpus(60, 1))

inp = Input(shape=(MAXLEN,), dtype="int32")
z = Embedding(VOCAB, 32, mask_zero=True)(inp)
z = Bidirectional(LSTM(16, return_sequences=True))(z)
out = Dense(len(TAGS), activation="softmax")(z)
model = Model(inp, out)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X_tr, y_tr, validation_split=0.1, batch_size=16, epochs=4, verbose=2)

pred = model.predict(X_te, verbose=0).argmax(axis=-1)
y_true = y_te.ravel()
y_pred = pred.ravel()
print(classification_report(y_true, y_pred, target_names=list(TAGS), zero_division=0))
print("accuracy %.3f" % (y_true == y_pred).mean(),
      "weighted f1 %.3f" % f1_score(y_true, y_pred, average="weighted"))
