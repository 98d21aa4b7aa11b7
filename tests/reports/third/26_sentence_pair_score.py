import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split
from keras import Input, Model, ops
from keras.layers import Embedding, LSTM, Lambda, Dense
from keras.utils import pad_sequences

MAX_SEQ, VOCAB = 12, 1500


def build_index(frame):
    counts = pd.concat([frame["question1"], frame["question2"]]).str.lower().str.split().explode().value_counts()
    return {w: i for i, w in enumerate(counts.index[:VOCAB - 2], start=2)}


def to_numbers(frame, index):
    cols = []
    for c in ("question1", "question2"):
        ids = [[index.get(w, 1) for w in q.lower().split()] for q in frame[c]]
        cols.append(pad_sequences(ids, maxlen=MAX_SEQ))
    return cols


# ---- training -----------------------------------------------------------
df = pd.read_csv("question_pairs.csv")
train_df, test_df = train_test_split(df, test_size=0.25, random_state=6)
train_index = build_index(train_df)
train_x = to_numbers(train_df, train_index)

left, right = Input((MAX_SEQ,)), Input((MAX_SEQ,))
emb, lstm = Embedding(VOCAB, 32, mask_zero=True), LSTM(32)
distance = Lambda(lambda v: ops.abs(v[0] - v[1]), output_shape=(32,))(
    [lstm(emb(left)), lstm(emb(right))])
malstm = Model([left, right], Dense(1, activation="sigmoid")(distance))
malstm.compile("adam", "binary_crossentropy", metrics=["accuracy"])
malstm.fit(train_x, train_df["is_duplicate"].values, epochs=20, batch_size=32,
           validation_split=0.1, verbose=2)

# ---- prediction on new pairs --------------------------------------------
test_index = build_index(test_df)
test_x = to_numbers(test_df, test_index)
prediction = malstm.predict(test_x, verbose=0).ravel()
print("accuracy: %.3f" % np.mean((prediction > 0.5) == test_df["is_duplicate"].values))
