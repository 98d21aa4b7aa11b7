import numpy as np
import pandas as pd
import keras
from keras import layers, ops
from sklearn.model_selection import train_test_split

MAXLEN = 12
PAD, OOV = 0, 1
word2id = {}


def encode(sentence):
    ids = []
    for w in sentence.lower().split():
        ids.append(word2id.get(w, OOV))
    return ids[:MAXLEN]


def to_matrix(column):
    return keras.utils.pad_sequences([encode(s) for s in column], maxlen=MAXLEN)


pairs = pd.read_csv("question_pairs.csv")      # question1, question2, is_duplicate
train, held_out = train_test_split(pairs, test_size=0.2, random_state=7)
counts = pd.concat([train["question1"], train["question2"]]).str.lower().str.split().explode().value_counts()
for w in counts.index[counts > 1]:          # words seen once share the OOV index
    word2id[w] = len(word2id) + 2
q1, q2 = to_matrix(train["question1"]), to_matrix(train["question2"])
y = train["is_duplicate"].values.astype("float32")

a = keras.Input(shape=(MAXLEN,), dtype="int32")
b = keras.Input(shape=(MAXLEN,), dtype="int32")
embed = layers.Embedding(len(word2id) + 2, 32, mask_zero=True)
encoder = layers.LSTM(32)
ea, eb = encoder(embed(a)), encoder(embed(b))
diff = layers.Lambda(lambda t: ops.abs(t[0] - t[1]), output_shape=(32,))([ea, eb])
out = layers.Dense(1, activation="sigmoid")(layers.Concatenate()([ea, eb, diff]))
model = keras.Model([a, b], out)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit([q1, q2], y, epochs=15, batch_size=32, validation_split=0.15, verbose=2)

# later: score the pairs that were put aside
p1, p2 = to_matrix(held_out["question1"]), to_matrix(held_out["question2"])
scores = model.predict([p1, p2], verbose=0).ravel()
print("held-out accuracy: %.3f" % np.mean((scores > 0.5) == held_out["is_duplicate"].values))
